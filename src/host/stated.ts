/**
 * What a line of a log says of the state of things. Its writer had asked, or done it: bootkube.sh had
 * etcd's health and the API's `ok` before it went on, CRI-O had the sandbox running. Such a line proves
 * what it says while it is young; later it tells what was. Wording: sim/text/{bootkube,kubelet}.ts.
 */
import { MINUTE, type Micros } from '../sim/index.ts';
import type { Observation } from './live-lab.ts';

export interface LogLine {
  readonly host: string;
  /** The unit of a journal's line, which no `logger -t` can take; the name of a container. */
  readonly writer: string;
  readonly text: string;
  readonly at: Micros;
}
export interface Statement {
  /** The part of the line that would read otherwise. */
  readonly words: string;
  readonly of: Observation;
}
const YOUNG: Micros = 5 * MINUTE;

const SAYINGS: readonly {
  readonly writer: string;
  readonly words: RegExp;
  readonly cell: (host: string, name: string) => string;
  readonly value: string;
}[] = [
  {
    writer: 'bootkube.service',
    words: /https:\/\/\S+:2379 is healthy$/,
    cell: (host) => `${host}/etcd/health`,
    value: 'healthy',
  },
  {
    writer: 'etcd',
    words: /etcd cluster is healthy/,
    cell: (host) => `${host}/etcd/health`,
    value: 'healthy',
  },
  {
    writer: 'bootkube.service',
    words: /^API server is up$/,
    cell: (host) => `${host}/healthz`,
    value: 'ok',
  },
  {
    writer: 'bootkube.service',
    words: /^namespace\/(\S+) created$/,
    cell: (_, name) => `cluster/namespaces/${name}`,
    value: 'Active',
  },
  {
    writer: 'crio.service',
    words: /Ran pod sandbox \w+ with infra container: [^/]+\/([^/]+)\/POD/,
    cell: (host, name) => `${host}/pods/${name}`,
    value: 'Running',
  },
];

/** `now`: when the line is read. */
export function stated({ host, writer, text, at }: LogLine, now: Micros): readonly Statement[] {
  return SAYINGS.flatMap((saying) => {
    if (saying.writer !== writer) return [];
    const [words, name = ''] = saying.words.exec(text) ?? [];
    if (words === undefined) return [];
    const of = { cell: saying.cell(host, name), value: saying.value, asOf: at };
    return [{ words, of: now - at > YOUNG ? { ...of, weak: true } : of }];
  });
}
