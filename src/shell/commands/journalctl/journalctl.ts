/**
 * journalctl(1), systemd 252: reads the journal of this host as the world has it. `-f` shows entries
 * as lab time brings them and moves nothing. Left out: fields that the world does not record.
 */
import { SYSTEMD } from '../../../sim/index.ts';
import type { JournalEntry } from '../../../sim/index.ts';
import type { User } from '../../files/host-files.ts';
import { whenWorldMoves } from '../../follow.ts';
import { hintExistence, observe } from '../../looks/cells.ts';
import { joinChunks, type Chunk } from '../../looks/chunk.ts';
import { sourceOf } from '../../pipe.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { systemdDate } from '../lab-date.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { FORMATS, renderEntry } from './format.ts';
import { FilterError, filterFor } from './filter.ts';
import type { Filter } from './filter.ts';

const SHORT = 'u:fn?b?kreg:p:o:t:S:U:qaxlmNF:D:i:c:';
const LONG = [
  'unit=',
  'follow',
  'lines?',
  'boot?',
  'dmesg',
  'reverse',
  'pager-end',
  'grep=',
  'priority=',
  'output=',
  'identifier=',
  'since=',
  'until=',
  'quiet',
  'all',
  'catalog',
  'full',
  'no-full',
  'no-pager',
  'no-hostname',
  'list-boots',
  'utc',
  'merge',
  'output-fields=',
  'field=',
  'fields',
  'disk-usage',
  'version',
  'no-tail',
  'system',
  'case-sensitive?',
  'directory=',
  'show-cursor',
];
const SAME = {
  unit: 'u',
  follow: 'f',
  lines: 'n',
  boot: 'b',
  dmesg: 'k',
  reverse: 'r',
  'pager-end': 'e',
  grep: 'g',
  priority: 'p',
  output: 'o',
  identifier: 't',
  since: 'S',
  until: 'U',
  quiet: 'q',
  all: 'a',
  catalog: 'x',
  full: 'l',
  merge: 'm',
  fields: 'N',
  field: 'F',
  directory: 'D',
};

export async function journalctl(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(optionalValues(context.args), {
    short: SHORT,
    long: LONG,
    same: SAME,
  });
  const complain = async (text: string): Promise<number> => {
    await context.error(`${text}\n`);
    return 1;
  };
  if (options.problem !== undefined) return complain(`journalctl: ${options.problem}`);
  if (options.has('version')) {
    await context.out(`systemd 252 (${SYSTEMD})\n`);
    return 0;
  }
  const format = options.value('o') ?? 'short';
  if (!FORMATS.has(format)) return complain(`Unknown output format '${format}'.`);
  if (options.has('D'))
    return complain(`Failed to open ${options.value('D') ?? ''}: No such file or directory`);
  if (!readsJournal(context.user)) return unprivileged(context);
  try {
    if (options.has('list-boots')) return await listBoots(context);
    if (options.has('F')) return await listValues(context, options.value('F') ?? '');
    return await show(context, options, format);
  } catch (failure) {
    if (failure instanceof FilterError) return complain(failure.message);
    throw failure;
  }
}

/** `-n 5` and `-b -1`: the value of these may stand in the next word. */
function optionalValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const next = args[index + 1] ?? '';
    const wantsNumber = /^-[a-z]*n$/.test(arg) && /^(\d+|all)$/.test(next);
    const wantsBoot = /^-[a-z]*b$/.test(arg) && /^([-+]?\d+|all|[0-9a-f]{32})$/.test(next);
    const long =
      (arg === '--lines' && /^(\d+|all)$/.test(next)) ||
      (arg === '--boot' && /^([-+]?\d+|all)$/.test(next));
    if (wantsNumber || wantsBoot || long) {
      joined.push(long ? `${arg}=${next}` : arg + next);
      index += 1;
    } else joined.push(arg);
  }
  return joined;
}

const READERS = ['adm', 'systemd-journal', 'wheel'];
/** The journal's files carry an access list for these groups (tmpfiles.d/systemd.conf). */
export const readsJournal = ({ uid, groups }: User): boolean =>
  uid === 0 || READERS.some((name) => name in groups);

async function unprivileged({ error }: CommandContext): Promise<number> {
  await error(
    "Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal', 'wheel' can see all messages.\n      Pass -q to turn off this notice.\nNo journal files were opened due to insufficient permissions.\n",
  );
  return 1;
}

async function listBoots({ machine, out }: CommandContext): Promise<number> {
  const host = machine.lab.world.read.host(machine.host);
  const entries = machine.lab.world.read.journal(machine.host);
  const boots = host?.boots ?? [];
  await out('IDX BOOT ID                          FIRST ENTRY                 LAST ENTRY\n');
  for (const [index, boot] of boots.entries()) {
    const own = entries.filter((entry) => entry.boot === index);
    const first = systemdDate(machine.date(own[0]?.at ?? boot.at));
    const last = systemdDate(machine.date(own.at(-1)?.at ?? boot.at));
    await out(`${String(index - boots.length + 1).padStart(3)} ${boot.id} ${first} ${last}\n`);
  }
  return 0;
}

async function listValues({ machine, out }: CommandContext, field: string): Promise<number> {
  const value = (entry: JournalEntry): string | undefined =>
    ({
      _SYSTEMD_UNIT: entry.unit,
      SYSLOG_IDENTIFIER: entry.identifier,
      _PID: String(entry.pid),
      PRIORITY: String(entry.priority),
      _HOSTNAME: entry.host,
    })[field];
  const values = new Set(machine.lab.world.read.journal(machine.host).map(value));
  for (const found of values) if (found !== undefined) await out(`${found}\n`);
  return 0;
}

interface Printing {
  readonly options: Options;
  readonly format: string;
  readonly filter: Filter;
  /** The boot of the entry printed last: a line stands between boots. */
  boot: number | undefined;
}

async function show(
  context: CommandContext,
  options: Options,
  format: string,
): Promise<number | Outcome> {
  const { machine, io } = context;
  const filter = filterFor(context, options);
  const follow = options.has('f');
  const all = machine.lab.world.read.journal(machine.host);
  const matching = all.filter(filter.matches);
  const wanted = options.value('n');
  const paged = options.has('e') && wanted === undefined ? 1000 : Infinity;
  const fallback =
    wanted === '' || (wanted === undefined && follow && !options.has('no-tail')) ? 10 : paged;
  const count =
    wanted === undefined || wanted === '' ? fallback : wanted === 'all' ? Infinity : Number(wanted);
  let shown = count === Infinity ? matching : count === 0 ? [] : matching.slice(-count);
  if (options.has('r')) shown = shown.toReversed();
  const printing: Printing = {
    options,
    format,
    filter,
    boot: options.has('b') || options.has('k') || wanted !== undefined ? undefined : shown[0]?.boot,
  };
  const quiet =
    options.has('q') || format.startsWith('json') || format === 'cat' || format === 'export';
  const rows = io.stdout.terminal?.rows ?? Infinity;
  if (shown.length === 0 && !follow) {
    if (!quiet) await context.out('-- No entries --\n');
    return options.has('g') ? 1 : 0;
  }
  const newest = options.has('r') ? shown[0] : shown.at(-1);
  const printed = (entry: JournalEntry): readonly Chunk[] => {
    const chunks = lines(context, printing, entry);
    return entry === newest ? chunks.map((chunk) => read(context, entry, chunk)) : chunks;
  };
  if (!follow && io.stdout.terminal && !options.has('no-pager') && shown.length >= rows) {
    const text = joinChunks(shown.flatMap(printed));
    return context.execute(['less'], { io: { stdin: sourceOf(text) } });
  }
  for (const entry of shown) for (const chunk of printed(entry)) await context.out(chunk);
  if (follow) await followJournal(context, printing, all.length);
  return 0;
}

function lines(context: CommandContext, printing: Printing, entry: JournalEntry) {
  const chunks = [];
  const { options, format } = printing;
  if (printing.boot !== undefined && entry.boot !== printing.boot && format.startsWith('short')) {
    const boots = context.machine.lab.world.read.host(context.machine.host)?.boots ?? [];
    chunks.push(`-- Boot ${boots[entry.boot]?.id ?? ''} --\n`);
  }
  printing.boot = printing.boot === undefined ? undefined : entry.boot;
  chunks.push(
    renderEntry(context, entry, {
      format,
      hostname: !options.has('no-hostname'),
      colour: context.io.stdout.terminal !== undefined,
    }),
  );
  return chunks;
}

/** Whoever was shown the newest line has read there; it proves nothing by itself. */
function read({ machine }: CommandContext, entry: JournalEntry, chunk: Chunk): Chunk {
  const unit = entry.unit.replace(/\.service$/, '');
  const of = observe(machine, `${entry.host}/journal/${unit}`, 'read', entry.at);
  return hintExistence(chunk, of);
}

async function followJournal(
  context: CommandContext,
  printing: Printing,
  from: number,
): Promise<void> {
  const { machine } = context;
  let next = from;
  await whenWorldMoves(context, async () => {
    const entries = machine.lab.world.read.journal(machine.host);
    for (; next < entries.length; next += 1) {
      const entry = entries[next];
      if (entry && printing.filter.matches(entry))
        for (const chunk of lines(context, printing, entry))
          await context.out(read(context, entry, chunk));
    }
  });
}
