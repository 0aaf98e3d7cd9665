/** `systemctl status UNIT`: the block with the dot, and the last journal lines. */
import { exitStatusText, type UnitView } from '../../../sim/index.ts';
import { markPart, observe } from '../../looks/cells.ts';
import type { Chunk } from '../../looks/chunk.ts';
import type { Machine } from '../../machine.ts';
import type { CommandContext } from '../command.ts';
import { readsJournal } from '../journalctl/journalctl.ts';
import { systemdDate } from '../lab-date.ts';
import type { Options } from '../options.ts';

/** Marks the word that tells how a unit is. */
export function showsUnit(machine: Machine, unit: UnitView, text: string, word: string): Chunk {
  const cell = `${machine.host}/units/${unit.unit.replace(/\.service$/, '')}`;
  return markPart(
    text,
    word,
    observe(machine, cell, unit.active),
    word === 'active' ? 'failed' : 'active',
  );
}

export async function status(
  context: CommandContext,
  options: Options,
  unit: UnitView,
): Promise<number> {
  const { machine, user, out, io } = context;
  const colour = io.stdout.terminal !== undefined;
  const paint = (text: string, code: string): string =>
    colour && code !== '' ? `\u001b[0;1;${code}m${text}\u001b[0m` : text;
  const hue = unit.active === 'active' ? '32' : unit.active === 'failed' ? '31' : '';
  const dot = unit.active === 'inactive' ? '○' : unit.active === 'failed' ? '×' : '●';
  const lines = [
    `${paint(dot, hue)} ${unit.unit} - ${unit.description}`,
    `     Loaded: ${loadText(unit)}`,
    ...dropInLines(unit),
    `     Active: ${paint(activity(unit), hue)}${sinceText(machine, unit)}`,
  ];
  const ended = unit.mainPid > 0 && unit.active !== 'active' && unit.result !== 'success';
  const code = exitText(unit);
  if (ended) lines.push(`    Process: ${unit.mainPid} ExecStart=${unit.exec} ${code}`);
  if (unit.mainPid > 0 && (unit.active === 'active' || unit.active === 'activating' || ended))
    lines.push(`   Main PID: ${unit.mainPid} ${ended ? code : `(${unit.command})`}`);
  if (unit.mainPid > 0 && unit.active === 'active' && unit.sub !== 'exited')
    lines.push(
      `     CGroup: /system.slice/${unit.unit}`,
      `             └─${unit.mainPid} ${unit.exec === '' ? unit.command : unit.exec}`,
    );
  await out(showsUnit(machine, unit, `${lines.join('\n')}\n`, unit.active));
  const count = Number(options.value('n') ?? 10);
  if (readsJournal(user) && count > 0) {
    const boot = (machine.lab.world.read.host(machine.host)?.boots.length ?? 1) - 1;
    const entries = machine.lab.world.read
      .journal(machine.host)
      .filter((entry) => entry.boot === boot);
    if (entries.length > 0) await journalTail(context, unit, count);
  }
  if (unit.active === 'active') return 0;
  return 3;
}

async function journalTail(context: CommandContext, unit: UnitView, count: number): Promise<void> {
  let printed = false;
  const { io } = context;
  const stdout = {
    ...(io.stdout.terminal && { terminal: io.stdout.terminal }),
    async write(chunk: Parameters<typeof io.stdout.write>[0]): Promise<void> {
      if (!printed) await io.stdout.write('\n');
      printed = true;
      await io.stdout.write(chunk);
    },
  };
  await context.execute(
    ['journalctl', '-q', '-b', '-u', unit.unit, '-n', String(count), '--no-pager'],
    { io: { stdout } },
  );
}

function activity(unit: UnitView): string {
  const result =
    unit.result === 'success' || unit.result === '' || unit.active === 'active'
      ? ''
      : ` (Result: ${unit.result})`;
  return unit.active === 'failed'
    ? `failed${result}`
    : `${unit.active} (${unit.sub})${unit.active === 'activating' ? result : ''}`;
}

function sinceText(machine: Machine, unit: UnitView): string {
  if (unit.since <= 0) return '';
  return ` since ${systemdDate(machine.date(unit.since))}; ${ago(machine.now() - unit.since)} ago`;
}

/** `516ms`, `1s`, `2min 5s`, `1h 3min`, `2 days`. */
export function ago(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  if (seconds < 1) return `${Math.floor(micros / 1000)}ms`;
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}min${seconds % 60 > 0 ? ` ${seconds % 60}s` : ''}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}h${minutes % 60 > 0 ? ` ${minutes % 60}min` : ''}`;
  return `${Math.floor(hours / 24)} days`;
}

function exitText(unit: UnitView): string {
  if (unit.result === 'signal')
    return `(code=killed, signal=${unit.exitCode === 9 ? 'KILL' : 'TERM'})`;
  return `(code=exited, status=${exitStatusText(unit.exitCode)})`;
}

function loadText(unit: UnitView): string {
  if (unit.load === 'not-found') return `not-found (Reason: Unit ${unit.unit} not found.)`;
  const preset = unit.enabled === 'static' ? '' : '; preset: disabled';
  const why =
    unit.load === 'bad-setting' ? ` (Reason: Unit ${unit.unit} has a bad unit file setting.)` : '';
  return why === '' ? `loaded (${unit.path}; ${unit.enabled}${preset})` : `bad-setting${why}`;
}

function dropInLines({ dropIns }: UnitView): readonly string[] {
  const [first] = dropIns;
  if (first === undefined) return [];
  const names = dropIns.map((path) => path.slice(path.lastIndexOf('/') + 1));
  return [
    `    Drop-In: ${first.slice(0, first.lastIndexOf('/'))}`,
    `             └─${names.join(', ')}`,
  ];
}

/** Whether its files are others than those that systemd has read. Real: unit_need_daemon_reload. */
export function needsReload({ lab, host }: Machine, unit: UnitView): boolean {
  const { read } = lab.world;
  if (unit.load === 'not-found') return read.file(host, unit.path) !== undefined;
  const stale = (path: string): boolean => {
    const file = read.file(host, path);
    return file === undefined || file.changedAt > unit.loadedAt;
  };
  const folder = `${unit.path}.d`.replace('/usr/lib/', '/etc/');
  const now = read.folder(host, folder).filter(({ path }) => path.endsWith('.conf'));
  return (
    [unit.path, ...unit.dropIns].some(stale) || now.some(({ path }) => !unit.dropIns.includes(path))
  );
}

export const reloadWarning = (unit: UnitView): string =>
  `Warning: The unit file, source configuration file or drop-ins of ${unit.unit} changed on disk. Run 'systemctl daemon-reload' to reload units.\n`;
