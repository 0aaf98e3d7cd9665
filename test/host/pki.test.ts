import { createPrivateKey, X509Certificate } from 'node:crypto';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { openPki } from '../../src/host/pki.ts';
import type { CertificateRecord } from '../../src/sim/index.ts';
import { EPOCH_MICROS, fakeLab } from '../helpers/fake-lab.ts';

const openFake = (): ReturnType<typeof openPki> =>
  openPki({ read: fakeLab().lab.world.read, epochMicros: EPOCH_MICROS });

test('a certificate is issued by its authority, with its names, and fits its key', () => {
  const pki = openFake();
  const ca = new X509Certificate(pki.pem('root-ca.crt') ?? '');
  const leaf = new X509Certificate(pki.pem('kube-apiserver.crt') ?? '');

  expect(leaf.checkIssued(ca)).toBe(true);
  expect(leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.checkPrivateKey(createPrivateKey(pki.pem('kube-apiserver.key') ?? ''))).toBe(true);
  expect(leaf.checkHost('api.ocp4.example.com')).toBe('api.ocp4.example.com');
  expect(leaf.checkIP('192.168.126.100')).toBe('192.168.126.100');
  expect(ca.ca).toBe(true);
  expect(leaf.ca).toBe(false);
});
test('what the lab lets expire has expired on the wire', () => {
  const { lab } = fakeLab();
  const records = lab.world.read.certificates();
  const expired = records.map((record): CertificateRecord => ({ ...record, notAfter: 60_000_000 }));
  const read = { ...lab.world.read, certificates: () => expired };
  const pki = openPki({ read, epochMicros: EPOCH_MICROS });
  const { validTo } = new X509Certificate(pki.pem('kube-apiserver.crt') ?? '');
  expect(new Date(validTo).toISOString()).toBe('2026-01-01T00:01:00.000Z');
});
test('text keeps what is no token, and tokens become PEM and base64', () => {
  const pki = openFake();
  const cert = pki.pem('admin.crt') ?? '';
  expect(pki.render('a @@PEM admin.crt@@ b')).toBe(`a ${cert.trimEnd()} b`);
  expect(pki.render('@@BASE64 admin.crt@@')).toBe(Buffer.from(cert).toString('base64'));
  expect(pki.render('@@PEM nobody.crt@@')).toBe('@@PEM nobody.crt@@');
});
test('ssh keys are read by an ssh library', () => {
  const { sshUserKey } = openFake();
  const parsed = ssh2.utils.parseKey(sshUserKey.privateKey);
  if (parsed instanceof Error) throw parsed;
  expect(parsed.type).toBe('ssh-ed25519');
  expect(parsed.getPublicSSH().toString('base64')).toBe(sshUserKey.publicKey.split(' ')[1]);
});
