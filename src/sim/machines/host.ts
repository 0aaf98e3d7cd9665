/**
 * A machine with a power switch: firmware, Ignition in the initramfs on its first boot, then systemd
 * up to multi-user.target. Real: RHCOS, coreos/ignition. Chart:
 *   off -> firmware -> ignition (first boot) -> booting -> running -> off
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import { BOOT, FIRMWARE, IGNITION } from '../physics/profiles/boot.ts';
import { BOOT_LINES, IGNITION_LINES } from '../text/boot.ts';

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

function writeIgnition({ context: c }: Args): void {
  for (const message of IGNITION_LINES) c.env.log('ignition-files.service', 'ignition', message);
  const config = c.env.other('workstation')?.files.get(`/assets/${c.role}.ign`)?.content ?? '{}';
  for (const file of filesOf(config)) {
    c.env.log(
      'ignition-files.service',
      'ignition',
      `files: createFilesystemsFiles: createFiles: op(${c.env.hex(file.path, 2)}): [finished] writing file "/sysroot${file.path}"`,
    );
    c.env.emit({
      kind: 'file',
      host: c.env.host,
      path: file.path,
      content: file.content,
      mode: file.mode,
      owner: 'root',
      folder: false,
    });
  }
  c.env.log('ignition-files.service', 'ignition', 'Ignition finished successfully');
}

/** The files of an Ignition config (spec 3): `storage.files[]` with plain data: URLs. */
function filesOf(config: string): { path: string; mode: number; content: string }[] {
  const parsed = JSON.parse(config) as {
    storage?: { files?: { path: string; mode?: number; contents?: { source?: string } }[] };
  };
  return (parsed.storage?.files ?? []).map(({ path, mode, contents }) => ({
    path,
    mode: mode ?? 0o644,
    content: decodeURIComponent((contents?.source ?? 'data:,').replace(/^data:,/, '')),
  }));
}

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
    ignition: ({ context: c }) => c.env.millis('ignition', IGNITION),
    boot: ({ context: c }) => c.env.millis('boot', BOOT),
  },
  guards: { provisioned: ({ context: c }: Args) => c.provisioned },
  actions: {
    powerOn,
    newBoot,
    writeIgnition,
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
          after: { ignition: { target: 'booting', actions: ['writeIgnition', 'provision'] } },
        },
        booting: { entry: ['inBoot', 'startUnits'], after: { boot: 'running' } },
        running: { entry: 'reached' },
      },
    },
  },
});
