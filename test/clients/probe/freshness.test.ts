/**
 * What monitors ask of time, on a healthy lab at pace 1: nothing is stale, nothing lies in the future. A few seconds here,
 * ten minutes in `npm run nightly` (EGGTOOTH_SECONDS).
 */
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { credentials, startUp, type UpProcess } from '../../helpers/up.ts';

const SECONDS = Math.min(Number(process.env['EGGTOOTH_SECONDS'] ?? 8), 600);
const LEASE_SECONDS_MAX = 40;
const HEARTBEAT_SECONDS_MAX = 360;
const SKEW_SECONDS_MAX = 2;

let lab: UpProcess;
beforeAll(async () => {
  lab = await startUp(['--autopilot', '--until', 'etcd-three-members']);
});
afterAll(() => lab.stop());

interface Listed {
  readonly date: number;
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec?: { readonly renewTime?: string };
    readonly status?: {
      readonly conditions?: readonly {
        readonly type: string;
        readonly lastHeartbeatTime: string;
      }[];
    };
    readonly lastTimestamp?: string;
  }[];
}
function list(path: string): Promise<Listed> {
  const { port } = new URL(lab.env['EGGTOOTH_API'] ?? '');
  const options = { port, path, host: '127.0.0.1', servername: 'api.ocp4.example.com' };
  return new Promise((resolve, reject) => {
    request({ ...options, agent: false, ...credentials(lab.env) }, (response) => {
      let text = '';
      response.on('data', (bytes: Buffer) => (text += bytes.toString()));
      response.on('end', () => {
        const date = Date.parse(response.headers.date ?? '');
        resolve({ date, items: (JSON.parse(text) as Listed).items });
      });
    })
      .on('error', reject)
      .end();
  });
}
const age = (time: string | undefined): number => (Date.now() - Date.parse(time ?? '')) / 1000;

test(
  'a probe that compares with now() has nothing to say',
  async () => {
    const alarms: string[] = [];
    const until = performance.now() + SECONDS * 1000;
    let rounds = 0;
    while (performance.now() < until) {
      rounds += 1;
      const asked = Date.now();
      const leases = await list('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases');
      // The header has whole seconds, and the answer took its time.
      const skew = Math.max((asked - leases.date) / 1000 - 1, (leases.date - Date.now()) / 1000);
      if (skew > SKEW_SECONDS_MAX) alarms.push(`Date is ${skew} s off`);
      for (const { metadata, spec } of leases.items)
        if (!(age(spec?.renewTime) < LEASE_SECONDS_MAX && age(spec?.renewTime) > -SKEW_SECONDS_MAX))
          alarms.push(`lease ${metadata.name} is ${age(spec?.renewTime)} s old`);
      for (const { metadata, status } of (await list('/api/v1/nodes')).items)
        for (const { type, lastHeartbeatTime } of status?.conditions ?? [])
          if (!(
            age(lastHeartbeatTime) < HEARTBEAT_SECONDS_MAX &&
            age(lastHeartbeatTime) > -SKEW_SECONDS_MAX
          ))
            alarms.push(`${metadata.name} ${type} was heard ${age(lastHeartbeatTime)} s ago`);
      for (const { metadata, lastTimestamp } of (await list('/api/v1/events?limit=500')).items)
        if (age(lastTimestamp) < -SKEW_SECONDS_MAX)
          alarms.push(`event ${metadata.name} lies ahead`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    console.log(`probe: ${rounds} rounds in ${SECONDS} s, ${alarms.length} alarms`);
    expect([...new Set(alarms)]).toEqual([]);
  },
  (SECONDS + 60) * 1000,
);
