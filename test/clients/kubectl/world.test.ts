/** Real kubectls, curl and ssh against the whole lab, paused at a milestone. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLab, type OpenLab } from '../../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../../src/scenario/index.ts';
import { kubectlPath, run, skipped, type Outcome } from '../../helpers/clients.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };

async function openAt(until: string): Promise<OpenLab> {
  const { title, ...spec } = loadScenario('first-boot');
  return openLab(spec, { pace: 60, paused: true, autopilot: true, until, ports: PORTS, title });
}

describe.each(['1.32', '1.28'])('kubectl %s', (version) => {
  const program = kubectlPath(version);
  const it = test.skipIf(skipped(program));
  let lab: OpenLab;
  const env = (): NodeJS.ProcessEnv => ({ ...lab.env });
  const kubectl = (...words: string[]): Promise<Outcome> =>
    run(program, ['--cache-dir', join(lab.env['ASSETS_DIR'] ?? '', 'cache'), ...words], env());
  const rows = async (...words: string[]): Promise<readonly string[]> => {
    const { stdout, stderr, code } = await kubectl(...words, '--no-headers');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.trim().split('\n');
  };

  beforeAll(async () => {
    lab = await openAt('masters-joined');
  });
  afterAll(() => lab.close());

  it('sees four nodes and the cluster’s objects', async () => {
    expect(await rows('get', 'nodes')).toHaveLength(4);
    expect((await rows('get', 'pods', '-A')).length).toBeGreaterThanOrEqual(4);
    expect((await rows('get', 'ns')).length).toBeGreaterThanOrEqual(40);
    expect((await rows('get', 'clusteroperators')).length).toBeGreaterThan(20);
    expect((await rows('get', 'events', '-A')).length).toBeGreaterThan(20);
    expect((await rows('get', 'crd')).length).toBeGreaterThan(10);
    expect((await rows('get', 'clusterroles')).length).toBeGreaterThan(5);
    expect(await rows('get', 'clusterversion')).toHaveLength(1);
    expect((await rows('api-resources')).some((row) => row.startsWith('clusteroperators'))).toBe(
      true,
    );
  });
  it('describes the bootstrap with its pods and events', async () => {
    const { stdout } = await kubectl('describe', 'node', 'bootstrap');
    expect(stdout).toContain('Starting kubelet.');
    expect(stdout).toMatch(/openshift-etcd +etcd-bootstrap/);
  });
  it('reads the log of the etcd container', async () => {
    const { stdout } = await kubectl(
      'logs',
      '-n',
      'openshift-etcd',
      'etcd-bootstrap',
      '--tail=500',
    );
    expect(stdout).toContain('etcd cluster is healthy');
  });
  it('prints yaml, wide and verbose readiness', async () => {
    expect((await kubectl('get', 'node', 'master-0', '-o', 'yaml')).stdout).toMatch(
      /creationTimestamp: "20/,
    );
    expect((await kubectl('get', 'nodes', '-o', 'wide')).stdout).toContain('192.168.126.101');
    expect((await kubectl('get', '--raw', '/readyz?verbose')).stdout).toContain(
      'readyz check passed',
    );
  });
});

describe('a watch that is started before the masters', () => {
  const program = kubectlPath('1.32');
  test.skipIf(skipped(program))('sees each become Ready', { timeout: 30_000 }, async () => {
    const lab = await openAt('cluster-manifests-applied');
    const watcher = spawn(program, ['get', 'nodes', '-w', '--no-headers'], {
      env: { ...process.env, ...lab.env },
    });
    let seen = '';
    watcher.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text));
    await new Promise((resolve) => watcher.stdout.once('data', resolve));
    await lab.lab.clock.until('masters-joined');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (
          ['master-0', 'master-1', 'master-2'].every((name) =>
            new RegExp(`^${name} +Ready`, 'm').test(seen),
          )
        )
          resolve();
      };
      watcher.stdout.on('data', look);
      look();
    });
    watcher.kill();
    await lab.close();
  });
});
