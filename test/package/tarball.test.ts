/** The packed tarball, installed in an empty project without the checkout, and used there. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/host/package-root.ts';
import { isThere, kubectlPath, run, skipped } from '../helpers/clients.ts';
import { credentials, startUp, type UpProcess } from '../helpers/up.ts';

let folder = '';
let installed = '';
let lab: UpProcess;
const main = (): string => join(installed, 'bin', 'eggtooth.js');
const KUBECTL = kubectlPath('1.32');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eggtooth-packed-'));
  // Packing rewrites package.json for a moment: not in the folder that other tests use.
  const checkout = join(folder, 'checkout');
  const root = packageRoot();
  const apart = new Set(['node_modules', '.git', 'dist'].map((name) => join(root, name)));
  cpSync(root, checkout, { recursive: true, filter: (source) => !apart.has(source) });
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: checkout });
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"monitor","type":"module"}');
  // It needs no other package, so it installs without a network.
  execFileSync('npm', ['install', '--offline', '--no-audit', join('..', tarball)], {
    cwd: project,
  });
  installed = join(project, 'node_modules', 'eggtooth');
  lab = await startUp(['--autopilot', '--until', 'cluster-manifests-applied'], main());
}, 120_000);
afterAll(async () => {
  await lab?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('brings no other package, no install script and no native build', () => {
  const modules = join(installed, '..');
  expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['eggtooth']);
  const { scripts, dependencies } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  ) as { scripts?: object; dependencies?: object };
  expect({ scripts, dependencies }).toEqual({});
  expect(readFileSync(join(installed, 'dist', 'THIRD-PARTY.txt'), 'utf8')).toContain('fastify 5');
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => /\.(node|gyp)$/.test(name))).toEqual([]);
});

test('`run` plays a bootstrap to its end', async () => {
  const { code, stdout } = await run('node', [main(), 'run', 'first-boot', '--seed', '7']);
  expect(stdout).toContain('complete');
  expect(code).toBe(0);
});

const configMap = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\ndata:\n  colour: blue\n`;

interface Told {
  readonly status: number;
  readonly body: { readonly kind?: string; readonly data?: object };
}
function send(method: string, path: string, type: string, body: string): Promise<Told> {
  const { port } = new URL(lab.env['EGGTOOTH_API'] ?? '');
  const options = { method, port, host: '127.0.0.1', path, ...credentials(lab.env) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...options, servername: 'api.ocp4.example.com', headers: { 'content-type': type } },
      (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => (text += bytes.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Told['body'] }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
const MAPS = '/api/v1/namespaces/default/configmaps';

test('a YAML body is read', async () => {
  expect(await send('POST', MAPS, 'application/yaml', configMap('plain'))).toMatchObject({
    status: 201,
    body: { data: { colour: 'blue' } },
  });
  const broken = await send('POST', MAPS, 'application/yaml', 'a: [');
  expect(broken).toMatchObject({ status: 400, body: { kind: 'Status' } });
});

test('a server-side apply in YAML is taken', async () => {
  const path = `${MAPS}/applied?fieldManager=test`;
  const type = 'application/apply-patch+yaml';
  expect(await send('PATCH', path, type, configMap('applied'))).toMatchObject({
    status: 201,
    body: { data: { colour: 'blue' } },
  });
});

test.skipIf(skipped(KUBECTL))(
  'kubectl applies on the server’s side, and gets it back',
  async () => {
    const file = join(folder, 'map.yaml');
    writeFileSync(file, configMap('by-kubectl'));
    const env = { KUBECONFIG: lab.env['KUBECONFIG'] };
    const applied = await run(KUBECTL, ['apply', '--server-side', '-f', file], env);
    expect(applied.stdout).toBe('configmap/by-kubectl serverside-applied\n');
    const got = await run(
      KUBECTL,
      ['get', 'cm', 'by-kubectl', '-o', 'jsonpath={.data.colour}'],
      env,
    );
    expect(got.stdout).toBe('blue');
  },
);

test.skipIf(!isThere('ssh'))('a shell over ssh has its text tools', async () => {
  const line = `echo '{"a":[3,1,2]}' | jq -c '.a|sort' | sed s/1/x/ | awk -F, '{print NF, $0}'`;
  const words = ['-F', lab.env['EGGTOOTH_SSH_CONFIG'] ?? '', 'bootstrap', line];
  expect(await run('ssh', words)).toMatchObject({ stdout: '3 [x,2,3]\n', stderr: '' });
});

test('its declarations compile under --strict with nodenext', async () => {
  const file = join(installed, '..', '..', 'monitor.ts');
  writeFileSync(
    file,
    `import { startLab } from 'eggtooth/testing';
import { createLab, loadScenario, runToEnd, type Lab } from 'eggtooth';

const lab = await startLab('first-boot', { seed: 7, until: 'etcd-started', pace: 10 });
const url: string = lab.env['EGGTOOTH_URL'] ?? '';
const world: Lab = createLab({ ...loadScenario('first-boot'), seed: 3 }, { autopilot: true });
const ended: boolean = runToEnd(world);
const at: number | undefined = lab.lab.world.read.milestones()[0]?.at;
await lab.close();
export { url, ended, at };
// @ts-expect-error: a pace is a number or max
await startLab('first-boot', { pace: 'fast' });
`,
  );
  const tsc = join(packageRoot(), 'node_modules', '.bin', 'tsc');
  const flags = [
    '--ignoreConfig',
    '--strict',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2022',
  ];
  expect(await run(tsc, [...flags, '--types', '', file])).toMatchObject({ stdout: '', code: 0 });
});

test('`eggtooth/testing` opens a lab there', async () => {
  const script = `import { startLab } from 'eggtooth/testing';
const lab = await startLab('first-boot', { until: 'etcd-started' });
const answer = await fetch(lab.env.EGGTOOTH_URL);
console.log(answer.status, lab.lab.world.read.milestones().at(-1).id);
await lab.close();`;
  const file = join(installed, '..', '..', 'use.mjs');
  writeFileSync(file, script);
  expect(await run('node', [file])).toMatchObject({ stdout: '200 etcd-started\n', code: 0 });
});
