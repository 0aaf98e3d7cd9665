/** What the person gets on disk: kubeconfig, ssh configuration and key, CA bundle; all 0700. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pki } from '../host/pki.ts';
import { writeWhole } from '../host/write-whole.ts';
import type { HostView, LabRead } from '../sim/index.ts';

export interface AssetPaths {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly sshConfig: string;
  readonly ca: string;
}
interface AssetOptions {
  readonly folder: string;
  readonly read: LabRead;
  readonly pki: Pki;
  readonly domain: string;
  readonly apiPort: number;
  readonly sshPorts: ReadonlyMap<string, number>;
}

export function writeAssets(options: AssetOptions): AssetPaths {
  const { folder } = options;
  const paths = {
    folder,
    kubeconfig: join(folder, 'kubeconfigs', 'admin.kubeconfig'),
    sshConfig: join(folder, 'ssh', 'config'),
    ca: join(folder, 'ca.crt'),
  };
  mkdirSync(join(folder, 'kubeconfigs'), { mode: 0o700 });
  mkdirSync(join(folder, 'ssh'), { mode: 0o700 });
  const ca = authorities(options);
  secret(paths.ca, ca);
  secret(paths.kubeconfig, kubeconfig(options, ca));
  secret(join(folder, 'ssh', 'id_ed25519'), options.pki.sshUserKey.privateKey);
  secret(join(folder, 'ssh', 'id_ed25519.pub'), options.pki.sshUserKey.publicKey);
  secret(join(folder, 'ssh', 'known_hosts'), knownHosts(options));
  secret(paths.sshConfig, sshConfig(options));
  return paths;
}
function secret(path: string, content: string): void {
  writeWhole(path, content, 0o600);
}

function authorities({ read, pki }: AssetOptions): string {
  const records = read.certificates().filter(({ usages }) => usages.includes('ca'));
  return records.map(({ name }) => pki.pem(`${name}.crt`) ?? '').join('');
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The balancer's port on this machine, under the name that its certificate carries. */
function kubeconfig({ read, pki, domain, apiPort }: AssetOptions, ca: string): string {
  const admin = read
    .certificates()
    .find(
      (record) =>
        record.usages.includes('client') && record.organizations.includes('system:masters'),
    );
  const cluster = domain.split('.')[0] ?? 'lab';
  return `apiVersion: v1
kind: Config
clusters:
- name: ${cluster}
  cluster:
    server: https://127.0.0.1:${apiPort}
    tls-server-name: api.${domain}
    certificate-authority-data: ${base64(ca)}
contexts:
- name: admin
  context:
    cluster: ${cluster}
    user: admin
current-context: admin
users:
- name: admin
  user:
    client-certificate-data: ${base64(pki.pem(`${admin?.name ?? ''}.crt`) ?? '')}
    client-key-data: ${base64(pki.pem(`${admin?.name ?? ''}.key`) ?? '')}
`;
}

function knownHosts({ read, pki }: AssetOptions): string {
  return read
    .hosts()
    .map(({ name }) => `${name} ${pki.sshHostKey(name).publicKey}`)
    .join('');
}

/** Every host by its name, its full name and its address, so that the handbook's lines work. */
function sshConfig({ folder, read, domain, sshPorts }: AssetOptions): string {
  const hosts = read.hosts().filter(({ name }) => sshPorts.has(name));
  const blocks = hosts.map((host) => hostBlock(host, domain, sshPorts.get(host.name) ?? 0));
  return `${blocks.join('')}Host *
  User core
  IdentityFile ${join(folder, 'ssh', 'id_ed25519')}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${join(folder, 'ssh', 'known_hosts')}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
`;
}
function hostBlock({ name, address }: HostView, domain: string, port: number): string {
  return `Host ${name} ${name}.${domain} ${address}
  HostName 127.0.0.1
  Port ${port}
  HostKeyAlias ${name}
`;
}
