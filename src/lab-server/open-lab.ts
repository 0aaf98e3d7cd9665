/**
 * Puts a lab together: world, pace, network, keys, faces, shells and doors. The only place that
 * sees them all. What only a few labs need (ssh, shells) is loaded when it is first used.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { serveControl } from '../fake-api/control/server.ts';
import type { Hall, Level, Seat } from '../fake-api/control/control-options.ts';
import type { Pace } from '../host/clock.ts';
import type { LiveLab } from '../host/live-lab.ts';
import { openLiveLab } from '../host/open-live-lab.ts';
import { packageRoot } from '../host/package-root.ts';
import { openPki } from '../host/pki.ts';
import { writeWhole } from '../host/write-whole.ts';
import { createLab, type LabSpec, type Micros } from '../sim/index.ts';
import type { Drill } from '../scenario/index.ts';
import { openCase } from '../training/practice.ts';
import { runToBegin } from './begin.ts';
import { writeAssets } from './assets.ts';
import { JOURNAL_PLACE, openBranches } from './branches.ts';
import { openDoors, type Doors, type Ports } from './doors.ts';
import { seatOf } from './seat.ts';
import { newLabFolder, removeStaleFolders, STATE_FILE } from './live-labs.ts';

export interface OpenLabOptions {
  readonly pace: Pace;
  readonly paused: boolean;
  /** Milestone to which the lab runs at once before anything answers. */
  readonly until?: string;
  /** The scenario's operator is played. */
  readonly autopilot: boolean;
  readonly ports: Ports;
  readonly title: string;
  /** The lab is handed over where the drill begins. */
  readonly drill?: Drill;
  readonly hall?: Hall;
  /** The page with the doors through which it was opened. */
  readonly home?: string;
  /** The page tells the story of what happens. */
  readonly watch?: boolean;
  readonly level?: Level;
  /** A trainee's key does not move the clock; so it is in an exam. */
  readonly holdClock?: boolean;
  /** Unix micros of the lab's start; else it follows from the pace. */
  readonly epochMicros?: number;
}
export interface OpenLab {
  readonly lab: LiveLab;
  readonly env: Readonly<Record<string, string>>;
  /** The page, without the token. */
  readonly url: string;
  /** The trainee's. */
  readonly token: string;
  /** What tells a cause is open to this one. */
  readonly staffToken: string;
  /** The instructor's page, with her key. */
  readonly staffUrl: string;
  /** As its instructor sees it. */
  seat(): Seat;
  /** How long nobody has used it: no page open, no connection, no request. */
  idleMillis(): number;
  /** False when `until` did not come within the scenario's time limit. */
  readonly reached: boolean;
  close(): Promise<void>;
}

/** A lab whose time goes faster than the wall's begins a day back. */
const BEHIND_WALL_MICROS = 24 * 3_600_000_000;

export async function openLab(spec: LabSpec, options: OpenLabOptions): Promise<OpenLab> {
  removeStaleFolders();
  const world = createLab(spec, { epochMicros: 'later', autopilot: options.autopilot });
  const begun = options.drill === undefined || runToBegin(world, options.drill);
  const lab = openLiveLab(world, { pace: options.pace, paused: options.paused });
  const folder = newLabFolder();
  const closers: (() => void | Promise<void>)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
    () => lab.close(),
  ];
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const reached =
      begun && (options.until === undefined || (await lab.clock.until(options.until)));
    if (options.until !== undefined && options.paused) lab.clock.pause();
    world.date(options.epochMicros ?? epochOf(world.now, options.pace));
    const opened = await openRooms(lab, folder, options, closers);
    return { lab, ...opened, reached, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** At pace 1 the lab's time is this machine's when its doors open. */
function epochOf(now: Micros, pace: Pace): number {
  const wall = (performance.timeOrigin + performance.now()) * 1000;
  return Math.round(wall) - (pace === 1 ? now : BEHIND_WALL_MICROS);
}

/** Faces first, doors next: when a door opens, what is behind it answers. */
async function openRooms(
  lab: LiveLab,
  folder: string,
  options: OpenLabOptions,
  closers: (() => void | Promise<void>)[],
): Promise<Omit<OpenLab, 'lab' | 'reached' | 'close'>> {
  const { drill, hall, title, autopilot, watch = false, level = 'normal' } = options;
  const { read } = lab.world;
  const variables = read.variables();
  const domain = variables['CLUSTER_DOMAIN'] ?? 'ocp4.example.com';
  const pki = openPki({ read, epochMicros: lab.epochMicros });
  const env: Record<string, string> = {};
  const home = options.home === undefined ? {} : { home: options.home };
  const branches = openBranches(lab, {
    pki,
    assetsDir: folder,
    autopilot,
    title,
    watch,
    level,
    clock: { held: options.holdClock },
    addresses: () => env,
    ...home,
    ...(drill === undefined ? {} : { drill, file: openCase(lab.world.now) }),
  });
  closers.push(() => branches.close());
  const { inside } = branches;
  let usedAt = performance.now();
  const onUse = (): void => {
    usedAt = performance.now();
  };
  const doors = await openDoors({
    inside,
    ports: options.ports,
    domain,
    journal: JOURNAL_PLACE,
    onUse,
  });
  branches.onEnter((to) => doors.lead(to));
  closers.push(() => doors.close());
  const [token, staffToken] = [newToken(), newToken()];
  const control = await serveControl({
    port: options.ports.page,
    staffToken,
    traineeToken: token,
    branches,
    ...(hall === undefined ? {} : { hall }),
    onUse,
    pageFolder: join(packageRoot(), 'dist', 'web'),
  });
  closers.push(() => control.close());
  const paths = writeAssets({ folder, read, pki, domain, apiPort: doors.api, sshPorts: doors.ssh });
  const url = `http://127.0.0.1:${control.port}`;
  Object.assign(env, {
    ...pick(variables, ['CLUSTER_NAME', 'CLUSTER_DOMAIN', 'BOOTSTRAP_IP']),
    ASSETS_DIR: folder,
    KUBECONFIG: paths.kubeconfig,
    EGGTOOTH_URL: drill === undefined ? url : `${url}/l/${lab.id}#token=${token}`,
    ...addresses(doors),
    EGGTOOTH_SSH_CONFIG: paths.sshConfig,
    EGGTOOTH_TOKEN: token,
    EGGTOOTH_CA: paths.ca,
    EGGTOOTH_PID: String(process.pid),
    EGGTOOTH_EPOCH: new Date(lab.epochMicros / 1000).toISOString(),
  });
  // Whoever started the lab may inject; whoever started a drill has the links for that.
  const own = { ...env, EGGTOOTH_TOKEN: drill === undefined ? staffToken : token };
  const state = { pid: process.pid, id: lab.id, url, token: own.EGGTOOTH_TOKEN, ...home, env: own };
  writeWhole(join(folder, STATE_FILE), JSON.stringify(state), 0o600);
  const staffLink = (role: string): string => `${url}/l/${lab.id}?role=${role}#token=${staffToken}`;
  const links = {
    EGGTOOTH_INSTRUCTOR_URL: staffLink('instructor'),
    EGGTOOTH_TESTER_URL: staffLink('tester'),
  };
  const seat = (): Seat => seatOf(branches.current(), links.EGGTOOTH_INSTRUCTOR_URL);
  // A file that a trainee is told to source has no key of the staff's.
  const shown = drill === undefined ? { ...own, ...links } : own;
  const idleMillis = (): number =>
    control.isWatched() || doors.isBusy() ? 0 : performance.now() - usedAt;
  return {
    env: shown,
    url,
    token,
    staffToken,
    staffUrl: links.EGGTOOTH_INSTRUCTOR_URL,
    seat,
    idleMillis,
  };
}

const newToken = (): string => randomBytes(24).toString('base64url');

const addresses = (doors: Doors): Record<string, string> => ({
  EGGTOOTH_API: `https://127.0.0.1:${doors.api}`,
  EGGTOOTH_JOURNAL: `http://127.0.0.1:${doors.journal}`,
  EGGTOOTH_PROXY: `socks5h://127.0.0.1:${doors.proxy}`,
});

function pick(
  all: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, all[name] ?? '']));
}
