/** What the host is: hostname, id, uname, uptime, ps, ss, ip, df, free, dmesg. */
import { KERNEL } from '../../sim/index.ts';
import { USERS } from '../files/host-files.ts';
import type { Command, CommandContext, Program } from './command.ts';
import { clockOf } from './lab-date.ts';
import { ss } from './ss.ts';

const say =
  (make: (context: CommandContext) => string): Command =>
  async (context) => {
    await context.out(make(context));
    return 0;
  };

async function id(context: CommandContext): Promise<number> {
  const { args, user, out, error } = context;
  const operand = args.find((arg) => !arg.startsWith('-')) ?? user.name;
  const known = USERS.find(({ name }) => name === operand);
  if (!known) {
    await error(`id: ‘${operand}’: no such user\n`);
    return 1;
  }
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  const { uid, groups } = known;
  const named = flags.includes('n');
  const shown = (list: readonly (readonly [string, number])[]): string =>
    list.map(([name, number]) => (named ? name : number)).join(' ');
  const all = Object.entries(groups);
  if (flags.includes('u')) await out(`${shown([[operand, uid]])}\n`);
  else if (flags.includes('g')) await out(`${shown(all.slice(0, 1))}\n`);
  else if (flags.includes('G')) await out(`${shown(all)}\n`);
  else {
    const list = all.map(([name, number]) => `${number}(${name})`);
    await out(`uid=${uid}(${operand}) gid=${list[0]} groups=${list.join(',')}\n`);
  }
  return 0;
}

async function hostname(context: CommandContext): Promise<number> {
  const { args, machine, user, out, error } = context;
  const [operand] = args;
  const address = machine.lab.world.read.host(machine.host)?.address ?? '';
  if (operand !== undefined && !operand.startsWith('-')) {
    await error(
      user.uid === 0
        ? 'hostname: not simulated by Eggtooth: the name is the world’s\n'
        : 'hostname: you must be root to change the host name\n',
    );
    return 1;
  }
  await out(operand === '-I' || operand === '-i' ? `${address} \n` : `${machine.host}\n`);
  return 0;
}

function uname({ args, machine }: CommandContext): string {
  const flags = args.join('');
  const all = {
    s: 'Linux',
    n: machine.host,
    r: KERNEL,
    v: '#1 SMP PREEMPT_DYNAMIC',
    m: 'x86_64',
    o: 'GNU/Linux',
  };
  if (flags.includes('a')) return `${Object.values(all).join(' ')}\n`;
  const wanted = Object.entries(all).filter(([letter]) => flags.includes(letter));
  return `${wanted.length > 0 ? wanted.map(([, value]) => value).join(' ') : 'Linux'}\n`;
}

function uptime({ machine }: CommandContext): string {
  const now = machine.now();
  const bootedAt = machine.lab.world.read.host(machine.host)?.bootedAt ?? 0;
  const minutes = Math.floor((now - bootedAt) / 60e6);
  const hours = Math.floor(minutes / 60);
  const up =
    hours > 0 ? `${hours % 24}:${String(minutes % 60).padStart(2, '0')}` : `${minutes} min`;
  const days = hours >= 24 ? `${Math.floor(hours / 24)} days, ` : '';
  return ` ${clockOf(machine.date(now))} up ${days}${up},  1 user,  load average: 0.00, 0.00, 0.00\n`;
}

interface Process {
  readonly pid: number;
  readonly user: string;
  readonly since: number;
  readonly command: string;
}
/** Processes that the world knows: main processes of units and containers. */
function processes({ machine }: CommandContext): Process[] {
  const { read } = machine.lab.world;
  const found: Process[] = [
    {
      pid: 1,
      user: 'root',
      since: read.host(machine.host)?.bootedAt ?? 0,
      command: '/usr/lib/systemd/systemd --switched-root --system',
    },
  ];
  for (const unit of read.units(machine.host))
    if (unit.mainPid > 0 && unit.active !== 'inactive')
      found.push({
        pid: unit.mainPid,
        user: 'root',
        since: unit.since,
        command: unit.exec === '' ? unit.command : unit.exec,
      });
  for (const container of read.containers(machine.host))
    if (container.state === 'running')
      found.push({
        pid: container.pid,
        user: 'root',
        since: container.startedAt,
        command: container.argv.length === 0 ? container.name : container.argv.join(' '),
      });
  return found.toSorted((a, b) => a.pid - b.pid);
}

function ps(context: CommandContext): string {
  const { args, machine, user } = context;
  const flags = args.join('').replaceAll('-', '');
  const own: Process = { pid: 4000, user: user.name, since: machine.now(), command: '-bash' };
  const everyone = /[aAe]/.test(flags);
  const list = everyone ? [...processes(context), own] : [own];
  const start = (p: Process): string => clockOf(machine.date(p.since)).slice(0, 5);
  if (flags.includes('f') && !flags.includes('u'))
    return `UID          PID    PPID  C STIME TTY          TIME CMD\n${list.map((p) => `${p.user.padEnd(8)} ${String(p.pid).padStart(7)} ${String(p.pid === 1 ? 0 : 1).padStart(7)}  0 ${start(p)} ${p === own ? 'pts/0   ' : '?       '} 00:00:00 ${p.command}\n`).join('')}`;
  if (flags.includes('u'))
    return `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${list.map((p) => `${p.user.padEnd(8)} ${String(p.pid).padStart(7)}  0.0  0.0      0     0 ${p === own ? 'pts/0   ' : '?       '} Ss   ${start(p)}   0:00 ${p.command}\n`).join('')}`;
  return `    PID TTY          TIME CMD\n${list.map((p) => `${String(p.pid).padStart(7)} ${p === own ? 'pts/0   ' : '?       '} 00:00:00 ${p.command.split(' ')[0]?.split('/').at(-1) ?? ''}\n`).join('')}`;
}

async function dmesg(context: CommandContext): Promise<number> {
  const { machine, user, out, error } = context;
  if (user.uid !== 0) {
    await error('dmesg: read kernel buffer failed: Operation not permitted\n');
    return 1;
  }
  const host = machine.lab.world.read.host(machine.host);
  for (const entry of machine.lab.world.read.journal(machine.host))
    if (entry.identifier === 'kernel' && entry.boot === (host?.boots.length ?? 1) - 1)
      await out(
        `[${((entry.at - (host?.bootedAt ?? 0)) / 1e6).toFixed(6).padStart(12)}] ${entry.message}\n`,
      );
  return 0;
}

const unmodelled =
  (what: string): Command =>
  async ({ name, error }) => {
    await error(`${name}: not simulated by Eggtooth (${what}); see docs/fidelity.md\n`);
    return 127;
  };

export const SYSTEM: Readonly<Record<string, Program>> = {
  hostname: { run: hostname },
  id: { run: id },
  groups: {
    run: say(({ user }) => `${Object.keys(user.groups).join(' ')}\n`),
  },
  whoami: { run: say(({ user }) => `${user.name}\n`) },
  logname: { run: say(() => 'core\n') },
  tty: { run: say(({ io }) => (io.stdin.terminal ? '/dev/pts/0\n' : 'not a tty\n')) },
  uname: { run: say(uname) },
  arch: { run: say(() => 'x86_64\n') },
  nproc: { run: say(() => '4\n') },
  uptime: { run: say(uptime) },
  ps: { run: say(ps) },
  ss: { run: ss, folder: '/usr/sbin' },
  dmesg: { run: dmesg },
  df: { run: unmodelled('the world has disks without sizes') },
  free: { run: unmodelled('the world has no memory pages') },
  clear: { run: say(() => '\u001b[H\u001b[2J\u001b[3J') },
  reset: { run: say(() => '\u001bc') },
  sync: { run: say(() => '') },
};
