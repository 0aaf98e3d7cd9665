/**
 * YAML as Go programs read it (sigs.k8s.io/yaml over go-yaml v2): the value of the first document, or what go-yaml says of
 * it. Version 1.1, keys may come twice.
 */
import { type Tags, parseAllDocuments } from 'yaml';
import { firstDocument } from './yaml-problem.ts';

export type YamlRead = { readonly value: unknown } | { readonly error: string };

export function readYaml(written: string): YamlRead {
  // Certificates and keys stand in the world's files by their names; their text is base64.
  const text = written.replaceAll(/@@(?:PEM|BASE64) ([^@]+)@@/g, (_, name: string) =>
    name.replaceAll(/\W/g, ''),
  );
  const document = firstDocument(text);
  if ('problem' in document) return { error: `yaml: ${document.problem}` };
  const [first] = parseAllDocuments(text.slice(0, document.end), {
    version: '1.1',
    // go-yaml leaves a date to who asks for one: it stays a string.
    customTags: (tags: Tags): Tags =>
      tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':timestamp')),
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (first === undefined) return { value: null };
  if (first.errors.length > 0) return { error: 'yaml: did not find expected key' };
  try {
    return { value: first.toJS({ maxAliasCount: 1000 }) as unknown };
  } catch (failure) {
    // Aliases that lead nowhere, or that multiply (a "billion laughs").
    if (!(failure instanceof ReferenceError)) throw failure;
    const name = /anchor: (\S+)/.exec(failure.message)?.[1];
    return {
      error:
        name === undefined
          ? 'yaml: document contains excessive aliasing'
          : `yaml: unknown anchor '${name}' referenced`,
    };
  }
}

/** A value of plain fields as YAML: block style, lists not indented, a word in quotes only when it needs them. */
export function writeYaml(value: unknown): string {
  return `${block(value, '')}\n`;
}

function block(value: unknown, indent: string): string {
  if (Array.isArray(value))
    return value
      .map((item: unknown) => `${indent}- ${block(item, `${indent}  `).trimStart()}`)
      .join('\n');
  if (!isFields(value)) return `${indent}${scalar(value)}`;
  const lines = Object.entries(value).map(([key, item]) => {
    const nested = Array.isArray(item) ? item.length > 0 : isFields(item);
    if (!nested) return `${indent}${key}: ${scalar(item)}`;
    return `${indent}${key}:\n${block(item, Array.isArray(item) ? indent : `${indent}  `)}`;
  });
  return lines.join('\n');
}

const PLAIN = /^(?:[\w./*$()+~^-]|:(?=\S)|[=,@!%](?<=.))+$/;
const OTHER =
  /^(?:[-+.]?[\d.][\d._eE+:-]*|0x[\da-fA-F]+|true|false|yes|no|on|off|y|n|null|~|[*!%@].*|.*:)$/i;
function scalar(value: unknown): string {
  if (typeof value !== 'string') return Array.isArray(value) ? '[]' : JSON.stringify(value);
  return PLAIN.test(value) && !OTHER.test(value) ? value : JSON.stringify(value);
}

export type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How encoding/json names the kind of a value that does not fit. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return value === null ? 'null' : typeof value;
}
