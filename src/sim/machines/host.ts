/**
 * A machine with a power switch: firmware, Ignition in the initramfs on its first boot, then systemd
 * up to multi-user.target. Real: RHCOS, coreos/ignition. Chart:
 *   off -> firmware -> ignition (first boot) -> booting -> running -> off
 *                             \-> emergency (a config that is not valid) -> off
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { BOOT, FIRMWARE, IGNITION as IGNITION_TIME } from '../physics/profiles/boot.ts';
import { startsAtBoot, unitNames, unitOf } from '../programs/units.ts';
import { BOOT_LINES, ignitionFailed, ignitionLines } from '../text/boot.ts';
import { ignitionConfig, type IgnitionConfig } from '../world/ignition-config.ts';

interface Input {
  readonly env: Env;
  readonly role: 'workstation' | 'bootstrap' | 'master';
}
interface Context extends Input {
  /** Ignition has run on this machine's disk. */
  readonly provisioned: boolean;
}
type Events =
  | { type: 'POWER_ON' }
  | { type: 'POWER_OFF'; how: 'destroy' | 'shutdown' }
  | { type: 'REBOOT' }
  | { type: 'RELOAD' };
type Args = { context: Context; event: Events };

const unitId = (c: Context, name: string): string =>
  `${c.env.host}/unit:${name.replace(/\.service$/, '')}`;

function phase(c: Context, name: string): void {
  c.env.setPhase(name);
}

function powerOn({ context: c }: Args): void {
  c.env.emit({ kind: 'power', host: c.env.host, on: true, how: 'start' });
  phase(c, 'firmware');
}

function newBoot({ context: c }: Args): void {
  const state = c.env.state();
  state.boots.push({
    id: c.env.hex(`boot:${c.env.host}:${state.boots.length}`, 32),
    at: c.env.now(),
  });
  state.pids = 1;
  for (const { identifier, message } of BOOT_LINES) c.env.log('init.scope', identifier, message);
}

const IGNITION = 'ignition-files.service';

/** The machine's own config, from the folder that the workstation serves. */
function config({ context: c }: Args): IgnitionConfig {
  const text = fetched(c);
  return text === undefined ? { valid: false, problems: [] } : ignitionConfig(text);
}
/** What the workstation's file server answers; undefined for 404. */
const fetched = (c: Context): string | undefined =>
  c.env.other('workstation')?.files.follow(`/assets/ignition/${c.env.host}.ign`)?.content;
const urlOf = (c: Context): string => `http://${FILE_SERVER}/${c.env.host}.ign`;
const FILE_SERVER = '192.168.126.1:8080';

function writeIgnition(args: Args): void {
  const { env } = args.context;
  const found = config(args);
  if (!found.valid) return;
  for (const message of ignitionLines(urlOf(args.context))) env.log(IGNITION, 'ignition', message);
  const write = (path: string, content: string, mode: number): void => {
    env.log(
      IGNITION,
      'ignition',
      `files: createFilesystemsFiles: createFiles: op(${env.hex(path, 2)}): [finished] writing file "/sysroot${path}"`,
    );
    env.emit({ kind: 'file', host: env.host, path, content, mode, owner: 'root', folder: false });
  };
  for (const { path, content, mode } of found.files) write(path, content, mode);
  for (const unit of found.units) {
    const path = `/etc/systemd/system/${unit.name}`;
    if (unit.contents !== undefined) write(path, unit.contents, 0o644);
    for (const { name, contents } of unit.dropins) write(`${path}.d/${name}`, contents, 0o644);
    if (unit.enabled === undefined) continue;
    const state = unit.enabled ? 'enabled' : 'disabled';
    env.log(
      IGNITION,
      'ignition',
      `files: op(${env.hex(unit.name, 2)}): [finished] setting preset to ${state} for "${unit.name}"`,
    );
    enable(args.context, unit.name, unit.enabled);
  }
  env.log(IGNITION, 'ignition', 'Ignition finished successfully');
}

/** The links that systemd's presets make, or take away, at the first boot. */
function enable(c: Context, name: string, enabled: boolean): void {
  const { env } = c;
  const unit = unitOf(env, name);
  for (const target of unit?.wantedBy ?? [])
    env.emit({
      kind: 'file',
      host: env.host,
      path: `/etc/systemd/system/${target}.wants/${name}`,
      content: enabled ? '' : null,
      mode: 0o777,
      owner: 'root',
      folder: false,
      ...(enabled && { link: unit?.path ?? '' }),
    });
}

/** The initramfs ends in an emergency shell: nothing of this machine starts. */
function failIgnition(args: Args): void {
  const { env } = args.context;
  const found = config(args);
  const problems = found.valid ? [] : found.problems;
  const there = fetched(args.context) !== undefined;
  for (const { identifier, message } of ignitionFailed(urlOf(args.context), there, problems))
    env.log(identifier === 'ignition' ? FETCH : 'init.scope', identifier, message);
  phase(args.context, 'emergency');
}
const FETCH = 'ignition-fetch.service';

function load(c: Context, name: string, start: boolean): void {
  const unit = unitOf(c.env, name);
  if (unit === undefined) return void c.env.state().startJobs.delete(name);
  return c.env.start(unitId(c, name), 'systemd-unit', { unit, start });
}

/** systemctl daemon-reload: every unit is read anew; one without a file goes when it does not run. */
function reload({ context: c }: Args): void {
  const names = unitNames(c.env);
  for (const name of names) {
    const id = unitId(c, name);
    if (c.env.running(id)) c.env.post(id, { type: 'RELOAD', unit: unitOf(c.env, name) });
    else load(c, name, false);
  }
  for (const fact of [...c.env.state().units.values()]) {
    if (names.includes(fact.unit)) continue;
    const idle = fact.active === 'inactive' || fact.active === 'failed';
    if (!idle) c.env.post(unitId(c, fact.unit), { type: 'RELOAD' });
    else {
      c.env.stop(unitId(c, fact.unit));
      c.env.emit({ ...fact, kind: 'unit', gone: true });
    }
  }
}

function startUnits({ context: c }: Args): void {
  const names = unitNames(c.env);
  const boot = names.filter((name) => startsAtBoot(c.env, name));
  for (const name of boot) c.env.state().startJobs.add(name);
  for (const name of names) load(c, name, boot.includes(name));
}

function loseAll({ context: c }: Args): void {
  const state = c.env.state();
  for (const name of state.units.keys()) c.env.stop(unitId(c, name));
  state.startJobs.clear();
  c.env.runtime.lose();
  for (const [port, service] of [...state.sockets]) {
    c.env.emit({ kind: 'socket', host: c.env.host, port, listening: false, service });
  }
  for (const unit of [...state.units.values()]) {
    c.env.emit({
      ...unit,
      kind: 'unit',
      active: 'inactive',
      sub: 'dead',
      mainPid: 0,
      since: c.env.now(),
    });
  }
}

export const host = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    firmware: ({ context: c }) => c.env.millis('firmware', FIRMWARE),
    ignition: ({ context: c }) => c.env.millis('ignition', IGNITION_TIME),
    boot: ({ context: c }) => c.env.millis('boot', BOOT),
  },
  guards: {
    provisioned: ({ context: c }: Args) => c.provisioned,
    /** The operator's machine has long been up when a lab begins. */
    longUp: ({ context: c }: Args) => c.role === 'workstation',
    validConfig: (args: Args) => config(args).valid,
  },
  actions: {
    powerOn,
    newBoot,
    writeIgnition,
    failIgnition,
    startUnits,
    reload,
    loseAll,
    provision: assign({ provisioned: true }),
    inIgnition: ({ context: c }: Args) => phase(c, 'ignition'),
    inBoot: ({ context: c }: Args) => phase(c, 'booting'),
    reached: ({ context: c }: Args) => {
      phase(c, 'running');
      c.env.log('init.scope', 'systemd', 'Reached target Multi-User System.');
      c.env.log(
        'init.scope',
        'systemd',
        'Startup finished in 1.214s (kernel) + 18.871s (initrd) + 9.902s (userspace).',
      );
    },
    powerOff: ({ context: c, event: e }: Args) => {
      const how = e.type === 'POWER_OFF' ? e.how : 'reboot';
      phase(c, 'off');
      c.env.emit({ kind: 'power', host: c.env.host, on: false, how });
    },
  },
}).createMachine({
  id: 'host',
  context: ({ input }) => ({ ...input, provisioned: false }),
  options: { maxIterations: 1000 },
  initial: 'off',
  states: {
    off: { always: { guard: 'longUp', target: 'longUp' }, on: { POWER_ON: 'on' } },
    longUp: { entry: 'startUnits', on: { RELOAD: { actions: 'reload' } } },
    on: {
      entry: 'powerOn',
      initial: 'firmware',
      on: {
        POWER_OFF: { target: 'off', actions: ['loseAll', 'powerOff'] },
        REBOOT: { target: 'on', reenter: true, actions: ['loseAll', 'powerOff'] },
      },
      states: {
        firmware: {
          after: {
            firmware: [
              { guard: 'provisioned', target: 'booting', actions: 'newBoot' },
              { target: 'ignition', actions: 'newBoot' },
            ],
          },
        },
        ignition: {
          entry: 'inIgnition',
          after: {
            ignition: [
              {
                guard: 'validConfig',
                target: 'booting',
                actions: ['writeIgnition', 'provision'],
              },
              { target: 'emergency' },
            ],
          },
        },
        emergency: { entry: 'failIgnition' },
        booting: {
          entry: ['inBoot', 'startUnits'],
          after: { boot: 'running' },
          on: { RELOAD: { actions: 'reload' } },
        },
        running: { entry: 'reached', on: { RELOAD: { actions: 'reload' } } },
      },
    },
  },
});
