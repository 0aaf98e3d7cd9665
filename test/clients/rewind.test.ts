/** Real programs that are connected while the lab goes back: cut off as in an outage, and welcome again. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { kubectlPath, run, skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const KUBECTL = kubectlPath('1.32');
const MILLIS = 20_000;

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly text: () => string;
  readonly ended: Promise<unknown>;
  see(pattern: RegExp): Promise<void>;
}
function start(program: string, words: readonly string[]): Running {
  const child = spawn(program, words);
  let text = '';
  child.stdout.on('data', (data) => (text += String(data)));
  child.stderr.on('data', (data) => (text += String(data)));
  return {
    child,
    text: () => text,
    ended: once(child, 'exit'),
    async see(pattern) {
      const until = performance.now() + MILLIS;
      while (!pattern.test(text)) {
        if (performance.now() > until) throw new Error(`${pattern} did not come:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

describe.skipIf(skipped(KUBECTL) || skipped('ssh'))('programs that are connected', () => {
  let lab: OpenLab;
  beforeAll(async () => {
    lab = await openRealLab({ until: 'masters-joined', paused: false });
  });
  afterAll(() => lab.close());
  const back = async (event: string): Promise<void> => {
    const response = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}/fork`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ event }),
    });
    expect(response.status).toBe(200);
  };
  const kubectl = (...words: string[]): string[] => [
    '--kubeconfig',
    lab.env['KUBECONFIG'] ?? '',
    ...words,
  ];
  const ssh = (command: string): string[] => [
    '-F',
    lab.env['EGGTOOTH_SSH_CONFIG'] ?? '',
    'bootstrap',
    command,
  ];

  test(
    'kubectl get -w and journalctl -f over ssh end, and find the other way when they come again',
    async () => {
      const watch = start(KUBECTL, kubectl('get', 'nodes', '-w', '--no-headers'));
      const follow = start('ssh', ssh('sudo journalctl -f -u bootkube'));
      await watch.see(/master-2/);
      await follow.see(/bootkube/);

      await back('cluster-manifests-applied');
      expect(await follow.ended).toEqual([255, null]);
      expect(follow.text()).toMatch(/closed|reset|Broken pipe/);
      // As after an API server that went away: the watch ends, and kubectl with it.
      expect(await watch.ended).toEqual([0, null]);
      const names = await run(KUBECTL, kubectl('get', 'nodes', '-o', 'name'));
      expect(names.stdout).not.toContain('master-2');
      const again = start('ssh', ssh('sudo journalctl -u bootkube --no-pager | tail -3'));
      await again.ended;
      expect(again.text()).not.toMatch(/master-2|Ready masters: 3/);
      expect(again.text()).toMatch(/bootkube/);
    },
    2 * MILLIS,
  );

  test('what is changed there is not changed in the first way, and the other way round', async () => {
    const created = await run(KUBECTL, kubectl('create', 'namespace', 'only-here'));
    expect(created.stdout).toContain('created');
    const enter = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}~1/enter`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lab.token}` },
    });
    expect(enter.status).toBe(200);
    const list = await run(KUBECTL, kubectl('get', 'namespaces', '-o', 'name'));
    expect(list.stdout).toContain('namespace/default');
    expect(list.stdout).not.toContain('only-here');
  });
});
