/**
 * A machine with a power switch: firmware, Ignition in the initramfs on its first boot, then systemd
 * up to multi-user.target. Real: RHCOS, coreos/ignition. Chart:
 *   off -> firmware -> ignition (first boot) -> booting -> running -> off
 *                             \-> emergency (a config that is not valid) -> off
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { BOOT, FIRMWARE, IGNITION as IGNITION_TIME } from '../physics/profiles/boot.ts';
import { BOOT_LINES, IGNITION_LINES, ignitionFailed } from '../text/boot.ts';
import { ignitionConfig, type IgnitionConfig } from '../world/ignition-config.ts';

interface Input {
  readonly env: Env;
  readonly role: 'bootstrap' | 'master';
}
interface Context extends Input {
  /** Ignition has run on this machine's disk. */
  readonly provisioned: boolean;
}
type Events =
  { type: 'POWER_ON' } | { type: 'POWER_OFF'; how: 'destroy' | 'shutdown' } | { type: 'REBOOT' };
type Args = { context: Context; event: Events };

const unitOf = (c: Context, name: string) => `${c.env.host}/unit:${name}`;

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

/** The machine's own config, from the folder that the workstation serves; without one nothing is written. */
function config({ context: c }: Args): IgnitionConfig {
  const text = c.env.other('workstation')?.files.get(`/assets/${c.role}.ign`)?.content;
  return text === undefined ? { valid: true, files: [] } : ignitionConfig(text);
}

function writeIgnition(args: Args): void {
  const { env } = args.context;
  const found = config(args);
  if (!found.valid) return;
  for (const message of IGNITION_LINES) env.log(IGNITION, 'ignition', message);
  for (const { path, content, mode } of found.files) {
    env.log(
      IGNITION,
      'ignition',
      `files: createFilesystemsFiles: createFiles: op(${env.hex(path, 2)}): [finished] writing file "/sysroot${path}"`,
    );
    env.emit({ kind: 'file', host: env.host, path, content, mode, owner: 'root', folder: false });
  }
  env.log(IGNITION, 'ignition', 'Ignition finished successfully');
}

/** The initramfs ends in an emergency shell: nothing of this machine starts. */
function failIgnition(args: Args): void {
  const { env } = args.context;
  const found = config(args);
  const problems = found.valid ? [] : found.problems;
  for (const { identifier, message } of ignitionFailed(problems))
    env.log(identifier === 'ignition' ? FETCH : 'init.scope', identifier, message);
  phase(args.context, 'emergency');
}
const FETCH = 'ignition-fetch-offline.service';

function startUnits({ context: c }: Args): void {
  const units = c.env.units(c.role);
  for (const unit of units) {
    c.env.start(unitOf(c, unit.name), 'systemd-unit', { unit });
  }
}

function loseAll({ context: c }: Args): void {
  for (const unit of c.env.units(c.role)) c.env.stop(unitOf(c, unit.name));
  c.env.runtime.lose();
  const state = c.env.state();
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
    validConfig: (args: Args) => config(args).valid,
  },
  actions: {
    powerOn,
    newBoot,
    writeIgnition,
    failIgnition,
    startUnits,
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
    off: { on: { POWER_ON: 'on' } },
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
        booting: { entry: ['inBoot', 'startUnits'], after: { boot: 'running' } },
        running: { entry: 'reached' },
      },
    },
  },
});
