/**
 * curl(1) as RHEL 9 has it (7.76): a real HTTP client over the lab's network. Left out: other
 * protocols, cookies, uploads, HTTP/2 (it asks for HTTP/1.1).
 */
import { spent, Stopwatch } from '../../../host/stopwatch.ts';
import { FileError } from '../../files/file-error.ts';
import { bodyOf, portOf, request } from '../../http/request.ts';
import type { RequestResult } from '../../http/request.ts';
import { apiServerAt, healthEndpoint, observe } from '../../looks/cells.ts';
import { NO_EVIDENCE } from '../../looks/counterfactual.ts';
import { textOf } from '../../looks/chunk.ts';
import { Interrupted } from '../../process.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { failureOf } from './failures.ts';
import type { CurlFailure } from './failures.ts';
import { present } from './present.ts';

const SHORT = 'ksSfvio:w:m:H:X:d:ILu:A:O#E:G4610gNqe:b:c:T:x:r:Z';
const LONG = [
  'insecure',
  'silent',
  'show-error',
  'fail',
  'fail-with-body',
  'verbose',
  'include',
  'output=',
  'write-out=',
  'max-time=',
  'connect-timeout=',
  'header=',
  'request=',
  'data=',
  'data-raw=',
  'data-binary=',
  'head',
  'location',
  'user=',
  'user-agent=',
  'cacert=',
  'capath=',
  'cert=',
  'key=',
  'resolve=',
  'http1.1',
  'http2',
  'no-progress-meter',
  'compressed',
  'retry=',
  'retry-delay=',
  'retry-connrefused',
  'noproxy=',
  'proxy=',
  'version',
  'help',
  'tlsv1.2',
  'tlsv1.3',
  'globoff',
  'no-buffer',
  'retry-max-time=',
  'unix-socket=',
  'oauth2-bearer=',
];
const SAME = {
  insecure: 'k',
  silent: 's',
  'show-error': 'S',
  fail: 'f',
  verbose: 'v',
  include: 'i',
  output: 'o',
  'write-out': 'w',
  'max-time': 'm',
  header: 'H',
  request: 'X',
  data: 'd',
  'data-raw': 'd',
  'data-binary': 'd',
  head: 'I',
  location: 'L',
  user: 'u',
  'user-agent': 'A',
  cert: 'E',
  E: 'E',
  'no-buffer': 'N',
  globoff: 'g',
};
const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";

export interface Transfer {
  readonly context: CommandContext;
  readonly options: Options;
  readonly url: URL;
  /** What it has taken so far, in lab time. */
  readonly watch: Stopwatch;
}

export async function curl(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, { short: SHORT, long: LONG, same: SAME });
  if (options.problem !== undefined) {
    const name = /'(.*)'/.exec(options.problem)?.[1] ?? '';
    await context.error(
      `curl: option ${name.startsWith('--') ? name : `-${name}`}: ${/requires/.test(options.problem) ? 'requires parameter' : 'is unknown'}\n${HINT}`,
    );
    return 2;
  }
  if (options.has('version')) {
    await context.out(
      'curl 7.76.1 (x86_64-redhat-linux-gnu) libcurl/7.76.1 OpenSSL/3.0.7\nProtocols: http https\n',
    );
    return 0;
  }
  if (options.operands.length === 0) {
    await context.error(HINT);
    return 2;
  }
  let outcome: number | Outcome = 0;
  for (const operand of options.operands) {
    const retries = Number(options.value('retry') ?? 0);
    for (let attempt = 0; ; attempt += 1) {
      const done = await transferOne(context, options, operand);
      ({ outcome } = done);
      const again = done.retryable || (done.refused && options.has('retry-connrefused'));
      if (!again || attempt >= retries) break;
      await context.sleep(Number(options.value('retry-delay') ?? 2 ** attempt) * 1e6);
    }
  }
  return outcome;
}

interface Done {
  readonly outcome: number | Outcome;
  readonly retryable: boolean;
  readonly refused: boolean;
}

async function transferOne(
  context: CommandContext,
  options: Options,
  operand: string,
): Promise<Done> {
  const transfer = parseUrl(context, options, operand);
  if ('code' in transfer) {
    await complain(context, options, transfer);
    return { outcome: transfer.code, retryable: false, refused: false };
  }
  const files = await readFiles(context, options);
  if ('code' in files) {
    await complain(context, options, files);
    return { outcome: files.code, retryable: false, refused: false };
  }
  const cell = healthCell(transfer);
  const result = await limited(transfer, files);
  if (!('kind' in result) || result.kind !== 'response') {
    const failure = 'kind' in result ? failureOf(transfer.url, result) : result;
    const of = cell === undefined ? undefined : observe(context.machine, cell, failure.value);
    await present(transfer, undefined, of && { of, other: 'ok' });
    await complain(context, options, failure, of);
    const evidence = of ? { each: new Map([[of, 0]]), joint: new Map() } : NO_EVIDENCE;
    const refused = 'kind' in result && result.kind === 'dial' && result.failure === 'refused';
    return { outcome: { status: failure.code, evidence }, retryable: failure.code === 28, refused };
  }
  const body = await bodyOf(result.message);
  if (body === undefined) {
    const failure: CurlFailure = {
      code: 18,
      text: 'transfer closed with outstanding read data remaining',
      value: 'failed',
    };
    await complain(context, options, failure);
    return { outcome: 18, retryable: false, refused: false };
  }
  const code = result.message.statusCode ?? 0;
  const good = code === 200;
  // Who is not let in has not seen how it is.
  const judged = cell !== undefined && (good || code >= 500);
  const of = judged ? observe(context.machine, cell, good ? 'ok' : 'failed') : undefined;
  const status = await present(transfer, { result, body }, of && { of, other: good ? 'no' : 'ok' });
  const evidence = of ? { each: new Map([[of, good ? 7 : 0]]), joint: new Map() } : NO_EVIDENCE;
  const retryable = [408, 429, 500, 502, 503, 504].includes(code);
  return { outcome: { status, evidence }, retryable, refused: false };
}

function parseUrl(
  context: CommandContext,
  options: Options,
  operand: string,
): Transfer | CurlFailure {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(operand)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return {
      code: 1,
      text: `Protocol "${scheme}" not supported or disabled in libcurl`,
      value: '',
    };
  try {
    const url = new URL(scheme === undefined ? `http://${operand}` : operand);
    return { context, options, url, watch: new Stopwatch() };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { code: 3, text: 'URL using bad/illegal format or missing URL', value: '' };
  }
}

interface Files {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}
async function readFiles(context: CommandContext, options: Options): Promise<Files | CurlFailure> {
  const read = (name: string): string | undefined => {
    const given = options.value(name);
    return given === undefined
      ? undefined
      : textOf(context.machine.files.read(context.path(given.replace(/:$/, '')), context.user));
  };
  let reading = 'cacert';
  try {
    const ca = read('cacert');
    reading = 'E';
    const cert = read('E');
    reading = 'key';
    const key = read('key') ?? cert;
    return {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const path = options.value(reading) ?? '';
    return reading === 'cacert'
      ? {
          code: 77,
          text: `error setting certificate verify locations:  CAfile: ${path} CApath: none`,
          value: '',
        }
      : {
          code: 58,
          text:
            reading === 'E'
              ? `could not load PEM client certificate, OpenSSL error error:02001002:system library:fopen:No such file or directory, (no key found, wrong pass phrase, or wrong file format?)`
              : `unable to set private key file: '${path}' type PEM`,
          value: '',
        };
  }
}

/** The request within curl's limits, which are lab time. */
async function limited(transfer: Transfer, files: Files): Promise<RequestResult | CurlFailure> {
  const { context, options, watch } = transfer;
  const { machine, job } = context;
  const over = new AbortController();
  const timers = new AbortController();
  const stop = (): void => over.abort();
  job.signal.addEventListener('abort', stop, { once: true });
  const limit = (name: string): Promise<'late'> | undefined => {
    const seconds = Number(options.value(name) ?? 0);
    return seconds > 0
      ? spent(machine.lab, watch, Math.round(seconds * 1e6), timers.signal).then(
          () => 'late' as const,
        )
      : undefined;
  };
  const expiry = limit('m');
  // Only the dial is held back by a silent host, so the connect timeout ends where it does.
  const connecting = limit('connect-timeout');
  try {
    const racers: Promise<RequestResult | 'late' | 'lateConnect'>[] = [
      send(transfer, files, over.signal),
    ];
    if (expiry) racers.push(expiry);
    if (connecting) racers.push(connecting.then(() => 'lateConnect' as const));
    const result = await Promise.race(racers);
    if (typeof result === 'object') return result;
    over.abort();
    const millis = Math.round(watch.elapsed(machine.lab.world.now) / 1000);
    return result === 'late'
      ? {
          code: 28,
          text: `Operation timed out after ${millis} milliseconds with 0 bytes received`,
          value: 'timeout',
        }
      : { code: 28, text: `Connection timeout after ${millis} ms`, value: 'timeout' };
  } catch (error) {
    if (job.signal.aborted) throw new Interrupted();
    throw error;
  } finally {
    job.signal.removeEventListener('abort', stop);
    timers.abort();
    void Promise.allSettled([expiry, connecting]);
  }
}

/** `--resolve HOST:PORT:ADDRESS`. */
const resolved = (options: Options, url: URL): string | undefined =>
  options
    .values('resolve')
    .map((entry) => entry.split(':'))
    .find(([host, port]) => host === url.hostname && Number(port) === portOf(url))?.[2];

function send(
  { context, options, url, watch }: Transfer,
  files: Files,
  signal: AbortSignal,
): Promise<RequestResult> {
  const headers: Record<string, string> = {
    'User-Agent': options.value('A') ?? 'curl/7.76.1',
    Accept: '*/*',
  };
  const data = options.values('d');
  if (data.length > 0) headers['Content-Type'] = 'application/x-www-form-urlencoded';
  const bearer = options.value('oauth2-bearer');
  if (bearer !== undefined) headers['Authorization'] = `Bearer ${bearer}`;
  const user = options.value('u');
  if (user !== undefined)
    headers['Authorization'] = `Basic ${Buffer.from(user).toString('base64')}`;
  for (const header of options.values('H')) {
    const at = header.indexOf(':');
    if (at > 0) headers[header.slice(0, at)] = header.slice(at + 1).trim();
  }
  return request({
    machine: context.machine,
    url,
    method: options.value('X') ?? (options.has('I') ? 'HEAD' : data.length > 0 ? 'POST' : 'GET'),
    headers,
    ...(data.length > 0 && { body: data.join('&') }),
    ...files,
    insecure: options.has('k'),
    dialTo: resolved(options, url),
    signal,
    watch,
  });
}

async function complain(
  context: CommandContext,
  options: Options,
  failure: CurlFailure,
  of?: ReturnType<typeof observe>,
): Promise<void> {
  if (options.has('s') && !options.has('S')) return;
  const text = `curl: (${failure.code}) ${failure.text}\n`;
  await context.error(
    of ? { text, marks: [{ start: 0, end: text.length, of, alternative: '' }] } : text,
  );
}

/** The health endpoints of an API server are what curl is used to look at. */
function healthCell({ context, options, url }: Transfer): string | undefined {
  const endpoint = healthEndpoint(url);
  if (endpoint === undefined || portOf(url) !== 6443) return undefined;
  return `${apiServerAt(context.machine, resolved(options, url) ?? url.hostname)}/${endpoint}`;
}
