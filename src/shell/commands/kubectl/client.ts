/** kubectl's HTTP: GETs to the API server, and what client-go says when one fails. */
import type { IncomingMessage } from 'node:http';
import { spent, Stopwatch } from '../../../host/stopwatch.ts';
import { bodyOf, portOf, request } from '../../http/request.ts';
import type { RequestResult } from '../../http/request.ts';
import { apiServerAt, healthChunk, healthEndpoint, observe } from '../../looks/cells.ts';
import { shows, textOf } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { Interrupted } from '../../process.ts';
import type { CommandContext } from '../command.ts';
import { field, text } from './config.ts';
import type { Connection, Json } from './config.ts';

/** What kubectl prints before it exits with 1. */
export class ClientError extends Error {
  readonly shown: Chunk;
  constructor(shown: Chunk, message: string) {
    super(message);
    this.shown = shown;
  }
}
export interface Client {
  readonly context: CommandContext;
  readonly connection: Connection;
  /** --request-timeout, in micros of lab time; undefined for none. */
  readonly timeoutMicros?: number;
}
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const DISCOVERY =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
export const ACCEPT = {
  table: TABLE,
  discovery: DISCOVERY,
  object: 'application/json',
  text: '*/*',
} as const;

export async function open(client: Client, path: string, accept: string): Promise<IncomingMessage> {
  const { context, connection } = client;
  const { ca, cert, key, token, insecure, server } = connection;
  const url = new URL(path, server);
  const watch = new Stopwatch();
  const over = new AbortController();
  const stop = (): void => over.abort();
  context.job.signal.addEventListener('abort', stop, { once: true });
  const late = requestLimit(client, watch, over.signal);
  let result: RequestResult | 'late';
  try {
    const asked = request({
      machine: context.machine,
      url,
      method: 'GET',
      headers: {
        'User-Agent': `${context.name}/4.19.0 (linux/amd64) kubernetes/298429b`,
        Accept: accept,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      ca,
      cert,
      key,
      insecure,
      signal: over.signal,
      watch,
    });
    result = late === undefined ? await asked : await Promise.race([asked, late]);
  } catch (error) {
    if (context.job.signal.aborted) throw new Interrupted();
    throw error;
  }
  if (result === 'late') {
    over.abort();
    throw because('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
  }
  // A stream (-w, -f) is cut by the same limit; whoever reads it sees it end.
  if (late !== undefined) watch.begin(context.machine.lab.world.now);
  void late?.then(stop, () => undefined);
  if (context.job.signal.aborted) throw new Interrupted();
  if (result.kind === 'response') return result.message;
  throw unreachable(client, url, result);
}

function requestLimit(
  { context, timeoutMicros }: Client,
  watch: Stopwatch,
  signal: AbortSignal,
): Promise<'late'> | undefined {
  if (timeoutMicros === undefined) return undefined;
  const late = spent(context.machine.lab, watch, timeoutMicros, signal);
  const told = late.then(() => 'late' as const);
  told.catch(() => undefined);
  return told;
}

export async function getText(client: Client, path: string, accept: string): Promise<string> {
  const message = await open(client, path, accept);
  const body = await bodyOf(message);
  if (body === undefined) throw plain('Unable to connect to the server: unexpected EOF');
  if ((message.statusCode ?? 500) >= 400) throw statusError(body, message.statusCode ?? 500);
  return body;
}

/** `get --raw`: the body as it is; of a health endpoint, good or bad, it is a look. */
export async function getRaw(client: Client, path: string): Promise<Chunk> {
  const { context, connection } = client;
  const message = await open(client, path, ACCEPT.text);
  const body = (await bodyOf(message)) ?? '';
  const code = message.statusCode ?? 500;
  const endpoint = healthEndpoint(new URL(path, connection.server));
  const cell = `${apiServerAt(context.machine, connection.server.hostname)}/${endpoint}`;
  if (code >= 400) {
    const failure = statusError(body, code);
    // Who is not let in has not seen how it is.
    if (endpoint === undefined || code < 500) throw failure;
    const of = observe(context.machine, cell, 'failed');
    throw new ClientError(shows(textOf(failure.shown), of), failure.message);
  }
  if (endpoint === undefined) return body;
  return healthChunk(body, observe(context.machine, cell, 'ok'), 'no');
}

export async function getJson(client: Client, path: string, accept: string): Promise<Json> {
  const body = await getText(client, path, accept);
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw plain('error: the server answered with something that is not JSON');
  }
}

const plain = (message: string): ClientError => new ClientError(`${message}\n`, message);

/** `Error from server (NotFound): …`, by the Status that the server sent. */
export function statusError(body: string, code: number): ClientError {
  let status: Json | undefined;
  try {
    status = JSON.parse(body) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const message = text(field(status, 'message')) || body.trim();
  const reason = text(field(status, 'reason'));
  if (code === 401) return plain('error: You must be logged in to the server (Unauthorized)');
  if (code === 503 && reason === 'ServiceUnavailable')
    return plain(`Error from server (ServiceUnavailable): ${message}`);
  return plain(
    `Error from server${reason === '' || reason === 'InternalError' ? (reason === '' ? '' : ' (InternalError)') : ` (${reason})`}: ${message}`,
  );
}

const TRUST: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'x509: certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'x509: certificate has expired or is not yet valid',
};

const because = (reason: string): ClientError =>
  plain(`Unable to connect to the server: ${reason}`);

function unreachable(
  { context }: Client,
  url: URL,
  result: Exclude<RequestResult, { kind: 'response' }>,
): ClientError {
  const port = portOf(url);
  const { machine } = context;
  const { hostname } = url;
  /** No answer at all is an answer of its health. */
  const silent = (value: string, line: string): ClientError =>
    new ClientError(
      port === 6443
        ? shows(line, observe(machine, `${apiServerAt(machine, hostname)}/healthz`, value))
        : line,
      line,
    );
  const address =
    machine.lab.world.read.hosts().find((host) => host.name === hostname)?.address ?? hostname;
  if (result.kind === 'untrusted') {
    const name = /ALTNAME|altnames/i.test(result.code)
      ? `x509: certificate is not valid for ${hostname}`
      : 'x509: certificate signed by unknown authority';
    return because(`tls: failed to verify certificate: ${TRUST[result.code] ?? name}`);
  }
  const unheard = (value: string, reason: string): ClientError =>
    silent(value, `Unable to connect to the server: ${reason}\n`);
  const reset = `read tcp ${address}:${port}: read: connection reset by peer`;
  if (result.kind === 'broken') {
    if (/alert/i.test(result.text)) return because('remote error: tls: bad certificate');
    return result.code === 'eof' ? unheard('eof', 'EOF') : unheard('reset', reset);
  }
  switch (result.failure) {
    case 'refused':
      return silent(
        'refused',
        `The connection to the server ${hostname}:${port} was refused - did you specify the right host or port?\n`,
      );
    case 'noSuchHost':
      return because(result.inGo);
    case 'timeout':
      return unheard('timeout', result.inGo);
    case 'noNetwork':
    case 'noRoute':
      return unheard('noRoute', result.inGo);
    case 'tlsAlert':
      return because('remote error: tls: bad certificate');
    case 'reset':
      return unheard('reset', reset);
    case 'eof':
      return unheard('eof', 'EOF');
  }
}
