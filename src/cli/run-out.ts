/** What `run --out DIR` leaves: the record, facts, milestones, journals, pod logs and metrics. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openMetrics } from '../fake-api/metrics/open-metrics.ts';
import { fieldsOf } from '../fake-api/journal/entry.ts';
import { writeWhole } from '../host/write-whole.ts';
import { type Lab, RUN_EPOCH_MICROS, rfc3339Micro } from '../sim/index.ts';

export function writeResult(folder: string, lab: Lab): void {
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    makeFolder(resolve(dirname(file)));
    writeWhole(file, text);
  };
  const lines = (list: readonly string[]): string => list.map((line) => `${line}\n`).join('');
  const { read } = lab;
  write('record.json', `${JSON.stringify(lab.record())}\n`);
  write('facts.jsonl', lines(lab.facts().map((fact) => JSON.stringify(fact))));
  write(
    'milestones.json',
    `${JSON.stringify(
      read.milestones().map(({ at, ...rest }) => ({ ...rest, atSeconds: at / 1_000_000 })),
      undefined,
      2,
    )}\n`,
  );
  for (const host of read.hosts()) {
    const journal = read
      .journal(host.name)
      .map((entry, i) => JSON.stringify(fieldsOf(entry, i + 1, host, RUN_EPOCH_MICROS)));
    write(`journal/${host.name}.jsonl`, lines(journal));
    writePodLogs(lab, host.name, write);
  }
  write('metrics.txt', openMetrics(read.metrics(), (RUN_EPOCH_MICROS + lab.now) / 1_000_000));
}

/** One after the other: node's own recursion never ends where a parent cannot hold folders. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Every container that a host's facts know, removed ones too: their lines follow each other. */
function writePodLogs(lab: Lab, host: string, write: (path: string, text: string) => void): void {
  const pods = new Map<string, string>();
  const files = new Map<string, string[]>();
  for (const fact of lab.facts()) {
    if (fact.kind === 'sandbox' && fact.host === host) pods.set(fact.sandboxId, fact.name);
    if (fact.kind !== 'container' || fact.host !== host || fact.state !== 'created') continue;
    const path = `pods/${host}/${pods.get(fact.sandboxId) ?? fact.sandboxId}/${fact.name}.log`;
    const lines = lab.read
      .containerLog(host, fact.containerId)
      .map(
        ({ at, stream, text }) =>
          `${rfc3339Micro(RUN_EPOCH_MICROS + at).slice(0, -1)}000Z ${stream} F ${text}\n`,
      );
    files.set(path, [...(files.get(path) ?? []), ...lines]);
  }
  for (const [path, lines] of files) if (lines.length > 0) write(path, lines.join(''));
}
