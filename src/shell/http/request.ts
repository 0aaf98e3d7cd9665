/**
 * One HTTP request of a program inside the lab: dialled in the lab's network, over real TLS where
 * the URL says so. How a connection fails is a value; the programs have their own words for it.
 */
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { DialFailure } from '../../sim/index.ts';
import { Stopwatch } from '../../host/stopwatch.ts';
import type { Machine } from '../machine.ts';

export interface RequestOptions {
  readonly machine: Machine;
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Takes any certificate. */
  readonly insecure: boolean;
  /** Dials this instead of the URL's host (--resolve). */
  readonly dialTo?: string | undefined;
  readonly signal: AbortSignal;
  /** Notes the lab time that each step takes. */
  readonly watch?: Stopwatch;
}
/** Micros of lab time from the start to the end of a step; those that did not come are missing. */
export interface Steps {
  readonly connect: number;
  readonly appConnect?: number;
}
export interface Connected {
  readonly steps: Steps;
  /** Host of the lab where the connection ended. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly protocol?: string | null;
  readonly cipher?: string;
  readonly certificate?: PeerCertificate;
  /** Why the certificate is not trusted; taken all the same with `insecure`. */
  readonly untrusted?: string;
}
export type RequestResult =
  | { readonly kind: 'response'; readonly connected: Connected; readonly message: IncomingMessage }
  | { readonly kind: 'dial'; readonly failure: DialFailure; readonly inGo: string }
  | { readonly kind: 'untrusted'; readonly connected: Connected; readonly code: string }
  /** The handshake or the exchange broke: ECONNRESET, or `eof`. */
  | {
      readonly kind: 'broken';
      readonly during: 'handshake' | 'exchange';
      readonly code: string;
      readonly text: string;
    };

export const portOf = (url: URL): number =>
  url.port !== '' ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/**
 * What two ends compute for a handshake: 2.8, 3.1 and 4.4 ms are the 5th, 50th and 95th percentile of 25 by curl 7.88 with
 * OpenSSL 3.0 on loopback, P-256.
 */
const HANDSHAKE_MICROS = 3_100;

export async function request(options: RequestOptions): Promise<RequestResult> {
  const { machine, url, signal, watch = new Stopwatch() } = options;
  const port = portOf(url);
  const dialled = await machine.network.dial({
    from: machine.host,
    to: options.dialTo ?? bare(url.hostname),
    port,
    signal,
    watch,
  });
  const connect = watch.elapsed(machine.lab.world.now);
  if (!dialled.ok) return { kind: 'dial', failure: dialled.failure, inGo: dialled.inGo };
  const { host, address, stream } = dialled;
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', stop));
  const reached: Connected = { host, address, port, steps: { connect } };
  if (url.protocol !== 'https:') return exchange(options, reached, stream, watch);
  const secured = await handshake(options, stream);
  if (!('socket' in secured)) return secured;
  const { socket } = secured;
  // One round trip more, as the dial took, and what both ends compute.
  await machine.lab.wait(connect + HANDSHAKE_MICROS, signal, watch);
  const untrusted = socket.authorizationError as unknown;
  const code =
    untrusted === undefined || untrusted === null
      ? undefined
      : untrusted instanceof Error
        ? untrusted.message
        : String(untrusted);
  const connected: Connected = {
    ...reached,
    steps: { connect, appConnect: watch.elapsed(machine.lab.world.now) },
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().standardName,
    certificate: socket.getPeerCertificate(),
    ...(code !== undefined && { untrusted: code }),
  };
  if (code !== undefined && !options.insecure) {
    socket.destroy();
    return { kind: 'untrusted', connected, code };
  }
  return exchange(options, connected, socket, watch);
}

type Handshake = { readonly socket: TLSSocket } | Extract<RequestResult, { kind: 'broken' }>;

function handshake(options: RequestOptions, stream: Duplex): Promise<Handshake> {
  const name = bare(options.url.hostname);
  const isAddress = /^[\d.]+$|:/.test(name);
  return new Promise((resolve) => {
    const socket = connect({
      socket: stream,
      host: name,
      ...(isAddress ? {} : { servername: name }),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false,
      ...(options.ca !== undefined && { ca: options.ca }),
      ...(options.cert !== undefined && { cert: options.cert }),
      ...(options.key !== undefined && { key: options.key }),
    });
    socket.once('secureConnect', () => resolve({ socket }));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const code = /disconnected before secure/.test(error.message) ? 'eof' : (error.code ?? 'eof');
      resolve({ kind: 'broken', during: 'handshake', code, text: error.message });
    });
    socket.once('close', () =>
      resolve({ kind: 'broken', during: 'handshake', code: 'eof', text: '' }),
    );
  });
}

async function exchange(
  options: RequestOptions,
  connected: Connected,
  stream: Duplex,
  watch: Stopwatch,
): Promise<RequestResult> {
  const { url, method, headers, body, machine, signal } = options;
  // To the server and back.
  await machine.lab.wait(connected.steps.connect, signal, watch);
  return new Promise((resolve) => {
    const outgoing = httpRequest({
      // With this and no agent, nothing is ever dialled outside the lab.
      createConnection: () => stream,
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        Host: url.host,
        ...headers,
        ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
      },
    });
    outgoing.once('response', (message) => resolve({ kind: 'response', connected, message }));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.message === 'socket hang up' ? 'eof' : (error.code ?? 'ECONNRESET');
      resolve({ kind: 'broken', during: 'exchange', code, text: error.message });
    });
    outgoing.end(body);
  });
}

/** The whole body as text; undefined when it was cut short. */
export async function bodyOf(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(Buffer.from(chunk as Uint8Array));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}
