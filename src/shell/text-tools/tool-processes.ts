/**
 * Text tools in processes, some for each lab: what one seat starts can take one for as long as it likes, and other labs
 * have their own. A tool that is interrupted, or takes more memory than a process may, ends with its process; V8 ends
 * a whole process when one array outgrows its heap, so a thread would take every lab along.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { IFileSystem } from 'just-bash';
import { packageRoot } from '../../host/package-root.ts';
import { Interrupted } from '../process.ts';
import type { LentResult, LentTools } from './lent-names.ts';
import type { FromTool, ToolRun, ToTool } from './tool-messages.ts';

/** More run one after the other. */
const PROCESSES_MAX = 6;
const IDLE_MAX = 1;
const IDLE_MILLIS = 30_000;
const MEMORY_MB = 192;
/** 128 + SIGKILL: what the kernel does to a process that takes too much memory. */
const KILLED = 137;

interface Idle {
  readonly tool: ChildProcess;
  readonly timer: NodeJS.Timeout;
}

export class ToolProcesses {
  #idle: Idle[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Tools that see these files. `run` rejects with Interrupted when its signal aborts. */
  over(files: IFileSystem): LentTools {
    return { run: ({ signal, ...run }) => this.#run(files, run, signal) };
  }

  async #run(files: IFileSystem, run: ToolRun, signal?: AbortSignal): Promise<LentResult> {
    while (this.#running >= PROCESSES_MAX) await new Promise<void>((go) => this.#waiting.push(go));
    if (signal?.aborted === true) throw new Interrupted();
    this.#running += 1;
    const tool = this.#take();
    try {
      const result = await converse(tool, files, run, signal);
      this.#keep(tool);
      return result;
    } catch (error) {
      tool.kill('SIGKILL');
      if (!(error instanceof OutOfMemory)) throw error;
      return { out: '', error: 'Killed\n', status: KILLED };
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  #take(): ChildProcess {
    const idle = this.#idle.pop();
    if (idle === undefined) return start();
    if (!idle.tool.connected) return this.#take();
    clearTimeout(idle.timer);
    idle.tool.ref();
    idle.tool.channel?.ref();
    return idle.tool;
  }

  #keep(tool: ChildProcess): void {
    tool.unref();
    tool.channel?.unref();
    const timer = setTimeout(() => this.#drop(tool), IDLE_MILLIS).unref();
    this.#idle.push({ tool, timer });
    const [oldest] = this.#idle;
    if (this.#idle.length > IDLE_MAX && oldest !== undefined) this.#drop(oldest.tool);
  }

  #drop(tool: ChildProcess): void {
    this.#idle = this.#idle.filter((each) => each.tool !== tool);
    tool.kill('SIGKILL');
  }
}

function start(): ChildProcess {
  // The bundle's, also where the sources run: a process's code is JavaScript.
  const tool = fork(join(packageRoot(), 'dist', 'tool-process.js'), {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Whoever waits for it is told by its end.
  return tool.on('error', () => tool.kill('SIGKILL'));
}

/** V8 aborts. */
class OutOfMemory extends Error {}

function converse(
  tool: ChildProcess,
  files: IFileSystem,
  run: ToolRun,
  signal?: AbortSignal,
): Promise<LentResult> {
  return new Promise((resolve, reject) => {
    const abort = (): void => finish(() => reject(new Interrupted()));
    const finish = (how: () => void): void => {
      tool.off('message', receive).off('error', failed).off('exit', gone);
      signal?.removeEventListener('abort', abort);
      how();
    };
    const failed = (error: Error): void => finish(() => reject(error));
    const gone = (_: number | null, signal: string | null): void =>
      finish(() => reject(signal === 'SIGABRT' ? new OutOfMemory() : new Interrupted()));
    const receive = (message: FromTool): void => {
      if (message.type === 'done') return finish(() => resolve(message.result));
      return void answer(files, message).then((answered) => tool.send(answered));
    };
    tool.on('message', receive).on('error', failed).on('exit', gone);
    signal?.addEventListener('abort', abort, { once: true });
    const message: ToTool = { type: 'run', run };
    tool.send(message);
  });
}

async function answer(
  files: IFileSystem,
  { call, method, args }: FromTool & { type: 'file' },
): Promise<ToTool> {
  try {
    const asked = files[method as keyof IFileSystem] as unknown;
    if (typeof asked !== 'function') throw new Error(`${method}: not simulated by Eggtooth`);
    const value: unknown = await (asked as (...words: readonly unknown[]) => unknown).apply(files, [
      ...args,
    ]);
    return { type: 'answer', call, value };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { type: 'answer', call, code, message };
  }
}
