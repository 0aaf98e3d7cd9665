/** What a person writes into a machine's Ignition config: it ends that machine's boot at most. */
import { expect, test } from 'vitest';
import { createLab, SECOND, type Lab } from '../../src/sim/index.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { ignitionConfig } from '../../src/sim/world/ignition-config.ts';
import { brokenJson } from '../../src/sim/world/json-position.ts';

function booted(config: string): Lab {
  const lab = createLab({ ...loadScenario('first-boot'), seed: 3 });
  const changes = [
    { op: 'write', path: '/assets/ignition/master-0.ign', content: config },
  ] as const;
  lab.input({ kind: 'files', who: 'test', host: 'workstation', changes: [...changes] });
  lab.input({ kind: 'power', who: 'test', host: 'master-0', verb: 'start' });
  lab.runUntil(120 * SECOND);
  return lab;
}
const journal = (lab: Lab): string =>
  lab.read
    .journal('master-0')
    .map(({ message }) => message)
    .join('\n');

test('a machine whose Ignition config is not JSON stops in the emergency shell, and says where', () => {
  const lab = booted('{ not json');

  expect(lab.status).toBe('running');
  expect(journal(lab)).toContain("error at line 1 col 4: invalid character 'n'");
  expect(journal(lab)).toContain('Ignition failed: config is not valid');
  expect(lab.read.host('master-0')?.phase).toBe('emergency');
  expect(lab.read.sockets('master-0')).toEqual([]);
});

test('the mended config boots it at the next start', () => {
  const lab = booted('{');
  const good = '{"ignition":{"version":"3.4.0"},"storage":{"files":[]}}';
  const changes = [{ op: 'write', path: '/assets/ignition/master-0.ign', content: good }] as const;
  lab.input({ kind: 'files', who: 'test', host: 'workstation', changes: [...changes] });
  lab.input({ kind: 'power', who: 'test', host: 'master-0', verb: 'destroy' });
  lab.input({ kind: 'power', who: 'test', host: 'master-0', verb: 'start' });
  lab.runUntil(300 * SECOND);

  expect(lab.read.host('master-0')?.phase).toBe('running');
});

test.each([
  ['', 'not a config (empty)'],
  ['[]', 'not an object'],
  ['{}', 'unsupported config version'],
  ['{"ignition":{"version":"2.2.0"}}', 'unsupported config version 2.2.0'],
  ['{"ignition":{"version":"3.2.0"},"storage":{"files":7}}', '$.storage.files'],
  ['{"ignition":{"version":"3.2.0"},"storage":{"files":[null]}}', '$.storage.files.0'],
  ['{"ignition":{"version":"3.2.0"},"storage":{"files":[{"path":5}]}}', 'no path specified'],
  [
    '{"ignition":{"version":"3.2.0"},"storage":{"files":[{"path":"/a","contents":{"source":"data:,%zz"}}]}}',
    'unable to parse data url',
  ],
])('%s is told as not valid: %s', (text, problem) => {
  const config = ignitionConfig(text);
  expect(config.valid).toBe(false);
  expect(config.valid ? '' : config.problems.join()).toContain(problem);
});

test('contents may be percent-encoded or base64', () => {
  const file = (source: string) =>
    ignitionConfig(
      JSON.stringify({
        ignition: { version: '3.4.0' },
        storage: { files: [{ path: '/a', contents: { source } }] },
      }),
    );
  expect(file('data:,a%20%C3%A9')).toMatchObject({ files: [{ content: 'a é' }] });
  expect(file('data:text/plain;charset=utf-8;base64,YSDDqQ==')).toMatchObject({
    files: [{ content: 'a é' }],
  });
});

/** JSON.parse of this engine is the judge: every cut and every changed character of a text. */
test('what is no JSON is found wherever it is', () => {
  const text = '{"a":[1,-2.5e3,true,null,"x\\u00e9\\n"],"b":{"c":{}},"d":[]}';
  const isJson = (candidate: string): boolean => {
    try {
      JSON.parse(candidate);
      return true;
    } catch {
      return false;
    }
  };
  for (let at = 0; at <= text.length; at++) {
    for (const put of ['', ...'{}[]",:\\ 0a-.e\n']) {
      const candidate = text.slice(0, at) + put + text.slice(at + 1);
      expect([candidate, brokenJson(candidate) === undefined]).toEqual([
        candidate,
        isJson(candidate),
      ]);
    }
    expect(brokenJson(text.slice(0, at)) === undefined).toBe(isJson(text.slice(0, at)));
  }
});
