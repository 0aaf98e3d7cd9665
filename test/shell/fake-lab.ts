/**
 * A small lab for the shell's own tests: files, journals, sandboxes and units that a test sets, and
 * a clock that jumps to whatever is waited for.
 */
import type { Duplex } from 'node:stream';
import type { LiveLab, Look } from '../../src/host/live-lab.ts';
import type { DialResult, Network } from '../../src/host/network.ts';
import type {
  Answer,
  ContainerLine,
  ContainerView,
  EtcdMemberView,
  Fact,
  FileView,
  HostView,
  JournalEntry,
  LabInput,
  LabRead,
  SandboxView,
  UnitView,
} from '../../src/sim/index.ts';

export interface FakeWorld {
  now: number;
  readonly files: Map<string, FileView>;
  readonly journal: JournalEntry[];
  readonly sandboxes: SandboxView[];
  readonly containers: ContainerView[];
  readonly units: UnitView[];
  readonly members: EtcdMemberView[];
  readonly logs: Map<string, ContainerLine[]>;
  readonly inputs: LabInput[];
  readonly looks: Look[];
  answer: (input: LabInput) => Answer | undefined;
  emit(fact: Fact): void;
  advance(): void;
}

const host = (name: string, address: string, domain: string): HostView => ({
  name,
  address,
  domain,
  power: 'on',
  phase: 'running',
  bootId: '1f'.repeat(16),
  machineId: 'ab'.repeat(16),
  bootedAt: 0,
  boots: [{ id: '1f'.repeat(16), at: 0 }],
});
const HOSTS = [
  host('workstation', '192.168.126.1', ''),
  host('bootstrap', '192.168.126.100', 'ocp4-bootstrap'),
  host('master-0', '192.168.126.101', 'ocp4-master-0'),
];

export function file(path: string, content: string, more: Partial<FileView> = {}): FileView {
  return { path, folder: false, content, mode: 0o644, owner: 'root', changedAt: 0, ...more };
}

export interface FakeLab {
  readonly lab: LiveLab;
  readonly network: Network;
  readonly world: FakeWorld;
  /** Answers on a host's port. */
  listen(host: string, port: number, handler: (stream: Duplex) => void): void;
}

/** `wall`: a sleep takes its time, so that what runs beside it is done; else it is over at once. */
export function fakeLab({ wall = false } = {}): FakeLab {
  const listeners = new Set<(fact: Fact) => void>();
  const advances = new Set<() => void>();
  const lookers = new Set<(look: Look) => void>();
  const world: FakeWorld = {
    now: 120_000_000,
    files: new Map(),
    journal: [],
    sandboxes: [],
    containers: [],
    units: [],
    members: [],
    logs: new Map(),
    inputs: [],
    looks: [],
    answer: () => undefined,
    emit(fact) {
      for (const listener of listeners) listener(fact);
    },
    advance() {
      for (const listener of advances) listener();
    },
  };
  const lab = {
    id: 'fake-1-0000',
    epochMicros: Date.UTC(2026, 10, 23, 8, 0, 0) * 1000,
    world: {
      get now() {
        return world.now;
      },
      read: readOf(world),
      on: (l: (fact: Fact) => void) => (listeners.add(l), () => listeners.delete(l)),
    },
    clock: { pace: 1, paused: false },
    now: () => world.now,
    ask: (input: LabInput) => Promise.resolve(apply(world, input)),
    tell: (input: LabInput) => void apply(world, input),
    wait: () => Promise.resolve(),
    async sleep(micros: number, signal?: AbortSignal) {
      await new Promise((resolve) =>
        wall ? setTimeout(resolve, micros / 1000) : setImmediate(resolve),
      );
      signal?.throwIfAborted();
      world.now += micros;
      world.advance();
    },
    typed: () => undefined,
    lastTyped: () => undefined,
    look(look: Look) {
      world.looks.push(look);
      for (const listener of lookers) listener(look);
    },
    looks: () => world.looks,
    onLook: (l: (look: Look) => void) => (lookers.add(l), () => lookers.delete(l)),
    onAdvance: (l: () => void) => (advances.add(l), () => advances.delete(l)),
    close: () => undefined,
  } as unknown as LiveLab;
  const handlers = new Map<string, (stream: Duplex) => void>();
  const network = {
    listen: () => () => undefined,
    close: () => undefined,
    dial: ({ from, to, port }: { from: string; to: string; port: number }) =>
      Promise.resolve(dial(handlers, from, to, port)),
  } as unknown as Network;
  return {
    lab,
    network,
    world,
    listen: (name, port, handler) => handlers.set(`${name}:${port}`, handler),
  };
}

function dial(
  handlers: ReadonlyMap<string, (stream: Duplex) => void>,
  from: string,
  to: string,
  port: number,
): DialResult {
  const found = HOSTS.find(
    (h) => h.name === to || h.address === to || (to === 'localhost' && h.name === from),
  );
  if (!found) return { ok: false, failure: 'noSuchHost', inGo: 'no such host' };
  const handler = handlers.get(`${found.name}:${port}`);
  if (!handler) return { ok: false, failure: 'refused', inGo: 'connection refused' };
  const stream = { destroy: () => undefined } as unknown as Duplex;
  handler(stream);
  return { ok: true, stream, host: found.name, address: found.address };
}

const key = (name: string, path: string): string => `${name}:${path}`;

function apply(world: FakeWorld, input: LabInput): Answer {
  world.inputs.push(input);
  if (input.kind === 'files')
    for (const change of input.changes) {
      const at = key(input.host, change.path);
      if (change.op === 'remove') world.files.delete(at);
      else if (change.op === 'link') linkNames(world, input.host, change.path, change.to);
      else if (change.op === 'folder')
        world.files.set(
          at,
          file(change.path, '', {
            folder: true,
            mode: change.mode ?? 0o755,
            owner: change.owner ?? 'root',
            changedAt: world.now,
          }),
        );
      else if (change.op === 'write') write(world, input.host, change);
    }
  world.advance();
  return world.answer(input) ?? { ok: true };
}

function write(
  world: FakeWorld,
  name: string,
  change: { path: string; content: string; link?: string; mode?: number; owner?: string },
): void {
  const inode = world.files.get(key(name, change.path))?.inode;
  for (const [at, known] of [...world.files])
    if (inode !== undefined && known.inode === inode && at.startsWith(`${name}:`))
      world.files.set(at, { ...known, content: change.content, changedAt: world.now });
  world.files.set(
    key(name, change.path),
    file(change.path, change.content, {
      mode: change.mode ?? 0o644,
      owner: change.owner ?? 'root',
      changedAt: world.now,
      ...(inode !== undefined && { inode }),
      ...(change.link !== undefined && { link: change.link }),
    }),
  );
}

function linkNames(world: FakeWorld, name: string, path: string, to: string): void {
  const known = world.files.get(key(name, path));
  if (!known) return;
  const shared = { ...known, inode: known.inode ?? path };
  world.files.set(key(name, path), shared);
  world.files.set(key(name, to), { ...shared, path: to });
}

function readOf(world: FakeWorld): LabRead {
  return {
    hosts: () => HOSTS,
    host: (name: string) => HOSTS.find((h) => h.name === name),
    journal: (name: string) => world.journal.filter((entry) => entry.host === name),
    units: (name: string) => world.units.filter((unit) => unit.host === name),
    sandboxes: (name: string) => world.sandboxes.filter((sandbox) => sandbox.host === name),
    containers: (name: string) => world.containers.filter((container) => container.host === name),
    containerLog: (_: string, id: string) => world.logs.get(id) ?? [],
    file: (name: string, path: string) => world.files.get(key(name, path)),
    names: (name: string, inode: string) =>
      [...world.files].filter(([at, f]) => at.startsWith(`${name}:`) && f.inode === inode).length,
    folder: (name: string, path: string) => {
      const prefix = key(name, path === '/' ? '/' : `${path}/`);
      return [...world.files]
        .filter(([at]) => at.startsWith(prefix) && !at.slice(prefix.length).includes('/'))
        .map(([, found]) => found);
    },
    members: () => world.members,
    milestones: () => [],
    sockets: () => [],
    interfaces: (name: string) => [
      {
        device: 'enp1s0',
        up: true,
        carrier: true,
        addresses: [`${HOSTS.find((h) => h.name === name)?.address ?? ''}/24`],
      },
    ],
    certificates: () => [],
    route: () => ({ ok: false, failure: 'refused', afterMicros: 0 }),
    variables: () => ({
      CLUSTER_NAME: 'ocp4',
      CLUSTER_DOMAIN: 'ocp4.example.com',
      BOOTSTRAP_IP: '192.168.126.100',
    }),
  } as unknown as LabRead;
}
