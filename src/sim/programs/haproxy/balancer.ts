/**
 * The servers of a running haproxy as its checks have found them, and where the next connection goes.
 * Real: haproxy src/{server,check,backend,lb_fwrr}.c: a server counts as UP at start and one failed first check takes
 * it down; then `fall` failures in a row, and `rise` successes to come back.
 */
import type { Relayed } from '../../net/dial.ts';
import { type Micros, SECOND } from '../../kernel/time.ts';
import type { HaproxyConfig, Proxy, Server } from './config.ts';

export type Probe = 'ok' | 'refused' | 'timeout' | 'noRoute';
export interface ServerState {
  readonly backend: string;
  readonly server: Server;
  up: boolean;
  /** Checks in a row that speak against what it is taken for. */
  against: number;
  checked: boolean;
  changedAt: Micros;
  lastProbe: Probe | undefined;
  /** How often it went down. */
  downs: number;
  failures: number;
}
export interface Change {
  readonly state: ServerState;
  readonly up: boolean;
  readonly probe: Probe;
  readonly left: number;
}

export class Balancer {
  readonly config: HaproxyConfig;
  readonly states: readonly ServerState[];

  constructor(config: HaproxyConfig, now: Micros) {
    this.config = config;
    this.states = config.proxies.flatMap((proxy) =>
      proxy.servers.map((server): ServerState => ({
        backend: proxy.name,
        server,
        up: true,
        against: 0,
        checked: false,
        changedAt: now,
        lastProbe: undefined,
        downs: 0,
        failures: 0,
      })),
    );
  }

  serversOf(backend: string): readonly ServerState[] {
    return this.states.filter((state) => state.backend === backend);
  }

  upOf(backend: string): readonly ServerState[] {
    const up = this.serversOf(backend).filter((state) => state.up);
    const first = up.filter(({ server }) => !server.backup);
    return first.length > 0 ? first : up.slice(0, 1);
  }

  /** The outcome of a check; what it changed. */
  check(state: ServerState, probe: Probe, now: Micros): Change | undefined {
    const ok = probe === 'ok';
    state.lastProbe = probe;
    if (!ok) state.failures++;
    const limit = !state.checked ? 1 : state.up ? state.server.fall : state.server.rise;
    state.checked = true;
    state.against = ok === state.up ? 0 : state.against + 1;
    if (state.against < limit) return undefined;
    state.up = ok;
    state.against = 0;
    state.changedAt = now;
    if (!ok) state.downs++;
    return { state, up: ok, probe, left: this.upOf(state.backend).length };
  }

  /** Checks would tell nothing new: the server is what its last one said. */
  settled(state: ServerState, probe: Probe): boolean {
    return state.checked && state.against === 0 && (probe === 'ok') === state.up;
  }

  backendOf(proxy: Proxy): string {
    return proxy.kind === 'listen' ? proxy.name : proxy.defaultBackend;
  }

  /**
   * What becomes of a connection. `reach`: whether a server can be connected to, as haproxy finds out.
   * One that refuses is tried again after a second, three times; with another one up the connection goes there at once.
   */
  accept(proxy: Proxy, turn: number, reach: (server: Server) => Probe): Relayed {
    const servers = this.upOf(this.backendOf(proxy));
    const nothing = { ok: false, afterMicros: 900 } as const;
    if (servers.length === 0) return nothing;
    let wait: Micros = 300;
    for (let attempt = 0; attempt < servers.length; attempt++) {
      const { server } = servers[(turn + attempt) % servers.length] as ServerState;
      const probe = reach(server);
      if (probe === 'ok')
        return { ok: true, address: server.address, port: server.port, afterMicros: wait };
      if (probe === 'timeout')
        return { ok: false, afterMicros: wait + proxy.connectSeconds * SECOND };
    }
    if (servers.length === 1) wait += 3 * SECOND;
    return { ok: false, afterMicros: wait };
  }
}
