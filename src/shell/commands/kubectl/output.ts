/** -o yaml, json, name, jsonpath=, custom-columns=: objects as text. */
import { field, items, text } from './config.ts';
import type { Json } from './config.ts';

/** YAML as sigs.k8s.io/yaml writes it: sorted keys, two blanks, lists not indented. */
export function toYaml(value: Json, indent = ''): string {
  if (Array.isArray(value))
    return value
      .map((item) => {
        const block = toYaml(item, `${indent}  `);
        const nested = item !== null && typeof item === 'object' && Object.keys(item).length > 0;
        return `${indent}- ${nested ? block.trimStart() : `${scalar(item)}\n`}`;
      })
      .join('');
  if (value === null || typeof value !== 'object') return `${indent}${scalar(value)}\n`;
  return Object.keys(value)
    .toSorted()
    .map((key) => {
      const item = value[key] ?? null;
      const name = /^[\w./-]+$/.test(key) ? key : JSON.stringify(key);
      const nested = item !== null && typeof item === 'object' && Object.keys(item).length > 0;
      if (nested)
        return `${indent}${name}:\n${toYaml(item, Array.isArray(item) ? indent : `${indent}  `)}`;
      if (typeof item === 'string' && item.includes('\n')) {
        const body = item
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => (line === '' ? '' : `${indent}  ${line}`))
          .join('\n');
        return `${indent}${name}: |${item.endsWith('\n') ? '' : '-'}\n${body}\n`;
      }
      return `${indent}${name}: ${scalar(item)}\n`;
    })
    .join('');
}
function scalar(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
  if (typeof value !== 'string') return String(value);
  const ambiguous =
    value === '' ||
    /^(true|false|null|yes|no|on|off|~|[-+]?[\d.]+(e\d+)?)$/i.test(value) ||
    /^\d{4}-\d\d-\d\d/.test(value);
  return ambiguous || /^[\s&*!|>'"%@`{[\]},?:#-]|: |\s#|:$|\s$/.test(value)
    ? JSON.stringify(value)
    : value;
}

export class JsonPathError extends Error {}

/** kubectl's JSONPath: `{.a.b}`, `[*]`, `[0]`, `[?(@.x=="y")]`, `range`/`end`, quoted text. */
export function jsonPath(template: string, root: Json): string {
  const wrapped = template.includes('{') ? template : `{${template}}`;
  const tokens = [...wrapped.matchAll(/\{((?:[^{}"']|"[^"]*"|'[^']*')*)\}|([^{]+)/g)].map((m) =>
    m[2] === undefined ? { code: (m[1] ?? '').trim() } : { text: m[2] },
  );
  let index = 0;
  const run = (context: Json, depth: number): string => {
    let out = '';
    for (; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (!token) break;
      if (token.text !== undefined) out += token.text;
      else if (token.code === 'end') {
        if (depth > 0) return out;
      } else if (token.code.startsWith('range')) {
        const start = index + 1;
        const list = select(token.code.slice(5).trim(), context, root);
        if (list.length === 0) {
          index = start;
          run(null, depth + 1);
        }
        for (const item of list) {
          index = start;
          out += run(item, depth + 1);
        }
      } else if (/^["']/.test(token.code))
        out += token.code
          .slice(1, -1)
          .replaceAll(String.raw`\n`, '\n')
          .replaceAll(String.raw`\t`, '\t');
      else
        out += select(token.code, context, root)
          .map((value) =>
            value !== null && typeof value === 'object' ? JSON.stringify(value) : text(value),
          )
          .join(' ');
    }
    return out;
  };
  return run(root, 0);
}

function select(expression: string, context: Json, root: Json): Json[] {
  let found: Json[] = [expression.startsWith('$') ? root : context];
  const steps = expression
    .replace(/^[$@]/, '')
    .matchAll(
      /\.\.?([\w-]+|\*)|\['([^']+)'\]|\[(\d+|-\d+|\*)\]|\[\?\(@((?:\.[\w-]+)+)\s*(==|!=)\s*["']?([^"')]*)["']?\)\]|\.((?:[\w-]|\\\.)+)/g,
    );
  for (const [, name, quotedName, index, path, operator, wanted, dotted] of steps)
    found = found.flatMap((value): Json[] => {
      if (path !== undefined)
        return items(value).filter(
          (item) =>
            (text(field(item, ...path.slice(1).split('.'))) === wanted) === (operator === '=='),
        );
      if (index === '*' || name === '*')
        return Array.isArray(value)
          ? value
          : value !== null && typeof value === 'object'
            ? Object.values(value)
            : [];
      const next =
        index === undefined
          ? field(value, quotedName ?? dotted?.replaceAll('\\.', '.') ?? name ?? '')
          : items(value).at(Number(index));
      return next === undefined ? [] : [next];
    });
  return found;
}
