/** Symbolic and hard links among the world's files: ln(1), readlink(1), path_resolution(7). */
import { expect, test } from 'vitest';
import { fakeLab } from './fake-lab.ts';
import { run } from './run.ts';

const out = async (line: string): Promise<string> => {
  const { stdout, stderr } = await run(line);
  return stdout + stderr;
};

test('a symbolic link leads to its target, and goes without it', async () => {
  expect(await out('echo data > t; ln -s t l; cat l; readlink l; rm l; cat t; ls')).toBe(
    'data\nt\ndata\nt\n',
  );
});
test('writing through a link writes the target', async () => {
  expect(await out('ln -s t l; echo one > l; echo two >> l; cat t; ls -l l | cut -c1')).toBe(
    'one\ntwo\nl\n',
  );
});
test('a link to a folder is a way into it', async () => {
  expect(await out('mkdir d; echo x > d/f; ln -s d l; cat l/f; ls l; echo y > l/g; cat d/g')).toBe(
    'x\nf\ny\n',
  );
});
test('links that lead to each other are refused', async () => {
  expect(await out('ln -s a b; ln -s b a; cat a; echo x > b; ls a b')).toBe(
    'a\nb\ncat: a: Too many levels of symbolic links\nbash: line 1: b: Too many levels of symbolic links\n',
  );
});
test('what is there is not replaced without -f', async () => {
  expect(await out('touch x; ln -s y x; ln -sf y x; readlink x; ln -s z x; ln nofile h')).toBe(
    "y\nln: failed to create symbolic link 'x': File exists\nln: failed to create symbolic link 'x': File exists\nln: failed to access 'nofile': No such file or directory\n",
  );
});
test('names of one file share what is written, and count', async () => {
  expect(
    await out('echo a > f; ln f g; echo b >> g; cat f; stat -c %h f; rm f; cat g; stat -c %h g'),
  ).toBe('a\nb\n2\na\nb\n1\n');
});
test('cp follows a link, cp -P and cp -r copy it, mv moves it', async () => {
  const line =
    'echo x > t; ln -s t l; cp l c; cp -P l p; mkdir d; ln -s ../t d/k; cp -r d e; mv l m';
  expect(
    await out(`${line}; readlink c; readlink p; readlink e/k; readlink m; ls -F | head -99`),
  ).toBe('t\n../t\nt\nc\nd/\ne/\nm\np\nt\n');
});
test('realpath and readlink -f resolve every part', async () => {
  expect(
    await out('mkdir -p a/b; ln -s a/b s; realpath s s/new; readlink -f s; realpath -e nofile'),
  ).toBe(
    '/home/core/a/b\n/home/core/a/b/new\n/home/core/a/b\nrealpath: nofile: No such file or directory\n',
  );
});
test('find tells links apart and does not follow them', async () => {
  expect(
    await out('mkdir d; touch d/f; ln -s d l; ln -s none d/b; find . -type l | sort; find l'),
  ).toBe('./d/b\n./l\nl\n');
});
test('a machine of the world opens a file through its link', async () => {
  const fake = fakeLab();
  expect((await run('ln -s /etc/hosts h && test -L h && echo yes', { fake })).stdout).toBe('yes\n');
  expect(
    fake.world.inputs.flatMap((input) => (input.kind === 'files' ? input.changes : [])),
  ).toEqual([
    {
      op: 'write',
      path: '/home/core/h',
      content: '',
      link: '/etc/hosts',
      mode: 0o777,
      owner: 'core',
    },
  ]);
});
