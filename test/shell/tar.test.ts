/** tar(1): what goes in comes out, bytes, modes and links; the machine's own tar reads and writes it too. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bytesOfText, textOfBytes } from '../../src/shell/bytes.ts';
import { fakeLab, file } from './fake-lab.ts';
import { run } from './run.ts';

const TREE = 'mkdir -p td/s; echo 1 > td/a; echo 2 > td/s/b; chmod 750 td/a; ln -s a td/l; ';
const out = async (line: string): Promise<string> => {
  const { stdout } = await run(`{ ${TREE}${line}; } 2>&1`);
  return stdout;
};

test.each([
  ['tar cf t.tar td; tar tf t.tar', 'td/\ntd/a\ntd/l\ntd/s/\ntd/s/b\n'],
  [
    'tar czf t.tgz td; rm -r td; tar xzf t.tgz; cat td/a td/s/b; readlink td/l; stat -c %a td/a',
    '1\n2\na\n750\n',
  ],
  ['tar cf - td | tar tf -', 'td/\ntd/a\ntd/l\ntd/s/\ntd/s/b\n'],
  ['tar -cf t.tar -C td a s; mkdir o; tar -xf t.tar -C o; cat o/a o/s/b', '1\n2\n'],
  ['tar cvf t.tar td/a; tar xOf t.tar', 'td/a\n1\n'],
  ['tar cf t.tar td --exclude=s; tar tf t.tar', 'td/\ntd/a\ntd/l\n'],
  ['tar cf t.tar td; tar xf t.tar --strip-components=1 td/s; cat s/b', '2\n'],
  [
    'tar cf t.tar td nofile; echo $?',
    'tar: nofile: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n2\n',
  ],
  [
    'tar xf no.tar; echo $?',
    'tar: no.tar: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n2\n',
  ],
  [
    'tar xf td/a; echo $?',
    'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n2\n',
  ],
  [
    'tar cf t.tar; echo $?',
    "tar: Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.\n2\n",
  ],
])('%s', async (line, expected) => {
  expect(await out(line)).toBe(expected);
});

const BYTES = Uint8Array.from({ length: 700 }, (_, at) => (at * 7) & 255);

test('bytes that are no text come out as they went in', async () => {
  const fake = fakeLab();
  fake.world.files.set('bootstrap:/tmp/b', file('/tmp/b', textOfBytes(BYTES), { owner: 'core' }));
  await run('cd /tmp; tar czf t.tgz b; rm b; tar xzf t.tgz', { fake });
  expect(bytesOfText(fake.world.files.get('bootstrap:/tmp/b')?.content ?? '')).toEqual(BYTES);
});
test.skipIf(spawnSync('tar', ['--version']).status !== 0)(
  "the machine's own tar reads what was made",
  async () => {
    const fake = fakeLab();
    fake.world.files.set('bootstrap:/tmp/b', file('/tmp/b', textOfBytes(BYTES), { owner: 'core' }));
    await run(
      `cd /tmp; mkdir ${'x'.repeat(90)}; cp b ${'x'.repeat(90)}/a-long-name; tar cf t.tar b x*`,
      { fake },
    );
    const archive = bytesOfText(fake.world.files.get('bootstrap:/tmp/t.tar')?.content ?? '');
    const listed = spawnSync('tar', ['tf', '-'], { input: archive, encoding: 'utf8' });
    expect(listed.stdout).toBe(`b\n${'x'.repeat(90)}/\n${'x'.repeat(90)}/a-long-name\n`);
    const content = spawnSync('tar', ['xOf', '-', 'b'], { input: archive });
    expect(Uint8Array.from(content.stdout)).toEqual(BYTES);
  },
);
