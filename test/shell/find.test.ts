/** find(1): operators, tests and actions, as findutils 4.9 answers. */
import { expect, test } from 'vitest';
import { run } from './run.ts';

const TREE = 'mkdir -p t/s; touch t/a.txt t/s/b.txt t/c.md; echo 12345 > t/s/big; ';
const out = async (line: string): Promise<string> => {
  const { stdout, stderr } = await run(TREE + line);
  return stdout + stderr;
};

test.each([
  ["find t -name '*.md' -o -name 'a*'", 't/a.txt\nt/c.md\n'],
  ["find t \\( -name '*.md' -o -name 'a*' \\) -type f", 't/a.txt\nt/c.md\n'],
  ["find t -type f ! -name '*.txt'", 't/c.md\nt/s/big\n'],
  ["find t -type f -a -not -name '*.txt' -print", 't/c.md\nt/s/big\n'],
  ['find t -maxdepth 1 -mindepth 1', 't/a.txt\nt/c.md\nt/s\n'],
  ['find t -name s -prune -o -print', 't\nt/a.txt\nt/c.md\n'],
  ["find t -name '*.txt' -exec echo {} +", 't/a.txt t/s/b.txt\n'],
  ["find t -name '*.txt' -exec echo [{}] ';'", '[t/a.txt]\n[t/s/b.txt]\n'],
  ["find t -name 'b*' -print0 | xargs -0 -n1 echo -", '- t/s/b.txt\n- t/s/big\n'],
  ['find t -size -1 -type f -empty', 't/a.txt\nt/c.md\nt/s/b.txt\n'],
  ['find t -size +5c -type f', 't/s/big\n'],
  ['find t -depth -name s -o -name big', 't/s/big\nt/s\n'],
  ['find t/s -delete; ls t', 'a.txt\nc.md\n'],
  ["find t -name '[ab].t?t' -printf '%f %d %s\\n'", 'a.txt 1 0\nb.txt 2 0\n'],
  ["find t -path 't[/]s/b*'", 't/s/b.txt\nt/s/big\n'],
  ["find t -name '[[:upper:]]*' -o -iname 'C.[!x]D'", 't/c.md\n'],
  ['find t -bad', "find: unknown predicate `-bad'\n"],
  ['find t -name', "find: missing argument to `-name'\n"],
  ['find nodir', 'find: ‘nodir’: No such file or directory\n'],
  ['find t -perm 644 -name a.txt', 't/a.txt\n'],
  ['find t t/s -name big', 't/s/big\nt/s/big\n'],
  ['sleep 5; touch new; find . -newer t/a.txt -type f', './new\n'],
  ['sleep 5; touch new; find . -mmin -0.05 -type f', './new\n'],
  ['find t -mtime -1 -name a.txt', 't/a.txt\n'],
])('%s', async (line, expected) => {
  expect(await out(line)).toBe(expected);
});
