/**
 * The API servers' ports: TLS with client certificates, HTTP/1.1 and HTTP/2, one server a host.
 * node's own http2 and no router: there is one route, and open watches must be cut one by one.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';
import type { LiveLab } from '../../host/live-lab.ts';
import type { Network, Peer } from '../../host/network.ts';
import { guarded } from '../../host/safety-net.ts';
import type { Stopwatch } from '../../host/stopwatch.ts';
import { fairly } from '../../host/turns.ts';
import type { Pki } from '../../host/pki.ts';
import { clientCertificates, type ClientCertificates } from './client-certificates.ts';
import { ANONYMOUS, type User } from './users.ts';
import type { KubeResponse } from './exchange.ts';
import { noteLook } from './looks.ts';
import { answer } from './router.ts';
import { serverContexts } from './serving-certificates.ts';
import { ConnectionLost, StatusError, statusResponse } from './status.ts';
import { openKube, type Kube } from './store.ts';
import { passHandshake } from './first-byte.ts';
import { labTimes } from './times.ts';

interface KubeFaceOptions {
  readonly lab: LiveLab;
  readonly network: Network;
  readonly pki: Pki;
  /** Hosts that may run an API server. */
  readonly hosts: readonly string[];
}
const API_PORT = 6443;
const BODY_BYTES_MAX = 3 * 1024 * 1024;
/** What a server without --http2-max-streams-per-connection takes (k8s.io/apiserver, secure_serving.go). */
const STREAMS_MAX = 100;
type SniDone = (error: Error | null, context?: SecureContext) => void;
/** A watcher that is this far behind is closed, as the real server does. */
const BEHIND_BYTES_MAX = 4 * 1024 * 1024;

export function serveKube(options: KubeFaceOptions): () => void {
  const { lab, network, pki, hosts } = options;
  const kube = openKube(lab, labTimes(lab.epochMicros), pki);
  const contexts = serverContexts(lab.world.read, pki);
  const clients = clientCertificates(lab.world.read, pki);
  const sessions = new Set<Http2Session>();
  const servers = new Map<string, Http2SecureServer>();

  /** A client in the lab has a server of its own: what it waits for is noted for it alone. */
  function serverOf(host: string, { outside, balanced, watch }: Peer): Http2SecureServer {
    const key = `${host} ${outside} ${balanced}`;
    const known = watch === undefined ? servers.get(key) : undefined;
    if (known !== undefined) return known;
    const server = createSecureServer(
      {
        allowHTTP1: true,
        requestCert: true,
        rejectUnauthorized: false,
        SNICallback: guarded(
          'A TLS handshake',
          (name: string, done: SniDone) => done(null, contexts.named(name)),
          (_name, done) => done(new Error('no certificate')),
        ),
        settings: { maxConcurrentStreams: STREAMS_MAX },
      },
      guarded(
        `A request to the API server of ${host}`,
        (request: Http2ServerRequest, response: Http2ServerResponse) =>
          handle({ kube, clients, host, outside, balanced, watch }, request, response),
        abandon,
      ),
    );
    // Clients that hang up or speak garbage are no accident of this process.
    server.on('sessionError', () => undefined);
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.on('session', (session) => {
      sessions.add(session);
      session.once('close', () => sessions.delete(session));
    });
    if (watch === undefined) servers.set(key, server);
    return server;
  }

  const offs = hosts.map((host) =>
    network.listen(host, API_PORT, (stream, peer) =>
      accept(stream, serverOf(host, peer), contexts),
    ),
  );
  return () => {
    for (const off of offs) off();
    for (const session of sessions) session.destroy();
    for (const server of servers.values()) server.close();
  };
}

function accept(
  stream: Duplex,
  server: Http2SecureServer,
  contexts: ReturnType<typeof serverContexts>,
): void {
  stream.on('error', () => stream.destroy());
  passHandshake(stream, () => {
    contexts.refresh(server);
    server.emit('connection', stream);
  });
}

interface Served {
  readonly kube: Kube;
  readonly clients: ClientCertificates;
  readonly host: string;
  readonly outside: boolean;
  readonly balanced: boolean;
  readonly watch: Stopwatch | undefined;
}
async function handle(
  served: Served,
  raw: Http2ServerRequest,
  response: Http2ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => {
    if (!response.writableEnded) gone.abort();
  };
  response.on('close', leave);
  response.on('error', leave);
  try {
    const answered = await respond(served, raw, gone.signal);
    if (!gone.signal.aborted) send(response, answered, labDate(served.kube.lab));
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof ConnectionLost)) throw error;
    abandon(raw);
  }
}

/** The connection is lost, with all that is open on it. */
function abandon(raw: Http2ServerRequest): void {
  if (raw.stream?.session === undefined) raw.socket.destroy();
  else raw.stream.session.destroy();
}

async function respond(
  served: Served,
  raw: Http2ServerRequest,
  signal: AbortSignal,
): Promise<KubeResponse> {
  try {
    return await answerTo(served, raw, signal);
  } catch (error) {
    if (error instanceof StatusError) return statusResponse(error);
    if (error instanceof ConnectionLost || signal.aborted) throw error;
    if (error instanceof URIError || (error as NodeJS.ErrnoException).code === 'ERR_INVALID_URL') {
      return statusResponse(new StatusError(400, 'the request path cannot be read'));
    }
    // A client must get an answer to anything it sends; what went wrong is in the message.
    return statusResponse(new StatusError(500, String(error)));
  }
}
async function answerTo(
  { kube, clients, host, outside, balanced, watch }: Served,
  raw: Http2ServerRequest,
  signal: AbortSignal,
): Promise<KubeResponse> {
  await fairly();
  const url = new URL(raw.url.startsWith('/') ? `https://lab${raw.url}` : raw.url);
  const request = {
    method: raw.method,
    path: url.pathname,
    query: url.searchParams,
    headers: plainHeaders(raw.headers),
    body: await bodyOf(raw),
    user: userOf(raw, clients),
    host,
    signal,
    watch,
  };
  const response = await answer(kube, request);
  if (outside) noteLook(kube.lab, request, response, balanced);
  return response;
}

/** RFC 9110 5.6.7, of the lab's clock. */
const labDate = ({ epochMicros, world }: LiveLab): string =>
  new Date((epochMicros + world.now) / 1000).toUTCString();

async function bodyOf(raw: Http2ServerRequest): Promise<Buffer> {
  if (raw.method === 'GET' || raw.method === 'HEAD') return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > BODY_BYTES_MAX) {
      throw new StatusError(413, `Request entity too large: limit is ${BODY_BYTES_MAX}`, {
        reason: 'RequestEntityTooLarge',
      });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function send(
  response: Http2ServerResponse,
  { status, headers, body }: KubeResponse,
  date: string,
): void {
  const all: Record<string, string | number> = {
    date,
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    ...headers,
    'x-kubernetes-pf-flowschema-uid': FLOW_SCHEMA,
    'x-kubernetes-pf-prioritylevel-uid': PRIORITY_LEVEL,
  };
  if (typeof body === 'string') {
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...all, 'content-length': bytes.length });
    response.end(bytes);
    return;
  }
  response.writeHead(status, all);
  // Headers go out before the first event, or an informer takes the silence for a hung server.
  if ('flushHeaders' in response && typeof response.flushHeaders === 'function') {
    response.flushHeaders();
  }
  const stop = body({
    write(text) {
      response.write(text);
      return response.writableLength < BEHIND_BYTES_MAX;
    },
    end: () => void response.end(),
  });
  response.once('close', stop);
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
const FLOW_SCHEMA = uuidOf('flowschema/global-default');
const PRIORITY_LEVEL = uuidOf('prioritylevel/global-default');

/** A certificate that was sent must be valid; a token is never known, because none are issued. */
function userOf(raw: Http2ServerRequest, clients: ClientCertificates): User {
  if (raw.headers.authorization !== undefined) throw new StatusError(401, 'Unauthorized');
  const socket: unknown = raw.stream?.session?.socket ?? raw.socket;
  const certificate = socket instanceof TLSSocket ? peerCertificate(socket) : undefined;
  if (certificate === undefined) return ANONYMOUS;
  const user = clients.userOf(certificate);
  if (user === undefined) throw new StatusError(401, 'Unauthorized');
  return user;
}

/** Parsed once a connection. */
const presented = new WeakMap<TLSSocket, Buffer | undefined>();
function peerCertificate(socket: TLSSocket): Buffer | undefined {
  if (!presented.has(socket)) {
    // The type knows no connection without one.
    const sent: { readonly raw?: Buffer } = socket.getPeerCertificate();
    presented.set(socket, sent.raw);
  }
  return presented.get(socket);
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name, value?.toString()] as const,
  );
  const plain: Record<string, string | undefined> = Object.fromEntries(entries);
  return { ...plain, host: plain['host'] ?? plain[':authority'] };
}
