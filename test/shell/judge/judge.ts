/** The judge: entries from the data files, what the machine's bash answers and what ours does. */
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeLab, file } from '../fake-lab.ts';
import { run } from '../run.ts';

export interface Entry {
  /** `line 12` or the script's name: stable in the list of known differences. */
  readonly name: string;
  readonly section: string;
  readonly command: string;
  /** Text of `./<name>` when the entry is a script. */
  readonly script?: string;
}
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const here = new URL('.', import.meta.url).pathname;
const ENVIRONMENT = {
  HOME: '/home/core',
  USER: 'core',
  LOGNAME: 'core',
  SHELL: '/bin/bash',
  PATH: '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin',
  LANG: 'C.UTF-8',
};

export function isBash52(): boolean {
  const { status, stdout } = spawnSync('/usr/bin/bash', ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('version 5.2');
}

export function oneLiners(): readonly Entry[] {
  const entries: Entry[] = [];
  let section = '';
  for (const line of readFileSync(join(here, 'one-liners.txt'), 'utf8').split('\n')) {
    if (line.startsWith('# ')) section = line.slice(2);
    else if (line !== '')
      entries.push({
        name: `line ${entries.length + 1}`,
        section,
        command: line.replaceAll('␤', '\n'),
      });
  }
  return entries;
}

export function scripts(): readonly Entry[] {
  const folder = join(here, 'scripts');
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const script = readFileSync(join(folder, name), 'utf8');
      return { name, section: 'scripts', command: `./${name}`, script };
    });
}

/** Each entry in an empty folder of its own; the same paths are used in the simulated world. */
export async function realAnswers(
  entries: readonly Entry[],
): Promise<{ folder: string; answers: readonly Answer[]; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'judge-'));
  const answers: Answer[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < entries.length; index = next++) {
      const entry = entries[index];
      if (entry) answers[index] = await realAnswer(entry, join(folder, String(index)));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { folder, answers, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function realAnswer(entry: Entry, cwd: string): Promise<Answer> {
  mkdirSync(cwd);
  if (entry.script !== undefined)
    writeFileSync(join(cwd, entry.name), entry.script, { mode: 0o755 });
  // Into files, not sockets: /dev/stderr can then be opened, as on a terminal.
  const streams = ['stdout', 'stderr'].map((name) => openSync(`${cwd}.${name}`, 'w'));
  const taken = (name: string): string => readFileSync(`${cwd}.${name}`, 'latin1');
  return new Promise((resolve) => {
    const child = spawn('/usr/bin/bash', ['-c', entry.command], {
      cwd,
      argv0: 'bash',
      env: ENVIRONMENT,
      timeout: 10_000,
      stdio: ['ignore', ...streams],
    });
    child.on('close', (code, signal) => {
      for (const stream of streams) closeSync(stream);
      const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve(named(entry, { stdout: taken('stdout'), stderr: taken('stderr'), status }));
    });
  });
}

export async function ourAnswer(entry: Entry, cwd: string): Promise<Answer> {
  const fake = fakeLab({ wall: true });
  const folder = (path: string): void =>
    void fake.world.files.set(
      `bootstrap:${path}`,
      file(path, '', { folder: true, mode: 0o755, owner: 'core' }),
    );
  folder(cwd);
  const path = `${cwd}/${entry.name}`;
  if (entry.script !== undefined)
    fake.world.files.set(
      `bootstrap:${path}`,
      file(path, entry.script, { mode: 0o755, owner: 'core' }),
    );
  const limit = new Promise<Answer>((resolve) => {
    setTimeout(resolve, 10_000, { stdout: '', stderr: 'did not end', status: -1 }).unref();
  });
  return Promise.race([
    run(entry.command, { fake, cwd, encoding: 'latin1' }).then((answer) => named(entry, answer)),
    limit,
  ]);
}

/**
 * The name of a program in front of its message, without the folder that it was found in. Stages of
 * a pipeline run at the same time: the order of what -x says of them is nobody's. Nor is what `time` measured.
 */
function named(entry: Entry, { stdout, stderr, status }: Answer): Answer {
  const races =
    /set -x|PS4/.test(entry.script ?? entry.command) && / \| /.test(entry.script ?? entry.command);
  const text = stderr
    .replaceAll(/^\/(?:usr\/)?bin\//gm, '')
    .replaceAll(/^(real|user|sys)([ \t])[\dm.s]+$/gm, '$1$2TIME');
  return { stdout, stderr: races ? text.split('\n').toSorted().join('\n') : text, status };
}
