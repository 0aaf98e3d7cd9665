/**
 * One systemd service: waits for what it is ordered after, starts its main process, restarts it as its
 * unit file says. Real: systemd 252 service.c, unit.c, execute.c; wording of RHEL 9. Chart:
 *   waiting -> activating -> active -> (exited | deactivating) -> inactive | failed | autoRestart
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { type ServiceProcess, serviceProcess } from '../programs/service.ts';
import {
  idleWants,
  isOrdered,
  orderTopics,
  restartsAfter,
  unmetCondition,
} from '../programs/unit-order.ts';
import { loadedFields } from '../programs/units.ts';
import { type UnitDefinition, exitStatusText } from '../text/unit-file.ts';
import type { Script, UnitFact } from '../world/facts.ts';

interface Input {
  readonly env: Env;
  readonly unit: UnitDefinition;
  /** A start job of the boot waits for it. */
  readonly start: boolean;
}
interface Context extends Input {
  readonly loadedAt: number;
  readonly load: 'loaded' | 'not-found';
  readonly restarts: number;
  /** When it was started of late: too often is a failure of its own. */
  readonly starts: readonly number[];
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'START' }
  | { type: 'STOP' }
  | { type: 'RESTART' }
  /** systemctl reload. */
  | { type: 'RELOAD_SERVICE' }
  /** The unit's files were read again; without a unit there are none. */
  | { type: 'RELOAD'; unit?: UnitDefinition }
  | { type: 'RESET' }
  /** The main process ended. */
  | { type: 'EXITED'; exitCode: number };
type Args = { context: Context; event: Events };
type State = Pick<UnitFact, 'active' | 'sub'> & { readonly pid?: number };

const full = (c: Context): string => c.unit.name;
const short = (c: Context): string => full(c).replace(/\.service$/, '');
const main = (c: Context): string => `${c.env.host}/${short(c)}`;
const processOf = (c: Context): ServiceProcess => serviceProcess(c.env, c.unit);
const commandOf = (c: Context): string => {
  const [program = ''] = c.unit.exec;
  return program.slice(program.lastIndexOf('/') + 1);
};
const identifierOf = (c: Context): string =>
  c.unit.identifier === '' ? commandOf(c) : c.unit.identifier;
const systemd = (c: Context, message: string, priority = 6): void =>
  c.env.log(full(c), 'systemd', message, priority);
/** systemd's child before it is the program: named after it, in brackets. */
const child = (c: Context, message: string): void =>
  c.env.log(full(c), `(${commandOf(c).slice(-8)})`, `${full(c)}: ${message}`, 3);

function report(
  c: Context,
  { active, sub, pid }: State,
  more: { result?: string; exitCode?: number; script?: Script } = {},
): void {
  c.env.emit({
    kind: 'unit',
    host: c.env.host,
    unit: full(c),
    ...loadedFields(c.env, c),
    active,
    sub,
    since: c.env.now(),
    mainPid: pid ?? 0,
    command: commandOf(c),
    result: more.result ?? 'success',
    exitCode: more.exitCode ?? 0,
    restarts: c.restarts,
    ...(more.script !== undefined && { script: more.script }),
    ...(c.load === 'not-found' && active === 'inactive' && { gone: true as const }),
  });
}

const portsOf = (c: Context): readonly number[] => {
  const found = processOf(c);
  return 'ports' in found ? found.ports : [];
};

const portTaken = (c: Context): boolean =>
  portsOf(c).some((port) => {
    const holder = c.env.state().sockets.get(port);
    return holder !== undefined && holder !== short(c);
  });

/** A start job waits, with those that this unit wants. */
function enqueue({ context: c }: Args): void {
  const { startJobs } = c.env.state();
  startJobs.add(full(c));
  for (const name of idleWants(c.env, c.unit)) {
    startJobs.add(name);
    c.env.post(`${c.env.host}/unit:${name.replace(/\.service$/, '')}`, { type: 'START' });
  }
}

const ordered = (c: Context): boolean => isOrdered(c.env, c.unit);
const unmet = (c: Context) => unmetCondition(c.env, c.unit);

function run({ context: c }: Args): void {
  const found = processOf(c);
  const pid = c.env.nextPid();
  if (portTaken(c)) {
    c.env.log(full(c), identifierOf(c), 'cannot bind socket: Address already in use', 1);
    c.env.post(c.env.id, { type: 'EXITED', exitCode: 1 }, 40);
    return;
  }
  const program = 'program' in found ? found.program : undefined;
  for (const line of program?.lines ?? []) c.env.log(full(c), identifierOf(c), line);
  const script = 'program' in found ? found.script : undefined;
  report(c, { active: 'active', sub: 'running', pid }, script === undefined ? {} : { script });
  if (c.unit.type !== 'oneshot') systemd(c, `Started ${c.unit.description}.`);
  for (const port of portsOf(c)) c.env.net.listen(port, short(c));
  if ('kind' in found && found.kind !== undefined) {
    const process = { pid, unit: full(c), identifier: identifierOf(c) };
    c.env.start(main(c), found.kind, { ...found.input, ...process });
  }
}

function end(c: Context): void {
  for (const [port, holder] of [...c.env.state().sockets])
    if (holder === short(c)) c.env.net.unlisten(port);
  c.env.stop(main(c));
}

const failedExit = (c: Context): { readonly exitCode: number } | undefined => {
  const found = processOf(c);
  return 'exitCode' in found ? found : undefined;
};
const exitCodeOf = (c: Context, e: Events): number =>
  e.type === 'EXITED' ? e.exitCode : (failedExit(c)?.exitCode ?? 0);
const isFailure = (c: Context, exitCode: number): boolean =>
  exitCode !== 0 && !c.unit.failureIgnored;

/** The process was gone before the unit was up: in its own words, or in those of systemd's child. */
function failStart({ context: c }: Args): void {
  const found = processOf(c);
  if (!('exitCode' in found)) return;
  if (c.unit.type === 'simple' || c.unit.type === 'idle')
    systemd(c, `Started ${c.unit.description}.`);
  for (const line of found.child) child(c, line);
  for (const line of found.lines) c.env.log(full(c), identifierOf(c), line, 3);
  sayExit(c, found.exitCode);
  if (isFailure(c, found.exitCode) && c.unit.type !== 'simple' && c.unit.type !== 'idle')
    systemd(c, `Failed to start ${c.unit.description}.`, 3);
}

function sayExit(c: Context, exitCode: number): void {
  end(c);
  if (exitCode !== 0)
    systemd(
      c,
      `${full(c)}: Main process exited, code=exited, status=${exitStatusText(exitCode)}`,
      5,
    );
  if (isFailure(c, exitCode)) systemd(c, `${full(c)}: Failed with result 'exit-code'.`, 4);
  else systemd(c, `${full(c)}: Deactivated successfully.`);
}

const resultOf = (c: Context, exitCode: number) => ({
  result: isFailure(c, exitCode) ? 'exit-code' : 'success',
  exitCode,
});

export const systemdUnit = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    startup: ({ context: c }) => {
      const found = processOf(c);
      return 'exitCode' in found
        ? found.afterMillis
        : c.env.millis('startup', found.program.startup);
    },
    restart: ({ context: c }) => c.unit.restartMicros / 1000,
    stopping: 300,
  },
  guards: {
    begins: ({ context: c }: Args) => c.start,
    wantsNothing: ({ context: c }: Args) => idleWants(c.env, c.unit).length === 0,
    skipped: ({ context: c }: Args) => ordered(c) && unmet(c) !== undefined,
    ordered: ({ context: c }: Args) => ordered(c),
    tooOften: ({ context: c }: Args) =>
      ordered(c) &&
      c.starts.filter((at) => c.env.now() - at < c.unit.startLimitMicros).length >=
        c.unit.startLimitBurst,
    failsAndRestarts: ({ context: c, event: e }: Args) =>
      failedExit(c) !== undefined && restartsAfter(c.unit, isFailure(c, exitCodeOf(c, e))),
    failsAtOnce: ({ context: c, event: e }: Args) =>
      failedExit(c) !== undefined && isFailure(c, exitCodeOf(c, e)),
    endsAtOnce: ({ context: c }: Args) => failedExit(c) !== undefined,
    restarts: ({ context: c, event: e }: Args) =>
      restartsAfter(c.unit, isFailure(c, exitCodeOf(c, e))),
    failed: ({ context: c, event: e }: Args) => isFailure(c, exitCodeOf(c, e)),
    remains: ({ context: c }: Args) => c.unit.remainAfterExit || c.unit.type === 'oneshot',
  },
  actions: {
    watchOrder: ({ context: c }: Args) => {
      for (const topic of orderTopics(c.env.host, c.unit)) c.env.watch(topic);
    },
    known: ({ context: c }: Args) => {
      for (const line of c.unit.warnings) c.env.log('init.scope', 'systemd', line, 4);
      if (c.unit.badSetting !== '') c.env.log('init.scope', 'systemd', c.unit.badSetting, 3);
      report(c, { active: 'inactive', sub: 'dead' });
    },
    noteReload: assign(({ context: c, event: e }: Args) => {
      const { unit } = e as { unit?: UnitDefinition };
      return unit === undefined
        ? { load: 'not-found' as const }
        : { unit, load: 'loaded' as const, loadedAt: c.env.now() };
    }),
    /** As it stood, by its new files. */
    reported: ({ context: c }: Args) => {
      const fact = c.env.unit(full(c));
      if (fact === undefined) return report(c, { active: 'inactive', sub: 'dead' });
      return c.env.emit({ ...fact, ...loadedFields(c.env, c) });
    },
    enqueue,
    dequeue: ({ context: c }: Args) => void c.env.state().startJobs.delete(full(c)),
    sayCancelled: ({ context: c }: Args) => report(c, { active: 'inactive', sub: 'dead' }),
    skip: ({ context: c }: Args) => {
      systemd(
        c,
        `${c.unit.description} was skipped because of an unmet condition check (${unmet(c)?.text ?? ''}).`,
      );
      report(c, { active: 'inactive', sub: 'dead' });
    },
    starting: ({ context: c }: Args) => {
      report(c, { active: 'activating', sub: 'start' });
      systemd(c, `Starting ${c.unit.description}...`);
    },
    noteStart: assign({
      starts: ({ context: c }: Args) => [...c.starts.slice(-10), c.env.now()],
    }),
    sayTooOften: ({ context: c }: Args) => {
      systemd(c, `${full(c)}: Start request repeated too quickly.`, 4);
      systemd(c, `${full(c)}: Failed with result 'exit-code'.`, 4);
      systemd(c, `Failed to start ${c.unit.description}.`, 3);
      report(c, { active: 'failed', sub: 'failed' }, { result: 'exit-code', exitCode: 1 });
    },
    run,
    reloadService: ({ context: c }: Args) => {
      systemd(c, `Reloading ${c.unit.description}...`);
      c.env.post(main(c), { type: 'RELOAD' });
      systemd(c, `Reloaded ${c.unit.description}.`);
    },
    failStart,
    stopping: ({ context: c }: Args) => {
      systemd(c, `Stopping ${c.unit.description}...`);
      report(c, { active: 'deactivating', sub: 'stop-sigterm' });
      end(c);
    },
    stopped: ({ context: c }: Args) => {
      systemd(c, `${full(c)}: Deactivated successfully.`);
      systemd(c, `Stopped ${c.unit.description}.`);
      report(c, { active: 'inactive', sub: 'dead' });
    },
    sayExit: ({ context: c, event: e }: Args) => sayExit(c, exitCodeOf(c, e)),
    finished: ({ context: c }: Args) => {
      systemd(c, `Finished ${c.unit.description}.`);
      report(c, { active: 'active', sub: 'exited' });
    },
    dead: ({ context: c }: Args) => report(c, { active: 'inactive', sub: 'dead' }),
    broke: ({ context: c, event: e }: Args) =>
      report(c, { active: 'failed', sub: 'failed' }, resultOf(c, exitCodeOf(c, e))),
    autoRestart: ({ context: c, event: e }: Args) =>
      report(c, { active: 'activating', sub: 'auto-restart' }, resultOf(c, exitCodeOf(c, e))),
    scheduled: ({ context: c }: Args) => {
      systemd(c, `${full(c)}: Scheduled restart job, restart counter is at ${c.restarts + 1}.`);
      systemd(c, `Stopped ${c.unit.description}.`);
    },
    countRestart: assign({ restarts: ({ context: c }: Args) => c.restarts + 1 }),
    forgetRestarts: assign({ restarts: 0 }),
    forgetStarts: assign({ starts: [] }),
  },
}).createMachine({
  id: 'systemd-unit',
  context: ({ input }) => ({
    ...input,
    loadedAt: input.env.now(),
    load: 'loaded',
    restarts: 0,
    starts: [],
  }),
  options: { maxIterations: 1000 },
  initial: 'loaded',
  on: { RELOAD: { actions: ['noteReload', 'watchOrder', 'reported'] } },
  states: {
    loaded: {
      entry: ['watchOrder', 'known'],
      always: [{ guard: 'begins', target: 'queued' }, { target: 'inactive' }],
    },
    // What it wants is started with it, and is in the queue before anybody asks for the order.
    queued: {
      entry: 'enqueue',
      always: { guard: 'wantsNothing', target: 'waiting' },
      after: { 0: 'waiting' },
    },
    waiting: {
      exit: 'dequeue',
      always: [
        { guard: 'skipped', target: 'inactive', actions: 'skip' },
        { guard: 'tooOften', target: 'failed', actions: 'sayTooOften' },
        { guard: 'ordered', target: 'activating' },
      ],
      on: {
        CHANGED: [
          { guard: 'skipped', target: 'inactive', actions: 'skip' },
          { guard: 'tooOften', target: 'failed', actions: 'sayTooOften' },
          { guard: 'ordered', target: 'activating' },
        ],
        STOP: { target: 'inactive', actions: 'sayCancelled' },
      },
    },
    activating: {
      entry: ['starting', 'noteStart'],
      after: {
        startup: [
          {
            guard: 'failsAndRestarts',
            target: 'autoRestart',
            actions: ['failStart', 'autoRestart'],
          },
          { guard: 'failsAtOnce', target: 'failed', actions: ['failStart', 'broke'] },
          { guard: 'endsAtOnce', target: 'inactive', actions: ['failStart', 'dead'] },
          { target: 'active' },
        ],
      },
      on: { STOP: 'deactivating', RESTART: 'restarting' },
    },
    active: {
      entry: 'run',
      on: {
        STOP: 'deactivating',
        RESTART: 'restarting',
        RELOAD_SERVICE: { actions: 'reloadService' },
        EXITED: [
          { guard: 'restarts', target: 'autoRestart', actions: ['sayExit', 'autoRestart'] },
          { guard: 'failed', target: 'failed', actions: ['sayExit', 'broke'] },
          { guard: 'remains', target: 'exited', actions: ['sayExit', 'finished'] },
          { target: 'inactive', actions: ['sayExit', 'dead'] },
        ],
      },
    },
    restarting: {
      entry: 'stopping',
      after: { stopping: { target: 'queued', actions: ['stopped', 'forgetRestarts'] } },
    },
    deactivating: {
      entry: 'stopping',
      after: { stopping: { target: 'inactive', actions: ['stopped', 'forgetRestarts'] } },
    },
    autoRestart: {
      after: { restart: { target: 'queued', actions: ['scheduled', 'countRestart'] } },
      on: {
        STOP: { target: 'inactive', actions: ['stopped', 'forgetRestarts'] },
        START: 'queued',
        RESTART: 'queued',
      },
    },
    exited: {
      on: {
        START: {},
        RESTART: { target: 'queued', actions: 'stopped' },
        STOP: { target: 'inactive', actions: 'stopped' },
      },
    },
    failed: {
      on: {
        START: 'queued',
        RESTART: 'queued',
        RESET: { target: 'inactive', actions: ['forgetStarts', 'dead'] },
      },
    },
    inactive: { on: { START: 'queued', RESTART: 'queued', RESET: { actions: 'forgetStarts' } } },
  },
});
