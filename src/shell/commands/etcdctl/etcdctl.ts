/**
 * etcdctl 3.5, as it stands in the etcd container: endpoint health and status, member list, get.
 * Every call is a request to a member of the world. Left out: watch, leases, snapshots, auth.
 */
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { call, endpointsOf } from './client.ts';
import type { Etcd } from './client.ts';
import { health } from './health.ts';
import { boxed, memberRow, statusRow } from './tables.ts';

const LONG = [
  'endpoints=',
  'cacert=',
  'cert=',
  'key=',
  'write-out=',
  'command-timeout=',
  'dial-timeout=',
  'cluster?',
  'insecure-skip-tls-verify?',
  'insecure-transport?',
  'prefix?',
  'keys-only?',
  'count-only?',
  'print-value-only?',
  'limit=',
  'consistency=',
  'debug?',
  'help',
  'hex?',
  'user=',
  'keepalive-time=',
  'keepalive-timeout=',
  'discovery-srv=',
];

export async function etcdctl(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, {
    short: 'w:h',
    long: LONG,
    same: { 'write-out': 'w', help: 'h' },
  });
  if (options.problem !== undefined)
    return fail(
      context,
      options.problem.replace("unrecognized option '", 'unknown flag: ').replace(/'$/, ''),
    );
  const format = options.value('w') ?? 'simple';
  if (!['simple', 'table', 'json', 'fields'].includes(format)) {
    await context.error('Error: unsupported output format\n');
    return 4;
  }
  const seconds = durationSeconds(options.value('command-timeout') ?? '5s');
  const etcd: Etcd = {
    context,
    format,
    timeoutMicros: seconds * 1e6,
    endpoints: endpointsOf(context, options.value('endpoints')),
  };
  const [noun, verb, ...rest] = options.operands;
  if (noun === 'version') {
    const version = context.machine.lab.world.read.members()[0]?.version ?? '3.5.21';
    await context.out(`etcdctl version: ${version}\nAPI version: 3.5\n`);
    return 0;
  }
  if (noun === 'endpoint' && verb === 'health') return health(etcd, options.has('cluster'));
  if (noun === 'endpoint' && verb === 'status') return status(etcd, options.has('cluster'));
  if (noun === 'member' && verb === 'list') return memberList(etcd);
  if (noun === 'get') return get(etcd, verb, options);
  if (noun === 'put' && verb !== undefined) return put(etcd, verb, rest[0]);
  if (noun === 'alarm' && verb === 'list') return alarms(etcd);
  if (noun === undefined || options.has('h') || verb === undefined) {
    await context.out(
      'NAME:\n\tetcdctl - A simple command line client for etcd3.\n\nSimulated: endpoint health, endpoint status, member list, get, put, alarm list, version\n',
    );
    return 0;
  }
  return fail(
    context,
    `unknown command "${noun}${verb === undefined ? '' : ` ${verb}`}" for "etcdctl" (or not simulated by Eggtooth; see docs/fidelity.md)`,
  );
}

async function fail({ error }: CommandContext, text: string): Promise<number> {
  await error(`Error: ${text}\n`);
  return 1;
}
const durationSeconds = (text: string): number => {
  const match = /^([\d.]+)(ms|s|m)$/.exec(text);
  return Number(match?.[1] ?? 5) * ({ ms: 0.001, s: 1, m: 60 }[match?.[2] ?? 's'] ?? 1);
};
const DEADLINE = 'context deadline exceeded';

async function members(etcd: Etcd) {
  const result = await call(etcd, etcd.endpoints[0] ?? '', { op: 'members' });
  return result.ok ? (result.reply?.members ?? []) : undefined;
}

async function memberList(etcd: Etcd): Promise<number> {
  const { context, format } = etcd;
  const list = await members(etcd);
  if (!list) return fail(context, DEADLINE);
  const rows = list.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1)).map(memberRow);
  if (format === 'table')
    for (const line of boxed(
      ['ID', 'STATUS', 'NAME', 'PEER ADDRS', 'CLIENT ADDRS', 'IS LEARNER'],
      rows,
    ))
      await context.out(line);
  else if (format === 'json') {
    const body = list.map((m) => ({
      ID: m.memberId,
      name: m.name,
      peerURLs: [m.peerUrl],
      ...(m.clientUrl !== '' && { clientURLs: [m.clientUrl] }),
      ...(m.learner && { isLearner: true }),
    }));
    await context.out(
      `${decimalIds(JSON.stringify({ header: { raft_term: list[0]?.term ?? 0 }, members: body }))}\n`,
    );
  } else for (const row of rows) await context.out(`${row.join(', ')}\n`);
  return 0;
}
/** JSON shows ids as decimal numbers, wider than a double. */
const decimalIds = (json: string): string =>
  json.replaceAll(
    /"(ID|member_id|leader)":"([0-9a-f]+)"/g,
    (_, name: string, hex: string) => `"${name}":${BigInt(`0x${hex || '0'}`)}`,
  );

async function status(etcd: Etcd, cluster: boolean): Promise<number> {
  const { context, format } = etcd;
  const list = cluster ? await members(etcd) : undefined;
  if (cluster && !list) return fail(context, DEADLINE);
  const endpoints = list
    ? list.map((m) => m.clientUrl).filter((url) => url !== '')
    : etcd.endpoints;
  const rows: string[][] = [];
  const bodies: unknown[] = [];
  let failed = false;
  for (const endpoint of endpoints) {
    const result = await call(etcd, endpoint, { op: 'status' });
    const reply = result.ok ? result.reply : undefined;
    const view = reply?.status;
    if (!view) {
      failed = true;
      await context.error(`Failed to get the status of endpoint ${endpoint} (${DEADLINE})\n`);
      continue;
    }
    rows.push(statusRow(endpoint, view));
    bodies.push({
      Endpoint: endpoint,
      Status: {
        header: {
          member_id: view.memberId,
          revision: reply?.revision ?? 0,
          raft_term: view.term,
        },
        version: view.version,
        dbSize: view.dbBytes,
        leader: view.leaderId,
        raftIndex: view.index,
        raftTerm: view.term,
        raftAppliedIndex: view.applied,
        dbSizeInUse: view.dbBytes,
      },
    });
  }
  if (format === 'table')
    for (const line of boxed(
      [
        'ENDPOINT',
        'ID',
        'VERSION',
        'DB SIZE',
        'IS LEADER',
        'IS LEARNER',
        'RAFT TERM',
        'RAFT INDEX',
        'RAFT APPLIED INDEX',
        'ERRORS',
      ],
      rows,
    ))
      await context.out(line);
  else if (format === 'json') await context.out(`${decimalIds(JSON.stringify(bodies))}\n`);
  else for (const row of rows) await context.out(`${row.join(', ')}\n`);
  return failed ? 1 : 0;
}

async function get(etcd: Etcd, key: string | undefined, options: Options): Promise<number> {
  const { context } = etcd;
  if (key === undefined) {
    await context.error(
      'Error: get command needs one argument as key and an optional argument as range_end\n',
    );
    return 128;
  }
  if (options.has('prefix') || options.has('keys-only'))
    return fail(context, 'ranges of keys are not simulated by Eggtooth; see docs/fidelity.md');
  const result = await call(etcd, etcd.endpoints[0] ?? '', { op: 'get', key });
  if (!result.ok) return fail(context, DEADLINE);
  const value = result.reply?.value;
  if (value !== undefined)
    await context.out(options.has('print-value-only') ? `${value}\n` : `${key}\n${value}\n`);
  return 0;
}

async function put(etcd: Etcd, key: string, value: string | undefined): Promise<number> {
  if (value === undefined) {
    await etcd.context.error(
      'Error: put command needs 1 argument and input from stdin or 2 arguments\n',
    );
    return 128;
  }
  const result = await call(etcd, etcd.endpoints[0] ?? '', { op: 'put', key, value });
  if (!result.ok) return fail(etcd.context, DEADLINE);
  await etcd.context.out('OK\n');
  return 0;
}

async function alarms(etcd: Etcd): Promise<number> {
  const result = await call(etcd, etcd.endpoints[0] ?? '', { op: 'alarms' });
  return result.ok ? 0 : fail(etcd.context, DEADLINE);
}
