/** What sftp and scp may do to a node's files, and what they are told where they may not. */
import { expect, test } from 'vitest';
import { openTransferFiles } from '../../src/shell/files/transfer-files.ts';
import { fakeLab } from './fake-lab.ts';

function files() {
  const { lab } = fakeLab();
  return openTransferFiles({ lab, host: 'bootstrap', render: (text) => text, assetsDir: '/a' });
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a folder is made, listed, emptied and removed; a full one and a file are not', async () => {
  const sftp = files();
  await sftp.makeFolder('/tmp/d', 0o700);
  await sftp.write('/tmp/d/f', bytes('one'), 0o600);

  expect(sftp.stat('/tmp/d', true)).toMatchObject({ kind: 'folder', mode: 0o700, owner: 'core' });
  expect(sftp.list('/tmp/d').map(({ name }) => name)).toEqual(['f']);
  await expect(sftp.removeFolder('/tmp/d')).rejects.toMatchObject({ errno: 'ENOTEMPTY' });
  await expect(sftp.removeFolder('/tmp/d/f')).rejects.toMatchObject({ errno: 'ENOTDIR' });
  await expect(sftp.removeFolder('/tmp/none')).rejects.toMatchObject({ errno: 'ENOENT' });
  await expect(sftp.remove('/tmp/d')).rejects.toMatchObject({ errno: 'EISDIR' });
  await expect(sftp.makeFolder('/tmp/d', undefined)).rejects.toMatchObject({ errno: 'EEXIST' });
  await sftp.remove('/tmp/d/f');
  await sftp.removeFolder('/tmp/d');
  expect(sftp.stat('/tmp/d', true)).toBeUndefined();
});

test('a file is renamed with its bytes and bits, and takes no other’s place', async () => {
  const sftp = files();
  await sftp.write('/tmp/a', Uint8Array.of(0xff, 0, 0x80), 0o640);
  await sftp.write('/tmp/b', bytes('b'), undefined);

  await expect(sftp.rename('/tmp/a', '/tmp/b')).rejects.toMatchObject({ errno: 'EEXIST' });
  await sftp.rename('/tmp/a', '/tmp/c');
  expect([...sftp.read('/tmp/c')]).toEqual([0xff, 0, 0x80]);
  expect(sftp.stat('/tmp/c', true)).toMatchObject({ kind: 'file', mode: 0o640, sizeBytes: 3 });
  expect(sftp.stat('/tmp/a', true)).toBeUndefined();
});

test('what root owns is not core’s to change', async () => {
  const sftp = files();
  await expect(sftp.makeFolder('/etc/d', undefined)).rejects.toMatchObject({ errno: 'EACCES' });
  await expect(sftp.write('/etc/f', bytes('x'), undefined)).rejects.toMatchObject({
    errno: 'EACCES',
  });
});
