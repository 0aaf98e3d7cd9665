/** etcdctl's boxed tables: centred headings, right-aligned cells. */
import type { EtcdMemberView } from '../../../sim/index.ts';
import { joinChunks, textOf } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';

export function boxed(header: readonly string[], rows: readonly (readonly Chunk[])[]): Chunk[] {
  const widths = header.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[index] ?? '').length)),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const centred = header.map((title, index) => {
    const free = (widths[index] ?? 0) - title.length;
    return `${' '.repeat(Math.floor(free / 2))}${title}${' '.repeat(Math.ceil(free / 2))}`;
  });
  const lines = rows.map((row) =>
    joinChunks([
      '|',
      ...row.flatMap((cell, index) => [
        ' '.repeat((widths[index] ?? 0) - textOf(cell).length + 1),
        cell,
        ' |',
      ]),
      '\n',
    ]),
  );
  return [rule, `| ${centred.join(' | ')} |\n`, rule, ...lines, rule];
}

export const memberRow = (m: EtcdMemberView): string[] => {
  const started = m.name !== '' && m.clientUrl !== '';
  return [
    m.memberId,
    started ? 'started' : 'unstarted',
    started ? m.name : '',
    m.peerUrl,
    started ? m.clientUrl : '',
    String(m.learner),
  ];
};

/** docker/go-units: decimal, two digits. */
export function dbSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${Number(size.toPrecision(2))} ${units[unit] ?? ''}`;
}

export const statusRow = (endpoint: string, m: EtcdMemberView): string[] => [
  endpoint,
  m.memberId,
  m.version,
  dbSize(m.dbBytes),
  String(m.leader),
  String(m.learner),
  String(m.term),
  String(m.index),
  String(m.applied),
  '',
];
