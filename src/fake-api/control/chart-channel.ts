/**
 * Charts of a host's etcd on the stream: the 99th percentile of its disk's latencies, every few seconds of
 * lab time from the moment that somebody opened them, for nothing scrapes a bootstrap by itself. What is
 * drawn is a look.
 */
import type { LiveLab } from '../../host/live-lab.ts';
import { SECOND, type MetricFamily, type Micros } from '../../sim/index.ts';
import { secondsOf } from './lab-view.ts';
import type { ClientMessage } from './messages.ts';
import type { Channel, Outlet } from './stream.ts';

type Opening = ClientMessage & { readonly type: 'chart' };
type Sample = MetricFamily['samples'][number];

interface Point {
  readonly name: string;
  /** Seconds. */
  readonly value: number;
  readonly boundSeconds: number;
}

const KEPT = 20;
/** A member that does not listen cannot be asked. */
const ETCD_PORT = 2379;
const EVERY: Micros = 5 * SECOND;
const CELLS: Readonly<Record<string, string>> = {
  etcd_disk_wal_fsync_duration_seconds: 'wal-fsync',
  etcd_disk_backend_commit_duration_seconds: 'backend-commit',
};
/**
 * What etcd asks of a disk, as seconds of the 99th percentile. Source: reference/faults.md
 * (the documented good value of the log, 10 ms); etcd-io/website, faq.md (25 ms for the backend).
 */
const BOUNDS: Readonly<Record<string, number>> = {
  etcd_disk_wal_fsync_duration_seconds: 0.01,
  etcd_disk_backend_commit_duration_seconds: 0.025,
};
const SHARE = 0.99;

export function chartChannel({ channel, host }: Opening, lab: LiveLab, outlet: Outlet): Channel {
  const before = new Map<string, Sample>();
  /** Those that were sent last, for what is said of them. */
  const sent = new Map<number, { readonly at: Micros; readonly points: readonly Point[] }>();
  let due = lab.now();
  let number = 0;
  let isUp = false;

  function sample(): void {
    const { now } = lab.world;
    if (now < due || outlet.full()) return;
    due = now + EVERY;
    const wasUp = isUp;
    isUp = lab.world.read.sockets(host).some(({ port }) => port === ETCD_PORT);
    if (wasUp && !isUp) {
      before.clear();
      outlet.send({ type: 'points', channel, sample: 0, atSeconds: secondsOf(now), points: [] });
    }
    if (!isUp) return;
    const points = pointsOf(lab.world.read.metrics(), host, before);
    if (points.length === 0) return;
    number += 1;
    sent.set(number, { at: now, points });
    sent.delete(number - KEPT);
    outlet.send({ type: 'points', channel, sample: number, atSeconds: secondsOf(now), points });
  }
  const off = lab.onAdvance(sample);
  sample();
  return {
    drain: sample,
    message(received) {
      const drawn = received.type === 'drawn' ? sent.get(received.sample) : undefined;
      if (drawn === undefined) return;
      lab.look({
        session: 'charts',
        source: 'page',
        at: lab.now(),
        seen: drawn.points.map(({ name, value, boundSeconds }) => ({
          cell: `${host}/etcd/${CELLS[name]}`,
          value: value <= boundSeconds ? 'ok' : `p99 ${Math.round(value * 1000)} ms`,
          asOf: drawn.at,
        })),
      });
    },
    close: off,
  };
}

function pointsOf(
  families: readonly MetricFamily[],
  host: string,
  before: Map<string, Sample>,
): readonly Point[] {
  return families.flatMap(({ name, samples }) => {
    const boundSeconds = BOUNDS[name];
    const now = samples.find(({ labels }) => labels['host'] === host);
    if (boundSeconds === undefined || now === undefined) return [];
    const value = percentile(now, before.get(name));
    before.set(name, now);
    return value === undefined ? [] : [{ name, value, boundSeconds }];
  });
}

/** The upper bound of the bucket in which the share falls, of what came since the last sample. */
function percentile(now: Sample, before: Sample | undefined): number | undefined {
  const count = now.value - (before?.value ?? 0);
  if (count <= 0) return undefined;
  const earlier = new Map(before?.buckets ?? []);
  const found = (now.buckets ?? []).find(
    ([bound, sum]) => sum - (earlier.get(bound) ?? 0) >= SHARE * count,
  );
  return found?.[0];
}
