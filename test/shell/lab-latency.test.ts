/** What a tool reports is lab time: the same at every pace, whatever else this process is doing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { openShell } from '../../src/shell/open-shell.ts';
import { openPki } from '../../src/host/pki.ts';
import { openNetwork } from '../../src/host/network.ts';
import { serveKube } from '../../src/fake-api/kube/server.ts';
import { openRealLab } from '../helpers/real-lab.ts';

let lab: OpenLab;
let close: () => void;
let run: (line: string) => Promise<string>;
beforeAll(async () => {
  lab = await openRealLab({ until: 'cluster-manifests-applied', paused: false });
  const live = lab.lab;
  const { read } = live.world;
  const network = openNetwork(live);
  const pki = openPki({ read, epochMicros: live.epochMicros });
  const off = serveKube({ lab: live, network, pki, hosts: ['bootstrap'] });
  close = () => {
    off();
    network.close();
  };
  run = (line) =>
    new Promise((resolve) => {
      let out = '';
      openShell({
        lab: live,
        network,
        pki,
        assetsDir: '/assets',
        isHandedOver: false,
        host: 'bootstrap',
        user: 'core',
        command: line,
        env: {},
        session: 'latency',
        source: 'test',
        stdout: (bytes: Uint8Array) => void (out += Buffer.from(bytes).toString()),
        onExit: () => resolve(out),
      } as unknown as Parameters<typeof openShell>[0]);
    });
});
afterAll(async () => {
  close();
  await lab.close();
});

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Somebody else's work in the same process. */
function busy(): () => void {
  let on = true;
  const loop = (): void => {
    const until = performance.now() + 5;
    while (performance.now() < until);
    if (on) setImmediate(loop);
  };
  loop();
  return () => (on = false);
}

const CURL = `curl -sk -o /dev/null -w '%{time_connect} %{time_appconnect} %{time_total}\\n' https://192.168.126.100:6443/healthz`;
const ETCD = `for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do sudo crictl exec $(sudo crictl ps -q --name etcd) etcdctl endpoint health; done`;

test('curl and etcdctl tell the same at pace 1, 10 and 60, with others at work', async () => {
  const stop = busy();
  const told: { pace: number; connect: number; tls: number; total: number; took: number }[] = [];
  for (const pace of [1, 10, 60]) {
    lab.lab.clock.setPace(pace);
    const [connect = 0, tls = 0, total = 0] = (await run(CURL)).split(' ').map(Number);
    const took = [...(await run(ETCD)).matchAll(/took = ([\d.]+)ms/g)].map(([, ms]) => Number(ms));
    expect(took).toHaveLength(15);
    told.push({ pace, connect, tls, total, took: middle(took) });
  }
  stop();
  console.table(told);
  const within = (name: 'connect' | 'tls' | 'total' | 'took'): void => {
    const values = told.map((each) => each[name]);
    expect(Math.max(...values)).toBeLessThan(Math.min(...values) * 1.25);
  };
  within('connect');
  within('tls');
  within('total');
  expect(told.every(({ connect, tls, total }) => connect < tls && tls < total)).toBe(true);
  expect(Math.max(...told.map(({ took }) => took))).toBeLessThan(20);
});

test('--max-time is lab time that was waited in the world, not the time of this process', async () => {
  const stop = busy();
  lab.lab.clock.setPace(1000);
  const shown = await run(`curl -sk -m 1 https://localhost:6443/healthz; echo " $?"`);
  stop();
  lab.lab.clock.setPace(1);
  expect(shown).toBe('ok 0\n');
});
