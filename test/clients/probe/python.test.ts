/**
 * The probe that a monitor's author writes, with the official Python client, on a healthy lab at pace 1: a minute
 * here, ten in `npm run nightly` (EGGTOOTH_SECONDS). `npm run clients` fetches the client where pip is.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isThere, pythonPath, run, skipped } from '../../helpers/clients.ts';
import { startUp, type UpProcess } from '../../helpers/up.ts';

const SECONDS = Math.min(Number(process.env['EGGTOOTH_SECONDS'] ?? 60), 600);

describe.skipIf(skipped('python3') || skipped(pythonPath()))('kubernetes for Python', () => {
  test.runIf(process.env['CI'] === 'true')('is there', () =>
    expect([isThere('python3'), isThere(pythonPath())]).toEqual([true, true]),
  );

  let lab: UpProcess;
  beforeAll(async () => {
    lab = await startUp(['--autopilot', '--until', 'etcd-three-members']);
  });
  afterAll(() => lab.stop());

  test(
    'a probe of leases, heartbeats, events and the Date header has nothing to say',
    async () => {
      const probe = join(import.meta.dirname, 'probe.py');
      const env = { ...lab.env, PYTHONPATH: pythonPath() };
      const { code, stdout, stderr } = await run('python3', [probe, String(SECONDS)], env);
      console.log(`python probe: ${stdout.trim().split('\n').at(-1)}`);
      expect({ code, alarms: stdout.match(/^ALARM .*$/gm), stderr }).toEqual({
        code: 0,
        alarms: null,
        stderr: '',
      });
    },
    (SECONDS + 60) * 1000,
  );
});
