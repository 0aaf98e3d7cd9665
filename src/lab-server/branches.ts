/**
 * The ways that one lab goes. The first begins with the lab; going back to a moment opens another, with
 * the same keys, names and ports: whoever came in through a door is cut off, as in an outage, and finds
 * the other way when she comes again. Every way goes on.
 */
import { EggtoothError } from '../errors.ts';
import {
  isExam,
  type Branches,
  type BranchView,
  type LabRoom,
  type Level,
} from '../fake-api/control/control-options.ts';
import type { Past, TerminalSessions } from '../fake-api/control/terminal-sessions.ts';
import { terminalSessions } from '../fake-api/control/terminal-sessions.ts';
import { JOURNAL_PORT, serveJournal } from '../fake-api/journal/gateway.ts';
import { serveKube } from '../fake-api/kube/server.ts';
import type { LiveLab } from '../host/live-lab.ts';
import { openLiveLab } from '../host/open-live-lab.ts';
import { openNetwork } from '../host/network.ts';
import { openParks, type Parks } from '../host/parks.ts';
import type { Pki } from '../host/pki.ts';
import type { Drill } from '../scenario/index.ts';
import type { Standing } from '../shell/standing.ts';
import { SECOND, type Micros } from '../sim/index.ts';
import { openChecklist } from '../training/checklist.ts';
import { openPractice, type CaseFile } from '../training/practice.ts';
import { deskOf } from './desk.ts';
import type { Inside } from './doors.ts';
import { labFaults } from './faults.ts';
import { projectFilm } from './film.ts';
import { runScripts } from './scripts.ts';
import { openTerminals, serveSshHosts, type Rooms } from './shells.ts';

/** What all branches have in common. */
export interface Common {
  readonly pki: Pki;
  readonly assetsDir: string;
  readonly autopilot: boolean;
  readonly title: string;
  readonly watch: boolean;
  readonly level: Level;
  /** Whether the instructor holds it; undefined: while an exam lasts. */
  readonly clock: { held: boolean | undefined };
  readonly addresses: LabRoom['addresses'];
  readonly home?: string;
  readonly drill?: Drill;
  readonly file?: CaseFile;
}
export interface OpenBranches extends Branches {
  readonly inside: Inside;
  /** Called when the doors shall lead elsewhere. */
  onEnter(listener: (inside: Inside) => void): void;
  close(): void;
}
interface Branch extends LabRoom {
  readonly inside: Inside;
  readonly terminals: TerminalSessions<Standing>;
  readonly from?: number;
  readonly leftAt?: Micros;
  /** Made when somebody watches who may want to go back. */
  parks?: Parks;
  close(): void;
}
const JOURNAL_HOST = 'bootstrap';
export const JOURNAL_PLACE = { host: JOURNAL_HOST, port: JOURNAL_PORT };
const BRANCHES_MAX = 8;

export function openBranches(first: LiveLab, common: Common): OpenBranches {
  const origin = openBranch(first, common, { branch: 1 });
  const all: Branch[] = [origin];
  const listeners = new Set<() => void>();
  let current = origin;
  let enterDoors: (inside: Inside) => void = () => undefined;

  const find = (id: string): Branch | undefined => {
    const [, name = id, number] = /^(.+)~(\d+)$/.exec(id) ?? [];
    if (name !== first.id) return undefined;
    return number === undefined ? current : all[Number(number) - 1];
  };
  function enter(room: LabRoom): void {
    current = all[room.branch - 1] ?? current;
    enterDoors(current.inside);
    for (const listener of listeners) listener();
  }
  return {
    name: first.id,
    current: () => current,
    find,
    list: () => all.map((branch) => viewOf(branch, current)),
    fork(room, at) {
      const from = all[room.branch - 1] ?? current;
      if (isExam(from)) throw new EggtoothError('EGT_EXAM', {});
      check(from, at, common.file);
      if (all.length >= BRANCHES_MAX)
        throw new EggtoothError('EGT_BRANCHES_FULL', { count: BRANCHES_MAX });
      const branch = all.length + 1;
      const made = forked(from, at, { branch, id: `${first.id}~${branch}` }, common);
      all.push(made);
      if (common.file !== undefined) common.file.wentBack += 1;
      enter(made);
      return made;
    },
    enter,
    watched({ branch }) {
      const watched = all[branch - 1];
      if (watched !== undefined) watched.parks ??= openParks(watched.lab);
    },
    lookBack({ branch }, at) {
      const { lab, parks } = all[branch - 1] ?? current;
      if (at >= 0 && at < lab.world.now) parks?.prepare(at);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get inside() {
      return current.inside;
    },
    onEnter(listener) {
      enterDoors = listener;
    },
    close() {
      for (const branch of all) branch.close();
    },
  };
}

function viewOf({ branch, from, leftAt, lab }: Branch, current: Branch): BranchView {
  return {
    branch,
    ...(from === undefined ? {} : { from }),
    ...(leftAt === undefined ? {} : { leftAtSeconds: leftAt / SECOND }),
    nowSeconds: Math.floor(lab.world.now / SECOND),
    current: branch === current.branch,
    steps: lab.world.read.milestones().map(({ step, at }) => ({ step, atSeconds: at / SECOND })),
  };
}

/** A case can be gone back to where it was handed over, and no further until it has been debriefed. */
function check({ lab }: Branch, at: Micros, file: CaseFile | undefined): void {
  const first = file === undefined || file.done !== undefined ? 0 : file.begunAt;
  const last = lab.world.now;
  if (at >= first && at <= last) return;
  const text = (micros: Micros): string => `${Math.round(micros / SECOND)} s`;
  throw new EggtoothError('EGT_NO_SUCH_MOMENT', {
    wanted: text(at),
    why: at > last ? 'It has not come yet' : 'The case begins later',
    first: text(first),
    last: text(last),
  });
}

function forked(
  from: Branch,
  at: Micros,
  { branch, id }: { readonly branch: number; readonly id: string },
  common: Common,
): Branch {
  const parks = (from.parks ??= openParks(from.lab));
  const { clock } = from.lab;
  const lab = openLiveLab(parks.branch(at, common.autopilot), {
    pace: clock.pace,
    paused: clock.paused,
    id,
    looks: from.lab.looks().filter((look) => look.at <= at),
  });
  const past = withRule(from.terminals.past(at), at);
  return openBranch(lab, common, { branch, from: from.branch, leftAt: at, past });
}

const WHOLE_SCREEN = '\x1b[?1049h';
const LEFT_SCREEN = '\x1b[?1049l';
/** Below what stood there: a program that held the whole screen lets it go, and a line says where we are. */
function withRule(past: Past<Standing>, at: Micros): Past<Standing> {
  const seconds = Math.floor(at / SECOND);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  const rule = `\x1b[?2004l\x1b[?25h\x1b[0m\r\n\x1b[36m-- gone back to ${time} --\x1b[0m\r\n`;
  return new Map(
    [...past]
      .filter(([, { chunks }]) => chunks.length > 0)
      .map(([id, { chunks, moments }]) => {
        const stood = chunks.map((chunk) => chunk.text).join('');
        const whole = stood.lastIndexOf(WHOLE_SCREEN) > stood.lastIndexOf(LEFT_SCREEN);
        const text = `${whole ? LEFT_SCREEN : ''}${rule}`;
        const end = (chunks.at(-1)?.end ?? 0) + text.length;
        return [id, { chunks: [...chunks, { text, end, at }], moments }] as const;
      }),
  );
}

interface Origin {
  readonly branch: number;
  readonly from?: number;
  readonly leftAt?: Micros;
  readonly past?: Past<Standing>;
}
/** Network, faces, sshd and terminals of one branch. */
function openBranch(lab: LiveLab, common: Common, { past, ...origin }: Origin): Branch {
  const { read, spec } = lab.world;
  const { drill, file, title } = common;
  const pki = common.pki.of(read);
  const network = openNetwork(lab);
  const isHandedOver = drill !== undefined;
  const rooms: Rooms = { lab, network, pki, assetsDir: common.assetsDir, isHandedOver };
  const hosts = read.hosts().map(({ name }) => name);
  const ssh = serveSshHosts(rooms);
  const closers = [
    serveKube({ lab, network, pki, hosts: hosts.filter((name) => name !== 'workstation') }),
    serveJournal(lab, network, JOURNAL_HOST),
    () => ssh.close(),
    runScripts(rooms),
    ...(common.watch ? [projectFilm(lab)] : []),
  ];
  const terminals = terminalSessions(openTerminals(rooms), () => lab.now(), past);
  const branch: Branch = {
    ...origin,
    lab,
    scenario: { id: spec.scenario, title },
    faults: labFaults(lab.world, common.autopilot),
    terminals,
    practice: openChecklist(lab, drill?.checklist),
    ...(drill === undefined || file === undefined
      ? {}
      : { drill: deskOf(openPractice(lab, drill, title, file), hosts) }),
    watch: common.watch,
    level: common.level,
    clockHeld: () => common.clock.held ?? isExam(branch),
    holdClock: (held) => {
      common.clock.held = held;
    },
    addresses: common.addresses,
    ...(common.home === undefined ? {} : { home: common.home }),
    inside: { lab, network, onWorkstation: (socket) => ssh.handle('workstation', socket) },
    close() {
      branch.parks?.close();
      terminals.close();
      for (const closer of closers) closer();
      network.close();
      lab.close();
    },
  };
  return branch;
}
