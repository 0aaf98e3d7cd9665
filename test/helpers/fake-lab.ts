/**
 * A lab without a world, for tests of faces alone: objects in a map, hosts that are on, a route
 * that always ends at the bootstrap. Time stands where the test puts it.
 */
import type { Clock } from '../../src/host/clock.ts';
import type { LiveLab, Look } from '../../src/host/live-lab.ts';
import type {
  Answer,
  CertificateRecord,
  Fact,
  FactId,
  HostView,
  JournalEntry,
  KubeObject,
  Lab,
  LabInput,
  LabRead,
  NewFact,
  Route,
} from '../../src/sim/index.ts';

const DAY = 86_400_000_000;
const YEAR = 365 * DAY;
export const EPOCH_MICROS = Date.UTC(2026, 0, 1) * 1000;

export interface FakeLab {
  readonly lab: LiveLab;
  /** Answers of the next requests, by kind; without one the store answers. */
  readonly answers: Map<string, Answer>;
  readonly asked: LabInput[];
  setNow(micros: number): void;
  put(resource: string, object: Record<string, unknown>): KubeObject;
  write(host: string, unit: string, message: string): JournalEntry;
  emit(fact: NewFact): void;
  setRoute(route: Route | undefined): void;
}

const ca = (name: string): CertificateRecord => ({
  ...leaf(name, name, ['openshift'], []),
  usages: ['ca'],
});
function leaf(
  name: string,
  issuer: string,
  organizations: readonly string[],
  altNames: readonly string[],
  usage: 'server' | 'client' = 'server',
): CertificateRecord {
  return {
    name,
    issuer,
    commonName: name,
    organizations,
    altNames,
    usages: [usage],
    notBefore: -DAY,
    notAfter: 10 * YEAR,
  };
}
const CERTIFICATES: readonly CertificateRecord[] = [
  ca('root-ca'),
  leaf(
    'kube-apiserver',
    'root-ca',
    [],
    ['DNS:api.ocp4.example.com', 'DNS:localhost', 'IP:127.0.0.1', 'IP:192.168.126.100'],
  ),
  leaf('admin', 'root-ca', ['system:masters'], [], 'client'),
  leaf('reader', 'root-ca', ['readers'], [], 'client'),
];

export function fakeLab(): FakeLab {
  const objects = new Map<string, KubeObject>();
  const facts: Fact[] = [];
  const journal: JournalEntry[] = [];
  const listeners = new Set<(fact: Fact) => void>();
  const advances = new Set<() => void>();
  const answers = new Map<string, Answer>();
  const asked: LabInput[] = [];
  let now = 0;
  let revision = 0;
  let route: Route | undefined;

  function emit(fact: NewFact): void {
    const made = { ...fact, id: `f${facts.length + 1}` as FactId, at: now, event: facts.length };
    facts.push(made);
    if (made.kind === 'journal') journal.push(made);
    for (const listener of listeners) listener(made);
    for (const listener of advances) listener();
  }
  function store(resource: string, object: KubeObject, previous: KubeObject | null): KubeObject {
    revision += 1;
    const { namespace = '', name } = object.metadata;
    const uid =
      previous?.metadata.uid ?? `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
    const metadata = { ...object.metadata, uid, resourceVersion: String(revision) };
    const stored: KubeObject = { ...object, metadata };
    objects.set(`${resource}/${namespace}/${name}`, stored);
    const type = previous === null ? 'ADDED' : 'MODIFIED';
    emit({
      kind: 'object',
      type,
      resource,
      namespace,
      name,
      resourceVersion: revision,
      object: stored,
      previous,
    });
    return stored;
  }

  const read: Partial<LabRead> = {
    hosts: () => [bootstrap],
    host: (name) => (name === 'bootstrap' ? bootstrap : undefined),
    journal: (host) => journal.filter((entry) => entry.host === host),
    units: () => [],
    sandboxes: () => [],
    containers: () => [],
    containerLog: () => [],
    objects: (resource, namespace) =>
      [...objects]
        .filter(([key]) =>
          key.startsWith(`${resource}/${namespace === undefined ? '' : `${namespace}/`}`),
        )
        .map(([, object]) => object),
    object: (resource, namespace, name) => objects.get(`${resource}/${namespace}/${name}`),
    revision: () => revision,
    objectLog: (after) =>
      facts.filter((fact) => fact.kind === 'object' && fact.resourceVersion > after),
    milestones: () => [],
    waiting: () => ({ for: 'nothing', step: 'nothing', since: 0 }),
    route: (_from, _to, port) =>
      route ?? {
        ok: true,
        host: 'bootstrap',
        address: '192.168.126.100',
        port,
        service: '',
        afterMicros: 0,
      },
    sockets: () => [],
    certificates: () => CERTIFICATES,
    variables: () => ({ CLUSTER_DOMAIN: 'ocp4.example.com' }),
  };

  function answerTo(input: LabInput): Answer {
    asked.push(input);
    const prepared = answers.get(input.kind);
    if (prepared !== undefined) return prepared;
    if (input.kind === 'health')
      return {
        ok: true,
        checks: [
          { name: 'ping', ok: true, error: '' },
          { name: 'etcd', ok: true, error: '' },
        ],
      };
    if (input.kind !== 'kube') return { ok: true };
    const key = `${input.resource}/${input.namespace}/${input.name}`;
    const current = objects.get(key);
    if (input.verb === 'list' || input.verb === 'watch') return { ok: true };
    if (input.verb === 'create') {
      if (current !== undefined) return { ok: false, error: 'alreadyExists', message: '' };
      return { ok: true, object: store(input.resource, input.body as KubeObject, null) };
    }
    if (current === undefined) return { ok: false, error: 'notFound', message: '' };
    if (input.verb === 'delete') {
      objects.delete(key);
      revision += 1;
      const { resource, namespace, name } = input;
      emit({
        kind: 'object',
        type: 'DELETED',
        resource,
        namespace,
        name,
        resourceVersion: revision,
        object: current,
        previous: current,
      });
      return { ok: true };
    }
    if (input.verb === 'update') {
      const version = input.body?.metadata.resourceVersion ?? '';
      if (version !== '' && version !== current.metadata.resourceVersion)
        return { ok: false, error: 'conflict', message: '' };
      return { ok: true, object: store(input.resource, input.body as KubeObject, current) };
    }
    return { ok: true, object: current };
  }

  const world: Partial<Lab> = {
    get now() {
      return now;
    },
    read: read as LabRead,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const clock: Partial<Clock> = { pace: 1, paused: false };
  const looks: Look[] = [];
  const lab: Partial<LiveLab> = {
    id: 'fake-1-0000',
    world: world as Lab,
    epochMicros: EPOCH_MICROS,
    clock: clock as Clock,
    now: () => now,
    ask: (input) => Promise.resolve(answerTo(input)),
    tell: (input) => void answerTo(input),
    sleep: () => Promise.resolve(),
    wait: () => Promise.resolve(),
    typed: () => undefined,
    lastTyped: () => undefined,
    look: (look) => void looks.push(look),
    looks: () => looks,
    onLook: () => () => undefined,
    onAdvance(listener) {
      advances.add(listener);
      return () => advances.delete(listener);
    },
    close: () => undefined,
  };
  return {
    lab: lab as LiveLab,
    answers,
    asked,
    setNow(micros) {
      now = micros;
    },
    put(resource, object) {
      const given = object as unknown as KubeObject;
      const fresh = { creationTimestamp: now, uid: '', resourceVersion: '' };
      const metadata = Object.assign(fresh, given.metadata);
      return store(resource, { ...given, metadata }, null);
    },
    write(host, unit, message) {
      emit({
        kind: 'journal',
        host,
        unit,
        identifier: unit.replace('.service', ''),
        pid: 42,
        priority: 6,
        message,
        boot: 0,
      });
      return journal.at(-1) as JournalEntry;
    },
    emit,
    setRoute(next) {
      route = next;
    },
  };
}

const bootstrap: HostView = {
  name: 'bootstrap',
  address: '192.168.126.100',
  domain: 'ocp4-bootstrap',
  power: 'on',
  phase: 'running',
  bootId: 'fedcba9876543210fedcba9876543210',
  machineId: '0123456789abcdef0123456789abcdef',
  bootedAt: 0,
  boots: [{ id: 'fedcba9876543210fedcba9876543210', at: 0 }],
};
