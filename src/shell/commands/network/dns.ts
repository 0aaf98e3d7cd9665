/**
 * dig, host, nslookup (BIND 9.16) and getent: questions to a name server over this host's own links, or to its
 * resolver. Types A, AAAA, SRV, PTR, ANY; others have no records here.
 */
import { hexOf, resolverConfig, type DnsRecords } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';

interface Found {
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  /** `api.ocp4.example.com. 0 IN A 192.168.126.10`. */
  readonly answers: readonly (readonly [name: string, type: string, data: string])[];
}
interface Question {
  readonly name: string;
  readonly type: string;
}

const SERVER_TIMEOUT_MICROS = 5_000_000;
const ARP_MICROS = 3_000_000;

/** The servers of /etc/resolv.conf, and its search list. */
const configured = ({ machine }: CommandContext): ReturnType<typeof resolverConfig> =>
  resolverConfig(machine.lab.world.read.file(machine.host, '/etc/resolv.conf')?.content);

function answer(records: DnsRecords, { name, type }: Question): Found {
  const bare = name.toLowerCase().replace(/\.$/, '');
  const { addresses, services, names, domain } = records;
  const reverse = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(bare);
  if (reverse !== null) {
    const host = names.get([reverse[4], reverse[3], reverse[2], reverse[1]].join('.'));
    if (host === undefined) return { status: 'NXDOMAIN', answers: [] };
    return { status: 'NOERROR', answers: type === 'PTR' ? [[bare, 'PTR', `${host}.`]] : [] };
  }
  const own = addresses.get(bare);
  const service = services.get(bare);
  const rows: Found['answers'] = [
    ...(type === 'A' || type === 'ANY' ? (own ?? []) : []).map(
      (data) => [bare, 'A', data] as const,
    ),
    ...(type === 'SRV' || type === 'ANY' ? (service ?? []) : []).map(
      (data) => [bare, 'SRV', data] as const,
    ),
  ];
  if (own !== undefined || service !== undefined) return { status: 'NOERROR', answers: rows };
  const inDomain = domain !== '' && (bare === domain || bare.endsWith(`.${domain}`));
  // What is not of its domain it would ask elsewhere, and there is nobody.
  return { status: inDomain || !bare.includes('.') ? 'NXDOMAIN' : 'REFUSED', answers: [] };
}

/** Asks one server, in lab time; undefined, with the reason, when it does not answer. */
async function ask(
  context: CommandContext,
  server: string,
  question: Question,
  attempts: number,
): Promise<Found | string> {
  const { machine, sleep } = context;
  const { read } = machine.lab.world;
  const name = /^[\d.:]+$/.test(server) ? server : addressOf(context, server);
  if (name === undefined) return 'not found';
  const found = read.nameServer(machine.host, name);
  if (found.ok) {
    await sleep(1000);
    return answer(found.records, question);
  }
  switch (found.why) {
    case 'timeout':
      await sleep(attempts * SERVER_TIMEOUT_MICROS);
      return 'timed out';
    case 'noHost':
      await sleep(ARP_MICROS);
      return 'host unreachable';
    case 'noNetwork':
      return 'network unreachable';
    case 'refused':
      return 'connection refused';
  }
}

function addressOf({ machine }: CommandContext, name: string): string | undefined {
  const route = machine.lab.world.read.route(machine.host, name, 9);
  return route.ok ? route.address : route.address;
}

export async function dig(context: CommandContext): Promise<number> {
  const { args, out } = context;
  const short = args.includes('+short');
  let server: string | undefined;
  let type = 'A';
  let name = '';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg.startsWith('@')) server = arg.slice(1);
    else if (arg === '-x') {
      name = `${(args[++at] ?? '').split('.').toReversed().join('.')}.in-addr.arpa`;
      type = 'PTR';
    } else if (arg === '-t') type = (args[++at] ?? 'A').toUpperCase();
    else if (arg.startsWith('+') || arg.startsWith('-')) continue;
    else if (/^(A|AAAA|SRV|PTR|ANY|NS|SOA|MX|TXT|CNAME)$/i.test(arg)) type = arg.toUpperCase();
    else name = arg;
  }
  const asked = { name: name === '' ? '.' : name, type: name === '' ? 'NS' : type };
  const { nameServers } = configured(context);
  let found: Found | string = 'timed out';
  let used = '';
  for (const each of server === undefined ? nameServers : [server]) {
    used = each;
    found = await ask(context, each, asked, 3);
    if (typeof found !== 'string') break;
    if (found === 'not found') {
      await out(`dig: couldn't get address for '${each}': not found\n`);
      return 10;
    }
    for (let attempt = 0; attempt < 3; attempt++)
      await out(`;; communications error to ${each}#53: ${found}\n`);
  }
  if (typeof found === 'string') {
    const version = short ? '' : `\n; <<>> DiG 9.16.23-RH <<>> ${args.join(' ')}\n`;
    await out(
      `${version}${short ? '' : ';; global options: +cmd\n'};; no servers could be reached\n`,
    );
    return 9;
  }
  if (short) {
    for (const [, , data] of found.answers) await out(`${data}\n`);
    return 0;
  }
  const { answers, status } = found;
  const full = asked.name.endsWith('.') ? asked.name : `${asked.name}.`;
  const body = [
    '',
    `; <<>> DiG 9.16.23-RH <<>> ${args.join(' ')}`,
    ';; global options: +cmd',
    ';; Got answer:',
    `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${Number.parseInt(hexOf(context.machine.now(), `dig:${asked.name}`, 4), 16)}`,
    `;; flags: qr aa rd ra; QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: 0, ADDITIONAL: 1`,
    '',
    ';; QUESTION SECTION:',
    `;${full}\t\tIN\t${asked.type}`,
    '',
    ...(answers.length === 0
      ? []
      : [
          ';; ANSWER SECTION:',
          ...answers.map(([owner, kind, data]) => `${owner}.\t0\tIN\t${kind}\t${data}`),
          '',
        ]),
    ';; Query time: 1 msec',
    `;; SERVER: ${used}#53(${used})`,
    '',
    '',
  ];
  await out(body.join('\n'));
  return 0;
}

/** Names to try, as the resolver does. */
function candidates({ search }: { search: readonly string[] }, name: string): readonly string[] {
  const suffixed = search.map((domain) => `${name}.${domain}`);
  return name.includes('.') ? [name, ...suffixed] : [...suffixed, name];
}

async function lookUp(
  context: CommandContext,
  given: string,
  server: string | undefined,
): Promise<{ name: string; found: Found | string; server: string }> {
  const config = configured(context);
  const isAddress = /^\d+(\.\d+){3}$/.test(given);
  const names = isAddress
    ? [`${given.split('.').toReversed().join('.')}.in-addr.arpa`]
    : candidates(config, given);
  const type = isAddress ? 'PTR' : 'A';
  let last: { name: string; found: Found | string; server: string } | undefined;
  for (const each of server === undefined ? config.nameServers : [server]) {
    for (const name of names) {
      const found = await ask(context, each, { name, type }, 2);
      last = { name, found, server: each };
      if (typeof found === 'string') break;
      if (found.answers.length > 0) return last;
    }
    if (last !== undefined && typeof last.found !== 'string') return last;
  }
  return last ?? { name: given, found: 'timed out', server: '' };
}

export async function host(context: CommandContext): Promise<number> {
  const { args, out } = context;
  const [given = '', server] = args.filter((arg) => !arg.startsWith('-'));
  if (given === '') {
    await context.error(
      'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n',
    );
    return 1;
  }
  const { name, found } = await lookUp(context, given, server);
  if (typeof found === 'string') {
    await out(';; connection timed out; no servers could be reached\n');
    return 1;
  }
  if (found.answers.length === 0) {
    await out(`Host ${given} not found: 3(NXDOMAIN)\n`);
    return 1;
  }
  for (const [, type, data] of found.answers)
    await out(
      type === 'PTR' ? `${name} domain name pointer ${data}\n` : `${name} has address ${data}\n`,
    );
  return 0;
}

export async function nslookup(context: CommandContext): Promise<number> {
  const { args, out } = context;
  const [given = '', wanted] = args.filter((arg) => !arg.startsWith('-'));
  if (given === '') {
    await context.error(
      'nslookup: the interactive mode is not simulated by Eggtooth: name a host; see docs/fidelity.md\n',
    );
    return 1;
  }
  const { name, found, server } = await lookUp(context, given, wanted);
  if (typeof found === 'string') {
    await out(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  await out(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
  if (found.answers.length === 0) {
    await out(`** server can't find ${given}: NXDOMAIN\n\n`);
    return 1;
  }
  for (const [, type, data] of found.answers)
    await out(type === 'PTR' ? `${name}\tname = ${data}\n` : `Name:\t${name}\nAddress: ${data}\n`);
  await out('\n');
  return 0;
}

/** getent(1): hosts and ahosts by the host's own resolver, files first. */
export async function getent(context: CommandContext): Promise<number> {
  const { args, machine, out, error } = context;
  const [database = '', ...keys] = args;
  if (!/^a?hosts(v4)?$/.test(database)) {
    await error(
      database === 'passwd' || database === 'group'
        ? `getent: ${database}: not simulated by Eggtooth (hosts and ahosts are); see docs/fidelity.md\n`
        : `Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`,
    );
    return 1;
  }
  let code = 0;
  for (const key of keys) {
    const route = machine.lab.world.read.route(machine.host, key, 9);
    if (!route.ok && route.lookup !== undefined) {
      await context.sleep(route.lookup.afterMicros);
      code = 2;
      continue;
    }
    const address = route.address ?? key;
    const rows =
      database === 'hosts'
        ? [`${address.padEnd(15)} ${key}`]
        : ['STREAM', 'DGRAM', 'RAW'].map(
            (kind, at) => `${address.padEnd(15)} ${kind.padEnd(6)}${at === 0 ? ` ${key}` : ''}`,
          );
    for (const row of rows) await out(`${row}\n`);
  }
  return code;
}
