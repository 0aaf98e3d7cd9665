/**
 * Somebody plays a drill without a page: types commands on hosts of a live lab, in its own shells, then
 * says what it was. `scenario test` judges scenarios with it.
 */
import { serveKube } from '../fake-api/kube/server.ts';
import { openNetwork } from '../host/network.ts';
import type { LiveLab } from '../host/live-lab.ts';
import { openLiveLab } from '../host/open-live-lab.ts';
import { openPki } from '../host/pki.ts';
import type { Attempt, Drill, LoadedScenario } from '../scenario/index.ts';
import { createLab, RUN_EPOCH_MICROS, type Lab, type Micros } from '../sim/index.ts';
import { openShell } from '../shell/open-shell.ts';
import { openCase, openPractice } from '../training/practice.ts';
import type { Debrief } from '../training/debrief.ts';
import { wasShown } from '../training/diagnosed.ts';
import type { Attempted } from '../training/grade.ts';
import { runToBegin } from './begin.ts';
import type { Rooms } from './shells.ts';

/** Lab seconds a second while a command runs: clients' own timeouts still hold. */
const PACE = 60;
const ASSETS = '/run/eggtooth/assets';

export interface Rehearsed {
  readonly debrief: Debrief;
  /** What it was judged by. */
  readonly attempted: Attempted;
  /** What each command printed, for the message when a rehearsal goes wrong. */
  readonly printed: readonly string[];
}

export async function rehearse(
  loaded: LoadedScenario & { readonly drill: Drill },
  attempt: Attempt,
): Promise<Rehearsed | undefined> {
  const { title, drill, ...spec } = loaded;
  const epochMicros = RUN_EPOCH_MICROS;
  const world = createLab(spec, { epochMicros, autopilot: true });
  if (!runToBegin(world, drill)) return undefined;
  const lab = openLiveLab(world, { pace: PACE, paused: true });
  const network = openNetwork(lab);
  try {
    const pki = openPki({ read: world.read, epochMicros });
    const rooms: Rooms = { lab, network, pki, assetsDir: ASSETS, isHandedOver: true };
    const hosts = world.read.hosts().map(({ name }) => name);
    serveKube({ lab, network, pki, hosts: hosts.filter((name) => name !== 'workstation') });
    const practice = openPractice(lab, drill, title, openCase(world.now));
    for (let i = 0; i < attempt.hints; i++) practice.hint();
    const printed: string[] = [];
    for (const { host, command, after } of attempt.exec) {
      lab.clock.resume();
      printed.push(await type(rooms, host, command));
      lab.clock.pause();
      pass(world, after);
    }
    const { diagnosis } = attempt;
    const said =
      diagnosis === undefined
        ? undefined
        : { ...diagnosis, proof: diagnosis.proof.map((text) => pin(lab, text)) };
    const told = practice.diagnose(said);
    const attempted = practice.attempted();
    return attempted === undefined ? undefined : { debrief: told, attempted, printed };
  } finally {
    network.close();
    lab.close();
  }
}

/** Reading and thinking take time too. */
function pass(world: Lab, micros: Micros): void {
  world.runUntil(world.now + micros);
}

/** The newest line that holds a text, of those that were shown: as somebody marks it. Else one that was not. */
function pin(lab: LiveLab, text: string): string {
  if (text.startsWith('look:')) return text;
  const { world } = lab;
  const lines = world
    .facts()
    .filter(
      (f) =>
        (f.kind === 'journal' && f.message.includes(text)) ||
        (f.kind === 'containerLog' && f.text.includes(text)),
    );
  const looks = lab.looks();
  const fact = lines.findLast((line) => wasShown(line, world, looks)) ?? lines.at(-1);
  return fact?.id ?? '';
}

function type(rooms: Rooms, host: string, command: string): Promise<string> {
  const decoder = new TextDecoder();
  let printed = '';
  return new Promise((resolve) => {
    const session = openShell({
      ...rooms,
      host,
      user: 'core',
      command,
      stdin: 'none',
      stdout: (bytes) => void (printed += decoder.decode(bytes)),
      stderr: (bytes) => void (printed += decoder.decode(bytes)),
      onExit: (status) => {
        // What it printed stands on the screen and is read.
        session.ackPainted(Number.POSITIVE_INFINITY);
        session.settlePaint();
        resolve(`$ ${command}\n${printed}(${status})`);
      },
      source: 'page',
    });
  });
}
