/** scp(1) between the hosts of a lab. */
import { expect, test } from 'vitest';
import { fakeLab, file } from './fake-lab.ts';
import type { FakeLab } from './fake-lab.ts';
import { run } from './run.ts';

function twoHosts(): FakeLab {
  const fake = fakeLab();
  fake.listen('bootstrap', 22, (stream) => stream.destroy());
  fake.world.files.set('bootstrap:/etc/os', file('/etc/os', 'RHCOS\n'));
  return fake;
}
const out = async (line: string, fake = twoHosts()): Promise<string> => {
  const { stdout } = await run(`{ ${line}; } 2>&1`, { fake, host: 'workstation' });
  return stdout;
};
const THERE = 'core@192.168.126.100';

test('a file goes there and comes back, with its mode', async () => {
  expect(
    await out(
      `echo 'echo ran' > s; chmod 755 s; scp s ${THERE}:; ssh ${THERE} ./s; scp -q ${THERE}:s t; cat t`,
    ),
  ).toBe('ran\necho ran\n');
});
test('folders need -r', async () => {
  expect(
    await out(
      `mkdir -p d/e; echo x > d/e/f; scp d ${THERE}:; echo $?; scp -r d ${THERE}:/tmp; ssh ${THERE} cat /tmp/d/e/f`,
    ),
  ).toBe('scp: local "d": not a regular file\n1\nx\n');
});
test('what is not there, or may not be written, is said', async () => {
  expect(
    await out(
      `scp no ${THERE}:; echo $?; scp ${THERE}:no .; echo $?; echo x > x; scp x ${THERE}:/etc/x; echo $?`,
    ),
  ).toBe(
    'scp: stat local "no": No such file or directory\n1\nscp: no: No such file or directory\n1\nscp: /etc/x: Permission denied\n1\n',
  );
});
test('several sources need a folder', async () => {
  expect(
    await out(`echo a > a; echo b > b; scp a b ${THERE}:/tmp; ssh ${THERE} cat /tmp/a /tmp/b`),
  ).toBe('a\nb\n');
});
test('a host without sshd refuses in the words of ssh', async () => {
  expect(await out('echo x > x; scp x core@192.168.126.101:; echo $?')).toMatch(
    /^ssh: connect to host 192\.168\.126\.101 port 22: .+\nscp: Connection closed\n255\n$/,
  );
});
