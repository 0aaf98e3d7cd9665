/**
 * The labs that run on this machine: each has a folder of its own (ASSETS_DIR) with a state file,
 * under the person's runtime folder. Folders of processes that are gone are removed by the next.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export interface LiveLabState {
  readonly pid: number;
  readonly id: string;
  readonly url: string;
  readonly token: string;
  /** It was opened through the doors of another: the page with them. */
  readonly home?: string;
}
export const STATE_FILE = 'lab.json';
/** In a lab's folder: where its env file is, which holds its keys too. */
export const ENV_FILE_NOTE = 'env-file';
const PREFIX = 'eggtooth-';
const NAME = /^eggtooth-(\d+)-/;
/** Values in the env file are written without quotes. */
const PLAIN_PATH = /^[\w./:@%+-]+$/;

export function runtimeFolder(): string {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && isFolder(runtime) && PLAIN_PATH.test(runtime)) return runtime;
  return PLAIN_PATH.test(tmpdir()) ? tmpdir() : '/tmp';
}

/** A new folder for this process's lab, for this person's eyes only. */
export function newLabFolder(): string {
  return mkdtempSync(join(runtimeFolder(), `${PREFIX}${process.pid}-`));
}

export function removeStaleFolders(): void {
  for (const { folder, pid } of labFolders()) {
    if (isAlive(pid)) continue;
    removeEnvFile(textOf(join(folder, ENV_FILE_NOTE)), pid);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The env file of a process that is gone; another's that took its place stays. */
function removeEnvFile(path: string | undefined, pid: number): void {
  if (path === undefined) return;
  const isIts = textOf(path)?.split('\n').includes(`EGGTOOTH_PID=${pid}`) === true;
  if (isIts) rmSync(path, { force: true });
}
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

export function liveLabs(): readonly LiveLabState[] {
  return labFolders()
    .filter(({ pid }) => isAlive(pid))
    .flatMap(({ folder }) => readState(join(folder, STATE_FILE)) ?? []);
}

function labFolders(): readonly { readonly folder: string; readonly pid: number }[] {
  const base = runtimeFolder();
  return readdirSync(base)
    .map((name) => ({ folder: join(base, name), pid: Number(NAME.exec(name)?.[1] ?? 0) }))
    .filter(({ folder, pid }) => pid > 0 && isOwn(folder));
}

function isOwn(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (userInfo().uid < 0 || stats.uid === userInfo().uid);
}
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
/** A lab that is still starting, or just ending, has no state yet. */
function readState(file: string): LiveLabState | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LiveLabState;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
