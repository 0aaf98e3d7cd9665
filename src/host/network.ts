/**
 * The lab's own network: hosts dial each other by name and land on faces, without a socket of the
 * real machine. Where a connection ends is the world's decision (`lab.world.read.route`); this file
 * only makes the bytes flow, and cuts them when the world says that the program or host has gone.
 */
import type { Duplex } from 'node:stream';
import { dialError, type DialFailure, type Fact } from '../sim/index.ts';
import type { LiveLab } from './live-lab.ts';
import { guarded } from './safety-net.ts';
import type { Stopwatch } from './stopwatch.ts';
import { cut, streamPair } from './stream-pair.ts';

export interface Peer {
  /** The host that dialled. */
  readonly from: string;
  /** It dialled the load balancer, which chose this host. */
  readonly balanced: boolean;
  /** A real program of this machine came through a door. */
  readonly outside: boolean;
  /** Of a client in the lab: what it waits for is noted here. */
  readonly watch?: Stopwatch;
}
export type Handler = (stream: Duplex, peer: Peer) => void;
export interface Dial {
  readonly from: string;
  /** A name or an address, as the host that dials would write it. */
  readonly to: string;
  readonly port: number;
  readonly signal?: AbortSignal;
  readonly watch?: Stopwatch;
}
export type DialResult =
  | {
      readonly ok: true;
      readonly stream: Duplex;
      readonly host: string;
      readonly address: string;
    }
  | {
      readonly ok: false;
      readonly failure: DialFailure;
      /** In the words of a Go client. */
      readonly inGo: string;
    };

export interface Network {
  /** A face answers on a host's port; it is reached only while the world's program listens. */
  listen(host: string, port: number, handler: Handler): () => void;
  dial(dial: Dial): Promise<DialResult>;
  /** Dials and gives the far end `socket` itself, so that a real client's bytes are not copied. */
  connect(dial: Dial, socket: Duplex): Promise<DialResult>;
  close(): void;
}

export function openNetwork(lab: LiveLab): Network {
  const listeners = new Map<string, Handler>();
  const open = new Map<string, Set<Duplex>>();

  function land(landing: Landing, stream: Duplex, peer: Omit<Peer, 'balanced'>): void {
    const streams = open.get(landing.key) ?? new Set();
    open.set(landing.key, streams);
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    const balanced = landing.address !== lab.world.read.host(landing.host)?.address;
    landing.handler(stream, { ...peer, balanced });
  }

  /** The program stopped listening: a stopped one says goodbye, a killed one resets. */
  function onFact(fact: Fact): void {
    if (fact.kind === 'socket' && !fact.listening) {
      const reset = lab.world.read.host(fact.host)?.power === 'off';
      for (const stream of open.get(endpoint(fact.host, fact.port)) ?? []) cut(stream, reset);
    }
    if (fact.kind === 'power' && !fact.on) {
      for (const [key, streams] of open) {
        if (key.startsWith(`${fact.host}:`)) for (const stream of streams) cut(stream, true);
      }
    }
  }
  const off = lab.world.on(onFact);

  return {
    listen(host, port, handler) {
      const key = endpoint(host, port);
      const caught = guarded(`A connection to ${key}`, handler, (stream) => stream.destroy());
      listeners.set(key, caught);
      return () => {
        if (listeners.get(key) === caught) listeners.delete(key);
      };
    },
    async dial(dial) {
      const landing = await arrive(lab, listeners, dial);
      if ('ok' in landing) return landing;
      const [near, far] = streamPair();
      const { from, watch } = dial;
      land(landing, far, { from, outside: false, ...(watch === undefined ? {} : { watch }) });
      return { ok: true, stream: near, host: landing.host, address: landing.address };
    },
    async connect(dial, socket) {
      const landing = await arrive(lab, listeners, dial);
      if ('ok' in landing) return landing;
      land(landing, socket, { from: dial.from, outside: true });
      return { ok: true, stream: socket, host: landing.host, address: landing.address };
    },
    close() {
      off();
      listeners.clear();
      for (const streams of open.values()) for (const stream of streams) stream.destroy();
      open.clear();
    },
  };
}

/** Follows the route and takes its time. */
async function arrive(
  lab: LiveLab,
  listeners: ReadonlyMap<string, Handler>,
  { from, to, port, signal, watch }: Dial,
): Promise<DialResult | Landing> {
  const route = lab.world.read.route(from, to, port);
  if (route.afterMicros > 0) await lab.wait(route.afterMicros, signal, watch);
  signal?.throwIfAborted();
  if (!route.ok) {
    const own = lab.world.read.host(from)?.address ?? '';
    return { ok: false, failure: route.failure, inGo: dialError(route, to, port, own) };
  }
  const key = endpoint(route.host, route.port);
  const handler = listeners.get(key);
  // The world's program listens, and no face serves it: bytes go nowhere.
  if (handler === undefined) return { ok: false, failure: 'eof', inGo: 'EOF' };
  return { key, handler, host: route.host, address: route.address };
}

interface Landing {
  readonly key: string;
  readonly handler: Handler;
  readonly host: string;
  readonly address: string;
}
const endpoint = (host: string, port: number): string => `${host}:${port}`;
