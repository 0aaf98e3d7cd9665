/** The documents' commands are run, and what they name exists. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const eggtooth = resolve('bin/eggtooth.js');

const commands = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/```console\n([^`]*)```/g)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .flatMap((line) => (line.startsWith('$ ') ? [{ page, line: line.slice(2) }] : [])),
  ),
);

test.each(commands)('$page: $line', ({ line }) => {
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-docs-'));
  try {
    const [program, ...args] = line.split(' ');
    expect(program).toBe('eggtooth');
    const { status, stderr } = spawnSync('node', [eggtooth, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every verb and flag that the documents name is known', () => {
  const help = new Map<string, string>();
  const helpOf = (verb: string): string => {
    const known =
      help.get(verb) ??
      execFileSync('node', [eggtooth, ...(verb === '' ? [] : [verb]), '--help'], {
        encoding: 'utf8',
      });
    help.set(verb, known);
    return known;
  };
  const unknown = pages.flatMap((page) =>
    [
      ...readFileSync(page, 'utf8')
        .replaceAll('\\\n', ' ')
        .matchAll(/\beggtooth ([a-z]+)((?:[^`\n|]*))/g),
    ].flatMap(([, verb = '', rest = '']) => {
      if (!new RegExp(`^  ${verb}\\b`, 'm').test(helpOf('')))
        return /^(up|run|shell|wait|inject|heal|clock|why|faults|scenario)$/.test(verb)
          ? [`${page}: ${verb}`]
          : [];
      return [...rest.matchAll(/--[a-z-]+/g)]
        .filter(([flag]) => !helpOf(verb).includes(flag))
        .map(([flag]) => `${page}: eggtooth ${verb} ${flag}`);
    }),
  );
  expect(unknown).toEqual([]);
});

test('every link of the documents leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !to.startsWith('http') && !existsSync(join(dirname(page), to)))
      .map((to) => `${page}: ${to}`),
  );
  expect(broken).toEqual([]);
});
