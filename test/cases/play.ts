/**
 * Plays a case: what somebody types on a machine, and what a real cluster then shows, asked by the lab's own shells. After
 * the repair the world must get well.
 */
import { expect } from 'vitest';
import { serveKube } from '../../src/fake-api/kube/server.ts';
import { openNetwork } from '../../src/host/network.ts';
import { openLiveLab } from '../../src/host/open-live-lab.ts';
import { openPki } from '../../src/host/pki.ts';
import { runScripts } from '../../src/lab-server/scripts.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { createLab, RUN_EPOCH_MICROS, runToEnd, SECOND } from '../../src/sim/index.ts';
import { openShell } from '../../src/shell/open-shell.ts';

export interface Step {
  readonly on: string;
  readonly line: string;
}
/** It holds within so many lab seconds (120), or after exactly `hold`. */
export interface Sight extends Step {
  readonly shows?: RegExp;
  readonly hides?: RegExp;
  readonly status?: number;
  readonly within?: number;
  readonly hold?: number;
}
export interface Case {
  /** A sentence about the real system. */
  readonly says: string;
  readonly source: string;
  readonly at: string;
  readonly does: readonly Step[];
  readonly sees: readonly Sight[];
  readonly repair?: readonly Step[];
  readonly after?: readonly Sight[];
}

const SEED = 7;
/** Lab seconds a second while a command runs; between two tries the lab is moved on at once. */
const PACE = 60;
const TRY_SECONDS = 4;

interface Played {
  run(step: Step): Promise<{ readonly text: string; readonly status: number }>;
  pass(seconds: number): void;
  now(): number;
  close(): void;
}

function open(at: string): Played {
  const spec = { ...loadScenario('first-boot'), seed: SEED };
  const world = createLab(spec, { epochMicros: RUN_EPOCH_MICROS, autopilot: true });
  expect(runToEnd(world, at)).toBe(true);
  const lab = openLiveLab(world, { pace: PACE, paused: true });
  const network = openNetwork(lab);
  const pki = openPki({ read: world.read, epochMicros: RUN_EPOCH_MICROS });
  const nodes = world.read.hosts().map(({ name }) => name);
  serveKube({ lab, network, pki, hosts: nodes.filter((name) => name !== 'workstation') });
  const assetsDir = '/assets';
  const closeScripts = runScripts({ lab, network, pki, assetsDir, isHandedOver: false });
  return {
    run({ on, line }) {
      const decoder = new TextDecoder();
      let text = '';
      lab.clock.resume();
      return new Promise((resolve) => {
        openShell({
          lab,
          network,
          pki,
          assetsDir,
          host: on,
          user: 'core',
          isHandedOver: true,
          command: line,
          stdin: 'none',
          stdout: (bytes) => void (text += decoder.decode(bytes)),
          stderr: (bytes) => void (text += decoder.decode(bytes)),
          onExit: (status) => {
            lab.clock.pause();
            resolve({ text, status });
          },
        });
      });
    },
    pass: (seconds) => world.runUntil(world.now + seconds * SECOND),
    now: () => world.now / SECOND,
    close() {
      closeScripts();
      network.close();
      lab.close();
    },
  };
}

async function judge(lab: Played, sights: readonly Sight[]): Promise<void> {
  for (const sight of sights) {
    const { shows, hides, status, within = 120, hold } = sight;
    if (hold !== undefined) lab.pass(hold);
    const until = lab.now() + (hold === undefined ? within : 0);
    let seen = await lab.run(sight);
    const holds = (): boolean =>
      (shows === undefined || shows.test(seen.text)) &&
      (hides === undefined || !hides.test(seen.text)) &&
      (status === undefined || seen.status === status);
    while (!holds() && lab.now() < until) {
      lab.pass(TRY_SECONDS);
      // Scripts and answers of the shell go on between two tries.
      await new Promise((resolve) => void setImmediate(resolve));
      seen = await lab.run(sight);
    }
    const what = `${sight.on}$ ${sight.line}\n${seen.text.slice(-1500)}(${seen.status})`;
    expect(
      holds()
        ? ''
        : `wanted ${shows ?? ''} ${hides === undefined ? '' : `not ${hides}`}${status ?? ''}\n${what}`,
    ).toBe('');
  }
}

export async function play({ at, does, sees, repair = [], after = [] }: Case): Promise<void> {
  const lab = open(at);
  try {
    for (const step of does) await lab.run(step);
    await judge(lab, sees);
    for (const step of repair) await lab.run(step);
    await judge(lab, after);
  } finally {
    lab.close();
  }
}
