/** The four forms of an entry that gatewayd writes, chosen by the Accept header. */
import type { Fields } from './entry.ts';

export type Format = (fields: Fields) => string | Buffer;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

function short(fields: Fields): string {
  const date = new Date(Number(fields['__REALTIME_TIMESTAMP']) / 1000);
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const day = `${MONTHS[date.getUTCMonth()] ?? ''} ${two(date.getUTCDate())}`;
  const pid = fields['_PID'] === undefined ? '' : `[${fields['_PID']}]`;
  const head = `${day} ${clock} ${fields['_HOSTNAME'] ?? ''} ${fields['SYSLOG_IDENTIFIER'] ?? ''}${pid}: `;
  return `${head}${(fields['MESSAGE'] ?? '').replaceAll('\n', `\n${' '.repeat(head.length)}`)}\n`;
}

/** Journal Export Format: a value with control characters is written with its length. */
function exported(fields: Fields): Buffer {
  const parts = Object.entries(fields).map(([name, value]) => {
    if (![...value].some((character) => character < ' ' && character !== '\t')) {
      return Buffer.from(`${name}=${value}\n`);
    }
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, Buffer.from('\n')]);
  });
  return Buffer.concat([...parts, Buffer.from('\n')]);
}

const FORMATS: Readonly<Record<string, Format>> = {
  'text/plain': short,
  'application/json': (fields) => `${JSON.stringify(fields)}\n`,
  'text/event-stream': (fields) => `data: ${JSON.stringify(fields)}\n\n`,
  'application/vnd.fdo.journal': exported,
};

/** An unknown type gets plain text, as gatewayd does. */
export function formatFor(accept: string | undefined): {
  readonly type: string;
  readonly format: Format;
} {
  const type = accept !== undefined && accept in FORMATS ? accept : 'text/plain';
  return { type, format: FORMATS[type] ?? short };
}
