/** `etcdctl endpoint health`: a linearizable get, then the alarms, of every endpoint at once. */
import type { Observation } from '../../../host/live-lab.ts';
import { markPart, observe } from '../../looks/cells.ts';
import { joinChunks, marksOf, showsCell, textOf, withMarks } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import type { Outcome } from '../command.ts';
import { call, goDuration } from './client.ts';
import type { Etcd } from './client.ts';
import { boxed } from './tables.ts';

interface Health {
  readonly endpoint: string;
  readonly healthy: boolean;
  readonly tookMicros: number;
  readonly error: string;
}
const DEADLINE = 'context deadline exceeded';
const NO_ALARM_LIST = 'Unable to fetch the alarm list';

export async function health(etcd: Etcd, cluster: boolean): Promise<number | Outcome> {
  const { context, format } = etcd;
  let { endpoints } = etcd;
  if (cluster) {
    const list = await call(etcd, endpoints[0] ?? '', { op: 'members' });
    if (!list.ok) {
      await context.error(
        `Error: failed to fetch endpoints from etcd cluster member list: ${DEADLINE}\n`,
      );
      return 1;
    }
    endpoints = (list.reply?.members ?? [])
      .map((member) => member.clientUrl)
      .filter((url) => url !== '');
  }
  const results = await Promise.all(endpoints.map((endpoint) => probe(etcd, endpoint)));
  results.sort((a, b) => a.tookMicros - b.tookMicros);
  const allHealthy = results.every((result) => result.healthy);
  const { machine } = context;
  const overall = observe(
    machine,
    `${machine.host}/etcd/health`,
    allHealthy ? 'healthy' : 'unhealthy',
  );
  const word = (result: Health): { all: Observation; own: Observation } => ({
    all: overall,
    own: observe(
      machine,
      `${machine.host}/etcd/health/${result.endpoint.replace(/^https?:\/\//, '')}`,
      result.healthy ? 'healthy' : 'unhealthy',
    ),
  });
  if (format === 'table') {
    const rows = results.map((result) => {
      const text = String(result.healthy);
      const cell = showsCell(text, word(result).all, result.healthy ? 'no' : 'yes');
      return [result.endpoint, cell, goDuration(result.tookMicros), result.error];
    });
    for (const line of boxed(['ENDPOINT', 'HEALTH', 'TOOK', 'ERROR'], rows))
      await context.out(line);
  } else if (format === 'json') {
    const objects = results.map((r): Chunk => {
      const took = goDuration(r.tookMicros);
      const error = r.healthy ? {} : { error: r.error };
      const body = JSON.stringify({ endpoint: r.endpoint, health: r.healthy, took, ...error });
      return markPart(body, `${r.healthy}`, overall, `${!r.healthy}`);
    });
    const listed = objects.flatMap((object, index) => (index === 0 ? [object] : [',', object]));
    await context.out(joinChunks(['[', ...listed, ']\n']));
  } else
    for (const result of results) {
      const line = simple(result, word(result), cluster);
      await (result.healthy ? context.out(line) : context.error(line));
    }
  const evidence = {
    each: new Map([[overall, allHealthy ? 1 : 0]]),
    joint: new Map<Observation, number>(),
  };
  if (allHealthy) return { status: 0, evidence };
  await context.error('Error: unhealthy cluster\n');
  return { status: 1, evidence };
}

/** Both calls share the command's timeout; what is told is how long the get took. */
async function probe(etcd: Etcd, endpoint: string): Promise<Health> {
  const got = await call(etcd, endpoint, { op: 'get', key: 'health' });
  const { tookMicros } = got;
  if (!got.ok) return { endpoint, healthy: false, tookMicros, error: DEADLINE };
  const timeoutMicros = Math.max(0, etcd.timeoutMicros - tookMicros);
  const alarms = await call({ ...etcd, timeoutMicros }, endpoint, { op: 'alarms' });
  return { endpoint, healthy: alarms.ok, tookMicros, error: alarms.ok ? '' : NO_ALARM_LIST };
}

function simple(
  result: Health,
  { all, own }: { all: Observation; own: Observation },
  cluster: boolean,
): Chunk {
  const word = result.healthy ? 'healthy' : 'unhealthy';
  const other = result.healthy ? 'failing' : 'healthy';
  const text = result.healthy
    ? `${result.endpoint} is healthy: successfully committed proposal: took = ${goDuration(result.tookMicros)}\n`
    : `${result.endpoint} is unhealthy: failed to commit proposal: ${result.error}\n`;
  const marked = markPart(text, word, all, other);
  if (!cluster) return marked;
  return withMarks(textOf(marked), [
    ...marksOf(marked),
    ...marksOf(markPart(text, word, own, other)),
  ]);
}
