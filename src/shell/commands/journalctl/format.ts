/** One journal entry in journalctl's output formats. */
import type { JournalEntry } from '../../../sim/index.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { markPart, markStatements, observe } from '../../looks/cells.ts';
import type { CommandContext } from '../command.ts';
import { clockOf, isoDay, monthOf, systemdDate } from '../lab-date.ts';

export const FORMATS = new Set([
  'short',
  'short-full',
  'short-iso',
  'short-iso-precise',
  'short-precise',
  'short-monotonic',
  'short-unix',
  'with-unit',
  'cat',
  'json',
  'json-pretty',
  'json-sse',
  'export',
  'verbose',
]);
interface Style {
  readonly format: string;
  readonly hostname: boolean;
  readonly colour: boolean;
}

export function renderEntry(context: CommandContext, entry: JournalEntry, style: Style): Chunk {
  const { host, unit: writer, message: text, at } = entry;
  const row = renderRow(context, entry, style);
  return markStatements(row, { host, writer, text, at }, context.machine.now());
}

function renderRow(context: CommandContext, entry: JournalEntry, style: Style): Chunk {
  const { machine } = context;
  const { format } = style;
  if (format === 'cat') return keyLine(context, entry, `${entry.message}\n`);
  if (format === 'json') return `${JSON.stringify(fields(context, entry))}\n`;
  if (format === 'json-sse') return `data: ${JSON.stringify(fields(context, entry))}\n\n`;
  if (format === 'json-pretty')
    return `${JSON.stringify(fields(context, entry), null, '\t').replaceAll('": ', '" : ')}\n`;
  const pairs = Object.entries(fields(context, entry));
  if (format === 'export')
    return `${pairs.map(([name, value]) => `${name}=${value}\n`).join('')}\n`;
  if (format === 'verbose') {
    const date = machine.date(entry.at);
    const cursor = fields(context, entry)['__CURSOR'] ?? '';
    const rest = pairs.filter(([name]) => !name.startsWith('__'));
    return `${systemdDate(date).replace(' UTC', `.${fraction(context, entry)} UTC`)} [${cursor}]\n${rest.map(([name, value]) => `    ${name}=${value}\n`).join('')}`;
  }
  const who = format === 'with-unit' ? entry.unit : entry.identifier;
  const pid = entry.pid > 0 && entry.identifier !== 'kernel' ? `[${entry.pid}]` : '';
  const head = `${stamp(context, entry, format)} ${style.hostname ? `${entry.host} ` : ''}${who}${pid}: `;
  const [start, end] = style.colour ? (COLOURS[entry.priority] ?? ['', '']) : ['', ''];
  const [first = '', ...more] = entry.message.split('\n');
  const indent = ' '.repeat(head.length);
  const body = [
    `${head}${start}${first}${end}`,
    ...more.map((line) => `${indent}${start}${line}${end}`),
  ];
  return keyLine(context, entry, `${body.join('\n')}\n`);
}

const ESC = '\u001b';
const paint = (colour: string, highlight: string): readonly [string, string] => [
  `${ESC}[${colour}m${ESC}[${highlight}m${ESC}[${colour}m`,
  `${ESC}[0m`,
];
const RED = paint('0;1;31', '0;1;39');
const COLOURS: Readonly<Record<number, readonly [string, string]>> = {
  0: RED,
  1: RED,
  2: RED,
  3: RED,
  4: paint('0;1;38;5;185', '0;1;39'),
  5: paint('0;1;39', '0;1;31'),
};

function fraction({ machine }: CommandContext, entry: JournalEntry): string {
  return String((machine.lab.epochMicros + entry.at) % 1_000_000).padStart(6, '0');
}

function stamp(context: CommandContext, entry: JournalEntry, format: string): string {
  const { machine } = context;
  const date = machine.date(entry.at);
  const short = `${monthOf(date)} ${String(date.getUTCDate()).padStart(2, '0')} ${clockOf(date)}`;
  switch (format) {
    case 'short-precise':
      return `${short}.${fraction(context, entry)}`;
    case 'short-iso':
      return `${isoDay(date)}T${clockOf(date)}+0000`;
    case 'short-iso-precise':
      return `${isoDay(date)}T${clockOf(date)}.${fraction(context, entry)}+0000`;
    case 'short-full':
    case 'with-unit':
      return systemdDate(date);
    case 'short-unix':
      return `${Math.floor((machine.lab.epochMicros + entry.at) / 1e6)}.${fraction(context, entry)}`;
    case 'short-monotonic':
      return `[${(sinceBoot(context, entry) / 1e6).toFixed(6).padStart(12)}]`;
    default:
      return short;
  }
}

function sinceBoot({ machine }: CommandContext, entry: JournalEntry): number {
  const boots = machine.lab.world.read.host(entry.host)?.boots ?? [];
  return entry.at - (boots[entry.boot]?.at ?? 0);
}

function fields(context: CommandContext, entry: JournalEntry): Record<string, string> {
  const { machine } = context;
  const host = machine.lab.world.read.host(entry.host);
  const realtime = machine.lab.epochMicros + entry.at;
  const boot = host?.boots[entry.boot]?.id ?? '';
  const monotonic = sinceBoot(context, entry);
  const kernel = entry.identifier === 'kernel';
  return {
    __CURSOR: `s=${host?.machineId ?? ''};i=${Number(entry.id.slice(1)).toString(16)};b=${boot};m=${monotonic.toString(16)};t=${realtime.toString(16)};x=${entry.event}`,
    __REALTIME_TIMESTAMP: String(realtime),
    __MONOTONIC_TIMESTAMP: String(monotonic),
    _BOOT_ID: boot,
    _MACHINE_ID: host?.machineId ?? '',
    _HOSTNAME: entry.host,
    PRIORITY: String(entry.priority),
    SYSLOG_IDENTIFIER: entry.identifier,
    _TRANSPORT: kernel ? 'kernel' : entry.pid === 1 ? 'journal' : 'stdout',
    ...(kernel
      ? {}
      : { _PID: String(entry.pid), _COMM: entry.identifier.slice(0, 15), _UID: '0', _GID: '0' }),
    ...(kernel ? {} : { _SYSTEMD_UNIT: entry.pid === 1 ? 'init.scope' : entry.unit }),
    ...(entry.pid === 1 && entry.unit !== 'init.scope' ? { UNIT: entry.unit } : {}),
    MESSAGE: entry.message,
  };
}

/** bootkube's stages are what one reads its journal for. */
const STAGE =
  /^(Starting bootkube\.sh|Rendering \S+ manifests|Starting cluster-bootstrap|Waiting for API server to come up|API server is up|Applying cluster manifests|Waiting for bootstrap to complete)/;

function keyLine(context: CommandContext, entry: JournalEntry, line: string): Chunk {
  if (entry.identifier !== 'bootkube.sh' || !STAGE.test(entry.message)) return line;
  const stage = entry.message.replace(/\.+$/, '');
  const of = observe(context.machine, `${entry.host}/bootkube/${stage}`, 'logged', entry.at);
  return markPart(line, entry.message, of, '');
}
