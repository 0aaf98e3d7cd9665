/**
 * systemd-journal-gatewayd(8) of one host: /entries, /machine, /fields/<NAME>. Left out: /browse
 * and the boot list. Follow ends when the client goes or the host's port closes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LiveLab } from '../../host/live-lab.ts';
import { guarded } from '../../host/safety-net.ts';
import type { Network } from '../../host/network.ts';
import { fieldsOf, type Fields } from './entry.ts';
import { formatFor } from './formats.ts';
import { parseRange, startOf } from './range.ts';

export const JOURNAL_PORT = 19531;
const BEHIND_BYTES_MAX = 1024 * 1024;

export function serveJournal(lab: LiveLab, network: Network, host: string): () => void {
  const server = createServer(
    guarded(
      `A request for the journal of ${host}`,
      (request: IncomingMessage, response: ServerResponse) => answer(lab, host, request, response),
      (_request, response) => fail(response),
    ),
  );
  server.on('clientError', (_error, socket) => socket.destroy());
  const off = network.listen(host, JOURNAL_PORT, (stream) => server.emit('connection', stream));
  return () => {
    off();
    server.closeAllConnections();
  };
}

function answer(
  lab: LiveLab,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.setHeader('date', new Date((lab.epochMicros + lab.now()) / 1000).toUTCString());
  const url = urlOf(request);
  if (url === undefined) return text(response, 400, 'Bad request.\n');
  if (request.method !== 'GET') return text(response, 406, 'Unsupported method.\n');
  if (url.pathname === '/') {
    response.writeHead(301, { location: '/browse' }).end();
    return;
  }
  if (url.pathname === '/machine') return machine(lab, host, response);
  if (url.pathname.startsWith('/fields/')) {
    return fieldValues(lab, host, url.pathname.slice('/fields/'.length), request, response);
  }
  if (url.pathname === '/entries') return entries(lab, host, url, request, response);
  return text(response, 404, 'Not found.\n');
}

function allFields(lab: LiveLab, host: string): readonly Fields[] {
  lab.now();
  const view = lab.world.read.host(host);
  if (view === undefined) return [];
  return lab.world.read
    .journal(host)
    .map((entry, index) => fieldsOf(entry, index + 1, view, lab.epochMicros));
}

function entries(
  lab: LiveLab,
  host: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const range = parseRange(request.headers.range);
  if (range === undefined) return text(response, 400, 'Failed to parse Range header.\n');
  const { type, format } = formatFor(request.headers.accept);
  const matches = matcher(lab, host, url.searchParams);
  const all = allFields(lab, host);
  const chosen = all.filter((fields) => matches(fields));
  const start = startOf(
    range,
    chosen.map((fields) => fields['__CURSOR'] ?? ''),
  );
  const discrete = url.searchParams.has('discrete');
  const count = discrete ? 1 : range.count;
  response.writeHead(200, { 'content-type': type });
  let sent = 0;
  for (const fields of chosen.slice(start, start + count)) {
    response.write(format(fields));
    sent += 1;
  }
  if (discrete || !url.searchParams.has('follow') || sent >= count) {
    response.end();
    return;
  }
  response.flushHeaders();
  follow(lab, host, all.length, response, (fields) => {
    if (!matches(fields)) return;
    response.write(format(fields));
    sent += 1;
    if (sent >= count) response.end();
  });
}

/** Hands on what is new, as fast as the client takes it. */
function follow(
  lab: LiveLab,
  host: string,
  known: number,
  response: ServerResponse,
  onEntry: (fields: Fields) => void,
): void {
  let next = known;
  const pump = (): void => {
    const view = lab.world.read.host(host);
    if (view === undefined) return;
    for (const entry of lab.world.read.journal(host).slice(next)) {
      if (response.writableEnded || response.writableLength > BEHIND_BYTES_MAX) return;
      next += 1;
      onEntry(fieldsOf(entry, next, view, lab.epochMicros));
    }
  };
  const off = lab.onAdvance(pump);
  response.on(
    'drain',
    guarded('A follower of a journal', pump, () => response.destroy()),
  );
  response.once('close', off);
  pump();
}

/** `FIELD=value` parameters: one field's values are alternatives, different fields all must fit. */
function matcher(lab: LiveLab, host: string, query: URLSearchParams): (fields: Fields) => boolean {
  const wanted = new Map<string, string[]>();
  for (const [name, value] of query) {
    if (/^[A-Z_0-9]+$/.test(name)) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  }
  const boot = query.has('boot') ? lab.world.read.host(host)?.bootId : undefined;
  return (fields) =>
    (boot === undefined || fields['_BOOT_ID'] === boot) &&
    [...wanted].every(([name, values]) => values.includes(fields[name] ?? ''));
}

function machine(lab: LiveLab, host: string, response: ServerResponse): void {
  const view = lab.world.read.host(host);
  const all = allFields(lab, host);
  const body = {
    machine_id: view?.machineId,
    boot_id: view?.bootId,
    hostname: host,
    os_pretty_name: 'Red Hat Enterprise Linux CoreOS 418.94.202501221327-0',
    virtualization: 'kvm',
    usage: String(8 * 1024 * 1024 * (1 + Math.floor(all.length / 8000))),
    cutoff_from_realtime: all[0]?.['__REALTIME_TIMESTAMP'],
    cutoff_to_realtime: all.at(-1)?.['__REALTIME_TIMESTAMP'],
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function fieldValues(
  lab: LiveLab,
  host: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const asJson = request.headers.accept === 'application/json';
  const values = new Set(allFields(lab, host).flatMap((fields) => fields[name] ?? []));
  response.writeHead(200, { 'content-type': asJson ? 'application/json' : 'text/plain' });
  const lines = [...values].map((value) => (asJson ? JSON.stringify({ [name]: value }) : value));
  response.end(lines.map((line) => `${line}\n`).join(''));
}

/** What stands in a request line, read as a path of this host; undefined for what is no path. */
function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  const address = url.startsWith('/') ? `http://lab${url}` : url;
  return URL.canParse(address) ? new URL(address) : undefined;
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else text(response, 500, 'Internal server error.\n');
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
}
