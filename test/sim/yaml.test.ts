/** YAML in go-yaml's words. Source: sigs.k8s.io/yaml 1.4 was run on each of these texts. */
import { expect, test } from 'vitest';
import { readManifest } from '../../src/sim/text/manifest.ts';
import { readYaml, writeYaml } from '../../src/sim/text/yaml.ts';

const SAID: readonly (readonly [string, string])[] = [
  ['kind: [\n', 'yaml: line 1: did not find expected node content'],
  ['{ not json\n', "yaml: line 1: did not find expected ',' or '}'"],
  ['a: b\n c: d\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['garbage\nmore: x\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['- a\nb: c\n', "yaml: line 1: did not find expected '-' indicator"],
  ['a:\n\t- b\n', 'yaml: line 2: found character that cannot start any token'],
  ['a: "x\n', 'yaml: line 2: found unexpected end of stream'],
  ['a: b: c\n', 'yaml: mapping values are not allowed in this context'],
  ['key: value\n- item\n', 'yaml: line 1: did not find expected key'],
  ['`x`\n', 'yaml: found character that cannot start any token'],
  ['x: `y`\n', 'yaml: found character that cannot start any token'],
  ['a: *b\n', "yaml: unknown anchor 'b' referenced"],
  ['a: "\\q"\n', 'yaml: found unknown escape character'],
  ['a: |0\n  x\n', 'yaml: found an indentation indicator equal to 0'],
  ['%FOO\n---\na: 1\n', 'yaml: found unknown directive name'],
  ['? [\n', 'yaml: line 1: did not find expected node content'],
  ['{a: b\n', "yaml: line 1: did not find expected ',' or '}'"],
  ['[a, b\n', "yaml: line 1: did not find expected ',' or ']'"],
  ['- - a\n - b\n', "yaml: line 1: did not find expected '-' indicator"],
  ["a: 'x\n\n", 'yaml: line 3: found unexpected end of stream'],
  ['a: 1\nb\nc: 2\n', "yaml: line 3: could not find expected ':'"],
  ['metadata:\n  name: x\n namespace: y\n', 'yaml: line 2: did not find expected key'],
  ['spec:\n  containers:\n  - name: a\n   image: b\n', 'yaml: line 3: did not find expected key'],
  ['a: {b: c]\n', "yaml: did not find expected ',' or '}'"],
  ['a: [b}\n', "yaml: did not find expected ',' or ']'"],
  ['a: &x\n  b: *y\n', "yaml: unknown anchor 'y' referenced"],
  ['a:\n  - b\n  c: d\n', "yaml: line 2: did not find expected '-' indicator"],
  ['a: @b\n', 'yaml: found character that cannot start any token'],
  ['a:  b\n   c\n  d: e\n', 'yaml: line 3: mapping values are not allowed in this context'],
  ['---\na: 1\n---\nb: [\n', ''],
  [' a: 1\nb: 2\n', ''],
  ['a: !!str b\n', ''],
  ['a: 2001-01-01\n', ''],
  ['a: x # y: z\n', ''],
  ['a: "b" c\n', 'yaml: did not find expected key'],
  ['"a": b\n\'c\': d\n', ''],
  ['a: -\n', 'yaml: block sequence entries are not allowed in this context'],
  ['- \n- a: b\n   c: d\n', 'yaml: line 3: mapping values are not allowed in this context'],
  ['a: b\n\n\n  c: d\n', 'yaml: line 4: mapping values are not allowed in this context'],
  ['a: |\n  x\n y\n', 'yaml: line 2: did not find expected key'],
];

test.each(SAID)('%j: %s', (text, problem) => {
  const read = readYaml(text);
  expect('error' in read ? read.error : '').toBe(problem);
});

test('values are those of YAML 1.1, and a date stays a string', () => {
  const read = readYaml('a: yes\nb: 2001-01-01\nc: 0o7\nd: ~\ne: [1, 2.5]\n');
  expect(read).toEqual({ value: { a: true, b: '2001-01-01', c: '0o7', d: null, e: [1, 2.5] } });
});

test('what is written is read as it was', () => {
  const words = [
    'a: b',
    'x #y',
    '- a',
    'yes',
    '12',
    '',
    'a:b',
    '*x',
    '{',
    '2020-01-01',
    '--a=*,b',
    'a\nb',
    "it's",
  ];
  const value = { list: words, nested: { words: words.map((word) => ({ word })), empty: [] } };
  expect(readYaml(writeYaml(value))).toEqual({ value });
});

test.each([
  ['', "Object 'Kind' is missing in 'null'"],
  ['kind: Pod\n', `Object 'apiVersion' is missing in '{"kind":"Pod"}'`],
  [
    'apiVersion: apps/v1\nkind: Deployment\n',
    'no kind "Deployment" is registered for version "apps/v1"',
  ],
  ['notes\n', "couldn't get version/kind; json parse error: json: cannot unmarshal string"],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}\n',
    'invalid pod: [spec.containers: Required value]',
  ],
  [
    'apiVersion: v1\nkind: Pod\nspec: {containers: []}\n',
    'invalid pod: name is needed for the pod',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: "yes", containers: []}\n',
    'cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
  ],
  [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: Bad_Name}\nspec: {containers: [{name: a, image: b}]}\n',
    'metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of',
  ],
])('a manifest %j is told: %s', (text, problem) => {
  const read = readManifest(text);
  expect('problem' in read ? read.problem : '').toContain(problem);
});
