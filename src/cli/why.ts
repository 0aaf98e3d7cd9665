/** `eggtooth why`: from a symptom to its root, on a live lab or on the record of a finished run. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EggtoothError } from '../errors.ts';
import { replay, type LabRecord } from '../sim/index.ts';
import { labClient, labTime, type ClientOptions } from './lab-client.ts';

interface WhyOptions extends ClientOptions {
  readonly record?: string;
}
interface Link {
  readonly atSeconds: number;
  readonly what: string;
  readonly fact?: string;
  readonly input?: string;
}

export async function why(what: string, options: WhyOptions): Promise<void> {
  const chain =
    options.record === undefined ? await live(what, options) : recorded(what, options.record);
  for (const { atSeconds, what: text, fact, input } of chain) {
    const id = input ?? fact ?? '';
    process.stdout.write(`${labTime(atSeconds)}  ${id.padEnd(7)} ${text}\n`);
  }
}

async function live(what: string, options: ClientOptions): Promise<readonly Link[]> {
  const client = await labClient(options);
  const path = `why?what=${encodeURIComponent(what)}`;
  return (await client.request<{ chain: readonly Link[] }>(path)).chain;
}

/** The record itself, or the folder that `run --out` wrote it into. */
function readRecord(given: string): LabRecord {
  const folder = statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = folder ? join(given, 'record.json') : given;
  const text = readFileSync(path, 'utf8');
  try {
    const record = JSON.parse(text) as Partial<LabRecord>;
    if (record.spec !== undefined && record.inputs !== undefined) return record as LabRecord;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const reason = 'It is no record of a run (run --out writes one: record.json).';
  throw new EggtoothError('EGT_FILE', { path, reason });
}

/** A record is spec and inputs: played again it has the same facts. */
function recorded(what: string, file: string): readonly Link[] {
  const lab = replay(readRecord(file));
  const chain = lab.why(what);
  if (chain.length === 0) {
    throw new EggtoothError('EGT_USAGE', { problem: `nothing is known of "${what}"`, verb: 'why' });
  }
  return chain.map((link) => ({ ...link, atSeconds: link.at / 1_000_000 }));
}
