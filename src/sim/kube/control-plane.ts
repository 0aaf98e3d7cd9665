/**
 * Requests through an API server to etcd and back: who answers at localhost and at the VIP, what a
 * write costs, when it times out, what /readyz finds. Plain code between machines and the etcd loops.
 * Real: kubernetes staging/src/k8s.io/apiserver/pkg/{storage/etcd3,server/healthz}.
 */
import type { EtcdCluster } from '../etcd/cluster.ts';
import { ask } from '../etcd/requests.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { QuantileTable } from '../kernel/stream.ts';
import { type Micros, SECOND, millis } from '../kernel/time.ts';
import type { ApiAnswer, ApiCall, ApiError, Check, Reading, Writing } from './api-call.ts';
import { type ApiAddress, type Target, apiPath, urlTarget } from './api-path.ts';
import { dialError } from '../net/go-words.ts';
import type { DialFailure } from '../net/dial.ts';
import type { Network } from '../net/network.ts';
import type { Store, Write, WriteResult } from './store.ts';
import type { Profile } from '../profile.ts';
import { Histogram } from '../world/histogram.ts';
import type { World } from '../world/world.ts';

export type { ApiAnswer, ApiCall, ApiError, Check } from './api-call.ts';

/** An API server process as the control plane knows it. */
interface Server {
  readonly host: string;
  readonly port: number;
  listening: boolean;
  readonly unfinished: Set<string>;
}

const WORKSTATION = 'workstation';
const API_PORT = 6443;
/** net.Dialer's limit in client-go (rest.Config.Dial: 30 s). */
const DIAL_LIMIT: Micros = 30 * SECOND;
/** net/http, when http.Client.Timeout is over. */
const LATE = ' (Client.Timeout exceeded while awaiting headers)';
const VERBS = {
  get: 'Get',
  list: 'Get',
  watch: 'Get',
  create: 'Post',
  update: 'Put',
  delete: 'Delete',
} as const satisfies Record<ApiCall['verb'], string>;
const UNREACHED: Readonly<Partial<Record<DialFailure, ApiError>>> = {
  refused: 'refused',
  eof: 'eof',
  timeout: 'timeout',
};

/** The API server's own work per request, micros: decode, admission, encode. */
const SERVER_WORK: QuantileTable = [
  [0, 300],
  [0.5, 900],
  [0.9, 2500],
  [1, 12_000],
];
/** storagebackend.DefaultHealthcheckTimeout: plain Kubernetes gives the etcd check 2 s. */
const ETCD_CHECKS: ReadonlySet<string> = new Set(['etcd', 'etcd-readiness']);
const ETCD_CHECK_LIMIT: Micros = 2 * SECOND;
const WRITE_BOUNDS = [
  5, 10, 25, 50, 100, 200, 400, 600, 800, 1000, 1250, 1500, 2000, 3000, 4000, 5000, 6000, 8000,
].map((ms) => ms * 1000);

export interface ServerFlags {
  readonly etcdServers: readonly string[];
  readonly securePort: number;
}
/** Where balancer, probes and clients look for a server. */
export class ControlPlane {
  readonly #flags = new Map<string, ServerFlags>();
  readonly #servers = new Map<string, Server>();
  /** etcd_request_duration_seconds by `host|operation`. */
  readonly etcdRequests = new Map<string, Histogram>();
  readonly #kernel: Kernel;
  readonly #world: World;
  readonly #store: Store;
  readonly #etcd: EtcdCluster;
  readonly #profile: Profile;
  readonly #changed: (topic: string) => void;
  readonly #net: Network;
  /** The host whose links a process uses. */
  readonly #home: (host: string) => string;

  constructor(parts: {
    kernel: Kernel;
    world: World;
    store: Store;
    etcd: EtcdCluster;
    profile: Profile;
    net: Network;
    changed: (topic: string) => void;
    home: (host: string) => string;
  }) {
    this.#kernel = parts.kernel;
    this.#world = parts.world;
    this.#store = parts.store;
    this.#etcd = parts.etcd;
    this.#profile = parts.profile;
    this.#changed = parts.changed;
    this.#net = parts.net;
    this.#home = parts.home;
    this.#kernel.serve('control-plane', (event) => (event['run'] as () => void)());
  }

  /** A server process of `host` has begun: these are the flags that it works by. */
  configure(host: string, flags: ServerFlags): void {
    this.#flags.set(host, flags);
  }

  listen(host: string): void {
    const unfinished = new Set(Object.keys(this.#profile.hooks));
    const port = this.#flags.get(host)?.securePort ?? API_PORT;
    this.#servers.set(host, { host, port, listening: true, unfinished });
    this.#world.emit({
      kind: 'socket',
      host,
      port,
      listening: true,
      service: 'kube-apiserver',
    });
  }

  finishHook(host: string, hook: string): void {
    this.#servers.get(host)?.unfinished.delete(hook);
    this.#changed('api');
  }

  close(host: string): void {
    const port = this.#servers.get(host)?.port;
    if (port === undefined) return;
    this.#servers.delete(host);
    this.#world.emit({
      kind: 'socket',
      host,
      port,
      listening: false,
      service: 'kube-apiserver',
    });
    this.#changed('api');
  }

  /** The etcd member that a host's API server talks to: the first of its --etcd-servers that serves. */
  endpointOf(host: string, servers = this.#flags.get(host)?.etcdServers ?? []): string | undefined {
    for (const url of servers) {
      const { name, port } = urlTarget(url);
      const end = this.#net.look(host, name, port);
      if (end.ok && end.service === 'etcd' && this.#etcd.find(end.host)?.ready === true)
        return end.host;
    }
    return undefined;
  }

  /** Its etcd endpoint serves and knows a leader. */
  etcdReady(host: string, servers?: readonly string[]): boolean {
    const endpoint = this.endpointOf(host, servers);
    return endpoint !== undefined && this.#etcd.member(endpoint).leader !== '';
  }

  /** Whether a server is ready, as its own /readyz answers. */
  wellAt(host: string): boolean {
    const server = this.#servers.get(host);
    return (
      server !== undefined &&
      server.listening &&
      server.port === API_PORT &&
      server.unfinished.size === 0 &&
      this.etcdReady(host)
    );
  }

  /** The etcd check of `host`: a range within its limit. '' or what is wrong. */
  #checkEtcd(host: string, done: (error: string) => void): void {
    const limit = 'error getting data from etcd: context deadline exceeded';
    let answered = false;
    const once = (error: string): void => {
      if (answered) return;
      answered = true;
      done(error);
    };
    this.#later(ETCD_CHECK_LIMIT, () => once(limit));
    const member = this.endpointOf(host);
    if (member === undefined) return;
    const answer = (error: string): void => once(error === '' ? '' : limit);
    ask(this.#etcd, { member, kind: 'range', from: 'apiserver', answer });
  }

  /** Those that are ready and that the operator's machine reaches. */
  backends(): readonly string[] {
    return [...this.#servers.keys()]
      .filter((host) => this.wellAt(host) && this.#net.reaches(WORKSTATION, host, API_PORT))
      .toSorted();
  }

  /** The API servers to which connections to the VIP come from outside at present. */
  balanced(): readonly string[] {
    const turns = [...this.#world.hosts.keys()].map((_, turn) =>
      this.#net.look(WORKSTATION, this.#profile.apiVip, API_PORT, turn),
    );
    return [...new Set(turns.flatMap((end) => (end.ok ? [end.host] : [])))].toSorted();
  }

  #target(server: ApiAddress): Target {
    if (server === 'localhost') return { name: 'localhost', port: API_PORT };
    if (server === 'vip') return { name: `api-int.${this.#profile.clusterDomain}`, port: API_PORT };
    return urlTarget(server);
  }

  /** Whether a connection from a host would find an API server. */
  answers(from: string, server: ApiAddress): boolean {
    const { name, port } = this.#target(server);
    const end = this.#net.look(this.#home(from), name, port);
    return end.ok && end.service === 'kube-apiserver';
  }

  /** Whether every request from a host would be served: wherever a balancer leads, etcd answers. */
  serves(from: string, server: ApiAddress): boolean {
    const { name, port } = this.#target(server);
    return [...this.#world.hosts.keys()].every((_, turn) => {
      const end = this.#net.look(this.#home(from), name, port, turn);
      return end.ok && end.service === 'kube-apiserver' && this.etcdReady(end.host);
    });
  }

  request(
    from: string,
    server: ApiAddress,
    call: ApiCall,
    reply: (answer: ApiAnswer) => void,
  ): void {
    const home = this.#home(from);
    const { name, port } = this.#target(server);
    const end = this.#net.dial(home, name, port);
    if (end.ok && end.service === 'kube-apiserver') return this.serve(end.host, call, reply);
    const own = this.#world.hosts.get(home)?.address ?? '';
    const why = end.ok ? 'EOF' : dialError(end, name, port, own);
    const limit = call.withinSeconds === undefined ? DIAL_LIMIT : call.withinSeconds * SECOND;
    const late = end.afterMicros > limit && call.withinSeconds !== undefined;
    const message = `${VERBS[call.verb]} "https://${name}:${port}${apiPath(call)}": ${why}${late ? LATE : ''}`;
    const error = end.ok ? 'eof' : (UNREACHED[end.failure] ?? 'unreachable');
    return this.#later(Math.max(millis(1), Math.min(end.afterMicros, limit)), () =>
      reply({ ok: false, error, message }),
    );
  }

  /** A request that has reached the API server of `host`. */
  serve(host: string, call: ApiCall, reply: (answer: ApiAnswer) => void): void {
    const endpoint = this.endpointOf(host);
    const work = this.#kernel.stream(`${host}/kube-apiserver:work`).draw(SERVER_WORK);
    if (endpoint === undefined) {
      const [url = ''] = this.#flags.get(host)?.etcdServers ?? [];
      const { name, port } = urlTarget(url);
      const why = this.#net.why(host, name, port);
      const message = `rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: ${why}"`;
      return this.#later(work, () => reply({ ok: false, error: 'unavailable', message }));
    }
    switch (call.verb) {
      case 'get':
      case 'list':
      case 'watch':
        return this.#read(host, endpoint, call, reply);
      default:
        return this.#write(host, endpoint, call, reply);
    }
  }

  #read(host: string, member: string, call: Reading, reply: (answer: ApiAnswer) => void): void {
    const since = this.#kernel.now;
    ask(this.#etcd, {
      member,
      kind: 'range',
      from: 'apiserver',
      answer: (error) => {
        this.#observe(host, call.verb, this.#kernel.now - since);
        if (error !== '') return reply(failed(error));
        if (call.name === undefined) return reply({ ok: true });
        const object = this.#store.get(call.resource, call.namespace ?? '', call.name);
        const message = `${call.resource.slice(call.resource.indexOf('/') + 1)} "${call.name}" not found`;
        return reply(
          object === undefined ? { ok: false, error: 'notFound', message } : { ok: true, object },
        );
      },
    });
  }

  #write(host: string, member: string, call: Writing, reply: (answer: ApiAnswer) => void): void {
    // GuaranteedUpdate writes nothing when nothing changes: it makes sure of what it has read.
    if (call.verb === 'update' && this.#store.unchanged(writeOf(call))) {
      return this.#read(host, member, { ...call, verb: 'get' }, reply);
    }
    const since = this.#kernel.now;
    const write = writeOf(call);
    let result: WriteResult | undefined;
    ask(this.#etcd, {
      member,
      kind: 'put',
      from: 'apiserver',
      applied: () => {
        result ??= this.#store.apply(write, this.#kernel.now);
      },
      answer: (error) => {
        this.#observe(host, call.verb, this.#kernel.now - since);
        if (error !== '') return reply(failed(error));
        return reply(result ?? { ok: false, error: 'invalid', message: 'not applied' });
      },
    });
  }

  /** The rows of /healthz, /livez or /readyz at the moment when the slowest check is done. */
  health(
    host: string,
    endpoint: 'healthz' | 'livez' | 'readyz',
    exclude: readonly string[],
    reply: (checks: readonly Check[] | undefined) => void,
  ): void {
    const server = this.#servers.get(host);
    if (server === undefined) return reply(undefined);
    const rows = this.#profile.healthChecks[endpoint].filter((name) => !exclude.includes(name));
    const etcdRows = rows.filter((name) => ETCD_CHECKS.has(name));
    const answer = (etcdError: string): void =>
      reply(
        rows.map((name): Check => {
          if (ETCD_CHECKS.has(name)) return { name, ok: etcdError === '', error: etcdError };
          const unfinished = server.unfinished.has(name.replace('poststarthook/', ''));
          return { name, ok: !unfinished, error: unfinished ? 'not finished' : '' };
        }),
      );
    const work = this.#kernel.stream(`${host}/kube-apiserver:work`).draw(SERVER_WORK);
    if (etcdRows.length === 0) return this.#later(work, () => answer(''));
    this.#checkEtcd(host, answer);
  }

  #observe(host: string, operation: string, took: Micros): void {
    const key = `${host}|${operation}`;
    let histogram = this.etcdRequests.get(key);
    if (histogram === undefined) {
      this.etcdRequests.set(key, (histogram = new Histogram(WRITE_BOUNDS)));
    }
    histogram.observe(took);
    // Whoever renews a lease watches how long etcd takes.
    if (took > 3 * SECOND) this.#changed('etcd-slow');
  }

  #later(delay: Micros, run: () => void): void {
    this.#kernel.schedule('control-plane', { type: 'ANSWER', run }, delay);
  }
}

const writeOf = (call: Writing): Write => ({
  verb: call.verb,
  resource: call.resource,
  namespace: call.namespace ?? '',
  name: call.name,
  make: call.make ?? (() => undefined),
});

const failed = (error: string): ApiAnswer =>
  error === 'unavailable' || error === 'connection lost'
    ? {
        ok: false,
        error: 'unavailable',
        message: 'rpc error: code = Unavailable desc = error reading from server: EOF',
      }
    : { ok: false, error: 'etcdTimeout', message: error };
