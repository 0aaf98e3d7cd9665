/** The kube face on a real port over a fake lab, with a kubeconfig for real clients. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveKube } from '../../src/fake-api/kube/server.ts';
import { openNetwork } from '../../src/host/network.ts';
import { openPki } from '../../src/host/pki.ts';
import { EPOCH_MICROS, fakeLab, type FakeLab } from './fake-lab.ts';

export interface FakeApiServer {
  readonly fake: FakeLab;
  readonly port: number;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly pem: (file: string) => string;
  close(): Promise<void>;
}

export async function fakeApiServer(user = 'admin'): Promise<FakeApiServer> {
  const fake = fakeLab();
  const pki = openPki({ read: fake.lab.world.read, epochMicros: EPOCH_MICROS });
  const network = openNetwork(fake.lab);
  const stop = serveKube({ lab: fake.lab, network, pki, hosts: ['bootstrap'] });
  const door = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    void network.connect({ from: 'workstation', to: 'api', port: 6443 }, socket).then((result) => {
      if (!result.ok) socket.destroy();
    });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as net.AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-test-'));
  const pem = (file: string): string => pki.pem(file) ?? '';
  const base64 = (file: string): string => Buffer.from(pem(file)).toString('base64');
  const kubeconfig = join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'lab',
    clusters: [
      {
        name: 'lab',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'tls-server-name': 'api.ocp4.example.com',
          'certificate-authority-data': base64('root-ca.crt'),
        },
      },
    ],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
    users: [
      {
        name: user,
        user: {
          'client-certificate-data': base64(`${user}.crt`),
          'client-key-data': base64(`${user}.key`),
        },
      },
    ],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  writeFileSync(join(folder, 'ca.crt'), pem('root-ca.crt'));
  return {
    fake,
    port,
    folder,
    kubeconfig,
    pem,
    async close() {
      stop();
      network.close();
      rmSync(folder, { recursive: true, force: true });
      await new Promise((resolve) => door.close(resolve));
    },
  };
}
