/** Every mutant that there could be, and the draw of some of them by a seed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';
import { mutationsOf } from './operators.js';

const FOLDERS = ['src/sim', 'src/fake-api', 'src/host', 'src/shell'];
/** Of a hundred. What people get wrong: decisions, steps that are missing, amounts. */
const SHARES = {
  condition: 22,
  negation: 12,
  boundary: 10,
  logical: 12,
  statement: 20,
  return: 4,
  arithmetic: 7,
  number: 4,
  string: 4,
  boolean: 3,
  await: 2,
};

const sha = (text) => createHash('sha256').update(text).digest('hex');

/** Types are nothing that runs. */
const isType = ({ type }) =>
  type.startsWith('TS') &&
  !['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(type);

function walk(node, parents, visit) {
  if (isType(node)) return;
  visit(node, parents);
  const below = [...parents, node];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'typeArguments') continue;
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child?.type === 'string') walk(child, below, visit);
  }
}

function candidatesOf(root, file) {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [];
  walk(parseAst(text, { lang: 'ts' }), [], (node, parents) => {
    for (const { operator, node: changed, to } of mutationsOf(node, text, parents)) {
      const { start, end } = changed;
      const line = text.slice(0, start).split('\n').length;
      const lineText = text.split('\n')[line - 1].trim();
      found.push({ file, line, lineText, operator, start, end, was: text.slice(start, end), to });
    }
  });
  // The same line may stand in a file twice: the n-th one is another mutant.
  const times = new Map();
  return found.map((each) => {
    const content = [file, each.lineText, each.operator, each.was, each.to].join('\n');
    const n = (times.get(content) ?? 0) + 1;
    times.set(content, n);
    return { ...each, key: sha(`${content}\n${n}`).slice(0, 16) };
  });
}

const sources = (root) =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  ).toSorted();

/**
 * `count` mutants. Each has a place in the line by seed and content, so that an edit elsewhere changes
 * nothing about it; the operators share the places, and a source line has one mutant at most.
 */
export function draw(root, seed, count) {
  const all = sources(root)
    .flatMap((file) => candidatesOf(root, file))
    .map((each) => ({ ...each, place: sha(`${seed} ${each.key}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1));
  const taken = [];
  const lines = new Set();
  const take = (list, n) => {
    for (const each of list) {
      if (n <= 0) break;
      const at = `${each.file}:${each.line}`;
      if (lines.has(at)) continue;
      lines.add(at);
      taken.push(each);
      n -= 1;
    }
  };
  for (const [operator, share] of Object.entries(SHARES))
    take(
      all.filter((each) => each.operator === operator),
      Math.round((share * count) / 100),
    );
  take(all, count - taken.length);
  return taken
    .slice(0, count)
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map((each, i) => ({ ...each, number: i + 1 }));
}
