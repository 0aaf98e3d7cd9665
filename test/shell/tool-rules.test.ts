/** The node's tools, each option and edge as the real one answers, without an installed one. */
import { expect, test } from 'vitest';
import { run } from './run.ts';

const files = `printf '1\\n2\\n3\\n' > a; printf '1\\n2\\n3\\n4\\n' > b; printf '1\\nx\\n3\\n' > c; `;
test.each([
  ['diff a a', '', 0],
  ['diff a b', '3a4\n> 4\n', 1],
  ['diff b a', '4d3\n< 4\n', 1],
  ['diff a c', '2c2\n< 2\n---\n> x\n', 1],
  ['diff -q a c', 'Files a and c differ\n', 1],
  ['expr substr hello 2 3', 'ell\n', 0],
  ['expr substr hello 2 99', 'ello\n', 0],
  ['expr substr hello 0 3', '\n', 1],
  ['expr index hello lo', '3\n', 0],
  ['expr length hello', '5\n', 0],
  ['expr match hello "h\\(.*\\)o"', 'ell\n', 0],
  ['expr 7 / 2 \\* 3 + 1', '10\n', 0],
  ['expr 2 \\< 10 \\& 0', '0\n', 1],
])('%s', async (line, stdout, status) => {
  expect(await run(files + line)).toEqual({ stdout, stderr: '', status });
});

test('a character of four bytes stays one beside bytes that are none', async () => {
  const bytes = String.raw`printf '\xf0\x9f\x98\x80 \xff \xe2\x82\xac \xc3\xa9 \xf0\x9f\n'`;
  const kept = await run(`${bytes} | cat`, { encoding: 'latin1' });
  const cut = await run(`x=$(${bytes}); echo "\${#x} \${x:0:1}"`);

  expect(Buffer.from(kept.stdout, 'latin1').toString('hex')).toBe(
    'f09f988020ff20e282ac20c3a920f09f0a',
  );
  expect(cut.stdout).toBe('10 😀\n');
});

test.each(['ip a', 'ip addr show', 'ip address'])('%s tells the address', async (line) => {
  const { stdout, status } = await run(line);
  expect(stdout).toContain('inet 192.168.126.100/24');
  expect(status).toBe(0);
});
test.each(['ip r', 'ip route', 'ip route show'])('%s tells the way out', async (line) => {
  const { stdout, status } = await run(line);
  expect(stdout).toMatch(/^default via 192\.168\.126\.1 dev \S+ proto static metric 100 \n/);
  expect(status).toBe(0);
});
test.each(['ip neigh', 'ip rule', 'ip', 'ip xfrm'])('%s is said to be missing', async (line) => {
  const { stdout, stderr, status } = await run(line);
  expect(stderr).toContain('not simulated by Eggtooth');
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
});

test.each(
  '--pager-end --no-pager --reverse --quiet --all --full --no-full --catalog --merge --utc --no-hostname --no-tail'.split(
    ' ',
  ),
)('journalctl knows %s', async (flag) => {
  const { stderr, status } = await run(`sudo journalctl ${flag} -n 1`);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});
