/**
 * One systemd service: waits for what it is ordered after, starts its main process, restarts it as its
 * unit file says. Real: systemd 252 service.c, unit.c; wording of RHEL 9. Chart:
 *   waiting -> activating -> active -> (exited | deactivating) -> inactive | failed | autoRestart
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import type { UnitProfile } from '../profile.ts';

interface Input {
  readonly env: Env;
  readonly unit: UnitProfile;
}
interface Context extends Input {
  readonly restarts: number;
  readonly exitCode: number;
  /** Somebody asked for a stop: no restart. */
  readonly stopAsked: boolean;
}
type Events =
  | { type: 'CHANGED'; topic: string }
  | { type: 'START' }
  | { type: 'STOP' }
  | { type: 'RESTART' }
  /** The main process ended. */
  | { type: 'EXITED'; exitCode: number };
type Args = { context: Context; event: Events };
type State = {
  active: 'active' | 'inactive' | 'activating' | 'deactivating' | 'failed';
  sub: string;
  pid?: number;
};

const full = (c: Context): string => `${c.unit.name}.service`;
/** As it was installed, until somebody enables or disables it; that outlives a reboot. */
const enabledOf = (c: Context): UnitProfile['enabled'] =>
  c.env.unit(full(c))?.enabled ?? c.unit.enabled;
const main = (c: Context): string => `${c.env.host}/${c.unit.name}`;
const systemd = (c: Context, message: string, priority = 6): void =>
  c.env.log(full(c), 'systemd', message, priority);

function report(
  c: Context,
  { active, sub, pid }: State,
  more: { result?: string; exitCode?: number; restarts?: number } = {},
): void {
  c.env.emit({
    kind: 'unit',
    host: c.env.host,
    unit: full(c),
    description: c.unit.description,
    path: `/etc/systemd/system/${full(c)}`,
    enabled: enabledOf(c),
    active,
    sub,
    since: c.env.now(),
    mainPid: pid ?? 0,
    command: c.unit.command,
    result: more.result ?? 'success',
    exitCode: more.exitCode ?? 0,
    restarts: more.restarts ?? c.restarts,
  });
}

function listen(c: Context, listening: boolean): void {
  for (const port of c.unit.ports ?? []) {
    const known = c.env.state().sockets.get(port) === c.unit.name;
    if (known !== listening)
      c.env.emit({ kind: 'socket', host: c.env.host, port, listening, service: c.unit.name });
  }
}

const portTaken = (c: Context): boolean =>
  (c.unit.ports ?? []).some((port) => {
    const holder = c.env.state().sockets.get(port);
    return holder !== undefined && holder !== c.unit.name;
  });

function run({ context: c }: Args): void {
  const pid = c.env.nextPid();
  if (portTaken(c)) {
    // As haproxy: it says so and exits. A unit of the profile never meets this.
    c.env.log(full(c), c.unit.command, c.unit.cannotBind ?? 'cannot bind socket', 1);
    c.env.post(c.env.id, { type: 'EXITED', exitCode: 1 }, 40);
    return;
  }
  for (const line of c.unit.lines ?? [])
    c.env.log(full(c), c.unit.identifier ?? c.unit.command, line);
  report(c, { active: 'active', sub: 'running', pid });
  if (c.unit.type !== 'oneshot') systemd(c, `Started ${c.unit.description}.`);
  listen(c, true);
  if (c.unit.kind !== undefined) c.env.start(main(c), c.unit.kind, { pid });
}

function end(c: Context): void {
  listen(c, false);
  c.env.stop(main(c));
}

export const systemdUnit = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    startup: ({ context: c }) => c.env.millis('startup', c.unit.startup),
    restart: ({ context: c }) => c.unit.restartSeconds * 1000,
    stopping: 300,
  },
  guards: {
    ordered: ({ context: c }: Args) =>
      c.unit.after.every((name) =>
        name === 'multi-user.target'
          ? c.env.state().phase === 'running'
          : c.env.unit(`${name}.service`)?.active === 'active',
      ),
    enabled: ({ context: c }: Args) => enabledOf(c) !== 'disabled',
    restarts: ({ context: c, event: e }: Args) =>
      c.unit.restart === 'always' ||
      (c.unit.restart === 'on-failure' && (e as { exitCode: number }).exitCode !== 0),
    failed: ({ event: e }: Args) => (e as { exitCode: number }).exitCode !== 0,
  },
  actions: {
    watchOrder: ({ context: c }: Args) => {
      for (const name of c.unit.after) {
        c.env.watch(
          name === 'multi-user.target'
            ? `host:${c.env.host}`
            : `unit:${c.env.host}/${name}.service`,
        );
      }
    },
    known: ({ context: c }: Args) => report(c, { active: 'inactive', sub: 'dead' }),
    starting: ({ context: c }: Args) => {
      report(c, { active: 'activating', sub: 'start' });
      systemd(c, `Starting ${c.unit.description}...`);
    },
    run,
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
    finished: ({ context: c }: Args) => {
      end(c);
      systemd(c, `${full(c)}: Deactivated successfully.`);
      systemd(c, `Finished ${c.unit.description}.`);
      report(c, { active: 'active', sub: 'exited' });
    },
    broke: ({ context: c, event: e }: Args) => {
      const { exitCode } = e as { exitCode: number };
      end(c);
      systemd(c, `${full(c)}: Main process exited, code=exited, status=${exitCode}/FAILURE`, 5);
      systemd(c, `${full(c)}: Failed with result 'exit-code'.`, 4);
      report(c, { active: 'failed', sub: 'failed' }, { result: 'exit-code', exitCode });
    },
    autoRestart: ({ context: c, event: e }: Args) => {
      const { exitCode } = e as { exitCode: number };
      report(c, { active: 'activating', sub: 'auto-restart' }, { result: 'exit-code', exitCode });
    },
    scheduled: ({ context: c }: Args) => {
      systemd(c, `${full(c)}: Scheduled restart job, restart counter is at ${c.restarts + 1}.`);
      systemd(c, `Stopped ${c.unit.description}.`);
    },
    countRestart: assign({ restarts: ({ context: c }: Args) => c.restarts + 1 }),
  },
}).createMachine({
  id: 'systemd-unit',
  context: ({ input }) => ({ ...input, restarts: 0, exitCode: 0, stopAsked: false }),
  options: { maxIterations: 1000 },
  initial: 'loaded',
  states: {
    loaded: {
      entry: ['watchOrder', 'known'],
      always: [{ guard: 'enabled', target: 'waiting' }, { target: 'inactive' }],
    },
    waiting: {
      always: { guard: 'ordered', target: 'activating' },
      on: {
        CHANGED: { guard: 'ordered', target: 'activating' },
        START: 'activating',
        STOP: 'inactive',
      },
    },
    activating: { entry: 'starting', after: { startup: 'active' }, on: { STOP: 'deactivating' } },
    active: {
      entry: 'run',
      on: {
        STOP: 'deactivating',
        RESTART: 'restarting',
        EXITED: [
          { guard: 'restarts', target: 'autoRestart', actions: ['broke', 'autoRestart'] },
          { guard: 'failed', target: 'failed', actions: 'broke' },
          { target: 'exited', actions: 'finished' },
        ],
      },
    },
    restarting: {
      entry: 'stopping',
      after: { stopping: { target: 'activating', actions: 'stopped' } },
    },
    deactivating: {
      entry: 'stopping',
      after: { stopping: { target: 'inactive', actions: 'stopped' } },
    },
    autoRestart: {
      after: { restart: { target: 'activating', actions: ['scheduled', 'countRestart'] } },
      on: { STOP: { target: 'inactive', actions: 'stopped' }, START: 'activating' },
    },
    exited: {
      on: {
        START: 'activating',
        RESTART: 'activating',
        STOP: { target: 'inactive', actions: 'stopped' },
      },
    },
    failed: { on: { START: 'activating', RESTART: 'activating' } },
    inactive: { on: { START: 'activating', RESTART: 'activating' } },
  },
});
