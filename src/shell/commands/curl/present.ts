/** What curl prints of an answer: headers, body, -o, -w, -v, and the meter where output is no terminal. */
import type { Observation } from '../../../host/live-lab.ts';
import { strerror } from '../../files/file-error.ts';
import type { RequestResult } from '../../http/request.ts';
import { portOf } from '../../http/request.ts';
import { healthChunk } from '../../looks/cells.ts';
import { joinChunks, showsCell } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import type { Transfer } from './curl.ts';

interface Answer {
  readonly result: Extract<RequestResult, { kind: 'response' }>;
  readonly body: string;
}
interface Look {
  readonly of: Observation;
  /** What the body would read otherwise. */
  readonly other: string;
}

export async function present(
  transfer: Transfer,
  answer: Answer | undefined,
  look: Look | undefined,
): Promise<number> {
  const { context, options } = transfer;
  if (options.has('v')) await verbose(transfer, answer);
  const code = answer?.result.message.statusCode ?? 0;
  await meter(transfer, answer);
  let status = 0;
  const failed = options.has('f') && code >= 400;
  if (failed) {
    status = 22;
    if (!options.has('s') || options.has('S'))
      await context.error(`curl: (22) The requested URL returned error: ${code}\n`);
  } else if (answer) status = await writeBody(transfer, answer, look);
  const format = options.value('w');
  if (format !== undefined) await context.out(writeOut(transfer, answer, format, look));
  return status;
}

async function writeBody(
  transfer: Transfer,
  answer: Answer,
  look: Look | undefined,
): Promise<number> {
  const { context, options } = transfer;
  const chunks: Chunk[] = [];
  if (options.has('i') || options.has('I')) chunks.push(...headerLines(answer, look));
  if (answer.body !== '' && !options.has('I'))
    chunks.push(look ? healthChunk(answer.body, look.of, look.other) : answer.body);
  const target =
    options.value('o') ?? (options.has('O') ? transfer.url.pathname.split('/').at(-1) : undefined);
  const output = joinChunks(chunks.length > 0 ? chunks : ['']);
  if (target === undefined || target === '-') await context.out(output);
  else if (target !== '/dev/null')
    try {
      await context.machine.files.write(context.path(target), output, context.user);
    } catch (failure) {
      await context.error(
        `Warning: Failed to create the file ${target}: ${strerror(failure)}\ncurl: (23) Failure writing output to destination\n`,
      );
      return 23;
    }
  return 0;
}

function headerLines({ result }: Answer, look: Look | undefined): Chunk[] {
  const { message } = result;
  const code = String(message.statusCode ?? 0);
  const raw = message.rawHeaders;
  const fields = raw.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${raw[index + 1] ?? ''}\r\n`] : [],
  );
  return [
    `HTTP/${message.httpVersion} `,
    look ? showsCell(code, look.of, code === '200' ? '500' : '200') : code,
    ` ${message.statusMessage ?? ''}\r\n`,
    ...fields,
    '\r\n',
  ];
}

function writeOut(
  transfer: Transfer,
  answer: Answer | undefined,
  format: string,
  look: Look | undefined,
): Chunk {
  const { context, url, watch } = transfer;
  const seconds = (micros = 0): string => (micros / 1e6).toFixed(6);
  const total = seconds(watch.elapsed(context.machine.lab.world.now));
  const { connect, appConnect } = answer?.result.connected.steps ?? {};
  const code = answer ? String(answer.result.message.statusCode ?? 0).padStart(3, '0') : '000';
  const values: Readonly<Record<string, Chunk>> = {
    http_code: look ? showsCell(code, look.of, code === '200' ? '500' : '200') : code,
    response_code: look ? showsCell(code, look.of, code === '200' ? '500' : '200') : code,
    time_namelookup: seconds(),
    time_connect: seconds(connect),
    time_appconnect: seconds(appConnect),
    time_pretransfer: seconds(appConnect ?? connect),
    time_redirect: seconds(),
    time_starttransfer: answer ? total : seconds(),
    time_total: total,
    size_download: String(Buffer.byteLength(answer?.body ?? '')),
    remote_ip: answer?.result.connected.address ?? '',
    remote_port: String(portOf(url)),
    url_effective: url.href,
    content_type: answer?.result.message.headers['content-type'] ?? '',
    http_version: answer?.result.message.httpVersion ?? '0',
    errormsg: '',
    exitcode: answer ? '0' : '7',
  };
  const text = format.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t');
  return joinChunks(
    text.split(/(%\{\w+\})/).map((part) => {
      const name = /^%\{(\w+)\}$/.exec(part)?.[1];
      return name === undefined ? part : (values[name] ?? '');
    }),
  );
}

const METER =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n';
const row = (percent: string, bytes: number, speed: number): string =>
  `\r${percent.padStart(3)} ${String(bytes).padStart(5)}  ${percent.padStart(3)} ${String(bytes).padStart(5)}    0     0 ${String(speed).padStart(6)}      0 --:--:-- --:--:-- --:--:-- ${String(speed).padStart(5)}`;
/** Shown on standard error when the body does not go to a terminal. */
async function meter({ context, options }: Transfer, answer: Answer | undefined): Promise<void> {
  const toTerminal = context.io.stdout.terminal !== undefined && !options.has('o');
  if (toTerminal || options.has('s') || options.has('no-progress-meter')) return;
  const size = Buffer.byteLength(answer?.body ?? '');
  await context.error(
    `${METER}${row('0', 0, 0)}${size > 0 ? row('100', size, size) : row('0', 0, 0)}\n`,
  );
}

async function verbose(
  { context, url, options }: Transfer,
  answer: Answer | undefined,
): Promise<void> {
  if (!answer) return;
  const { connected, message } = answer.result;
  const address = url.hostname === 'localhost' ? '127.0.0.1' : connected.address;
  const lines = [
    `*   Trying ${address}:${connected.port}...`,
    `* Connected to ${url.hostname} (${address}) port ${connected.port} (#0)`,
  ];
  if (connected.certificate) {
    const { subject, issuer, valid_from: from, valid_to: to } = connected.certificate;
    const name = (of: typeof subject): string =>
      Object.entries(of)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join('; ');
    lines.push(
      '* ALPN, offering http/1.1',
      `* SSL connection using ${connected.protocol ?? 'TLS'} / ${connected.cipher ?? ''}`,
      '* Server certificate:',
      `*  subject: ${name(subject)}`,
      `*  start date: ${from}`,
      `*  expire date: ${to}`,
      `*  issuer: ${name(issuer)}`,
      connected.untrusted === undefined
        ? '*  SSL certificate verify ok.'
        : `*  SSL certificate verify result: ${connected.untrusted}, continuing anyway.`,
    );
  }
  lines.push(
    `> ${options.value('X') ?? 'GET'} ${url.pathname}${url.search} HTTP/1.1`,
    `> Host: ${url.host}`,
    '> User-Agent: curl/7.76.1',
    '> Accept: */*',
    '> ',
  );
  const raw = message.rawHeaders;
  lines.push(
    `< HTTP/${message.httpVersion} ${message.statusCode ?? ''} ${message.statusMessage ?? ''}`,
    ...raw.flatMap((header, index) =>
      index % 2 === 0 ? [`< ${header}: ${raw[index + 1] ?? ''}`] : [],
    ),
    '< ',
  );
  await context.error(`${lines.join('\n')}\n`);
  await context.error(`* Connection #0 to host ${url.hostname} left intact\n`);
}
