/** What the page knows of its lab, as signals; and the requests that steer it. */
import { signal } from '@preact/signals';
import type { Look } from './room/knowledge.ts';
import { branchInPath, labInPath, type Level, request, token } from './api.ts';
import { type Link, type LinkState, openLink } from './link.ts';

export interface Clock {
  readonly nowSeconds: number;
  readonly wallSeconds: number;
  /** Of the lab's date before this machine's. */
  readonly aheadSeconds?: number;
  /** The instructor holds it. */
  readonly held?: boolean;
  readonly pace: number | 'max';
  readonly paused: boolean;
}
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly state: 'to-do' | 'seen' | 'verified' | 'in-doubt';
  readonly sinceSeconds?: number;
  readonly detail?: string;
}
export interface PastChecks {
  readonly atSeconds: number;
  readonly checks: readonly Check[];
}
/** One of the ways that this lab has gone. */
export interface Branch {
  readonly branch: number;
  readonly from?: number;
  readonly leftAtSeconds?: number;
  readonly nowSeconds: number;
  readonly current: boolean;
  readonly steps: readonly { readonly step: number; readonly atSeconds: number }[];
}
export interface Host {
  readonly name: string;
  readonly address: string;
}
export interface Milestone {
  readonly step: number;
  readonly id: string;
  readonly title: string;
  readonly atSeconds: number;
}
export interface Waiting {
  readonly for: string;
  readonly sinceSeconds: number;
  /** When it comes in reality, after power-on. */
  readonly usualSeconds?: readonly [number, number];
}

export const link = signal<LinkState | 'no-token' | 'gone'>('connecting');
export const title = signal('');
export const hosts = signal<readonly Host[]>([]);
export const clock = signal<Clock>({ nowSeconds: 0, wallSeconds: 0, pace: 1, paused: false });
export const checks = signal<readonly Check[]>([]);
export const milestones = signal<readonly Milestone[]>([]);
/** What the checklist said before, each from its moment on. */
export const checksBefore = signal<readonly PastChecks[]>([]);
export const looks = signal<readonly Look[]>([]);
/** A moment of the past that is looked at, in lab seconds; undefined is now. */
export const viewAt = signal<number | undefined>(undefined);
export const waiting = signal<Waiting | undefined>(undefined);

export const connection = signal<Link | undefined>(undefined);
/** `<lab>~<branch>`. */
export const lab = signal('');
export const branch = signal(1);
export const branches = signal<readonly Branch[]>([]);
/** The lab is a drill; its operator plays and the page tells the story. */
export const isDrill = signal(false);
/** How much the page helps. */
export const level = signal<Level>('normal');
export const isWatched = signal(false);
export const scenario = signal('');
/** The page with the doors. */
export const home = signal(`/#token=${token}`);

/** The token stands in the address's fragment: it is never sent in a URL. */
export async function open(): Promise<Link | undefined> {
  if (token === '') {
    link.value = 'no-token';
    return undefined;
  }
  const found = await request('/labs');
  if (found.status === 401 || found.status === 403) {
    link.value = 'refused';
    return undefined;
  }
  const { labs } = (await found.json()) as { labs: readonly { id: string; branch: number }[] };
  const known = labs.find(({ id }) => id === labInPath);
  if (known === undefined) {
    link.value = 'gone';
    return undefined;
  }
  branch.value = Number(branchInPath ?? known.branch);
  lab.value = `${known.id}~${branch.value}`;
  const there = await request(`/labs/${lab.value}`);
  if (there.status === 404) {
    link.value = 'gone';
    return undefined;
  }
  const opened = openLink(lab.value, token);
  connection.value = opened;
  opened.onState((state) => {
    link.value = state;
  });
  opened.onNews((message) => {
    if (message.type === 'welcome') {
      looks.value = [];
      const view = message['lab'] as {
        title: string;
        hosts: readonly Host[];
        scenario: string;
        home?: string;
        drill: boolean;
        level: Level;
        watch: boolean;
        checksBefore: readonly PastChecks[];
      };
      checksBefore.value = view.checksBefore;
      home.value = view.home ?? home.value;
      isDrill.value = view.drill;
      level.value = view.level;
      isWatched.value = view.watch;
      scenario.value = view.scenario;
      title.value = view.title;
      hosts.value = view.hosts;
      document.title = `${view.title} – eggtooth`;
    } else if (message.type === 'clock') clock.value = message['clock'] as Clock;
    else if (message.type === 'branches') branches.value = message['branches'] as readonly Branch[];
    else if (message.type === 'checks') {
      checks.value = message['checks'] as readonly Check[];
      const atSeconds = message['atSeconds'] as number;
      checksBefore.value = [...checksBefore.value, { atSeconds, checks: checks.value }];
    } else if (message.type === 'milestones')
      milestones.value = message['milestones'] as readonly Milestone[];
    else if (message.type === 'looks')
      looks.value = [...looks.value, ...(message['looks'] as readonly Look[])];
    else if (message.type === 'waiting') waiting.value = message['waiting'] as Waiting;
  });
  return opened;
}

export const PACES = ['0.5', '1', '2', '5', '10', '30', '60', 'max'];
/** pause, resume, step or a pace. */
export const steer = (body: object): void => void request(`/labs/${lab.value}/clock`, body);
/** The instructor's: a trainee does not move it meanwhile. */
export const holdClock = (held: boolean): void =>
  void request(`/labs/${lab.value}/clock/hold`, { held });

/** `02:07:45` of lab time since the start. */
export function since(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
/** `14:07:01 UTC` of the lab's own day. */
export const timeOfDay = (wallSeconds: number): string =>
  new Date(wallSeconds * 1000).toISOString().slice(11, 19);
