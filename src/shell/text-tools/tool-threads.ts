/**
 * Text tools in threads, some for each lab: what one seat starts can take a thread for as long as it likes, and other labs
 * have their own. A tool that is interrupted, or takes more memory than a process may, ends with its thread.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { IFileSystem } from 'just-bash';
import { packageRoot } from '../../host/package-root.ts';
import { Interrupted } from '../process.ts';
import type { LentResult, LentTools } from './lent-names.ts';
import type { FromWorker, ToolRun, ToWorker } from './tool-messages.ts';

/** More run one after the other. */
const THREADS_MAX = 6;
const IDLE_MAX = 1;
const IDLE_MILLIS = 30_000;
const MEMORY_MB = 192;
/** 128 + SIGKILL: what the kernel does to a process that takes too much memory. */
const KILLED = 137;

interface Idle {
  readonly worker: Worker;
  readonly timer: NodeJS.Timeout;
}

export class ToolThreads {
  #idle: Idle[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Tools that see these files. `run` rejects with Interrupted when its signal aborts. */
  over(files: IFileSystem): LentTools {
    return { run: ({ signal, ...run }) => this.#run(files, run, signal) };
  }

  async #run(files: IFileSystem, run: ToolRun, signal?: AbortSignal): Promise<LentResult> {
    while (this.#running >= THREADS_MAX) await new Promise<void>((go) => this.#waiting.push(go));
    if (signal?.aborted === true) throw new Interrupted();
    this.#running += 1;
    const worker = this.#take();
    try {
      const result = await converse(worker, files, run, signal);
      this.#keep(worker);
      return result;
    } catch (error) {
      void worker.terminate();
      if (!isOutOfMemory(error)) throw error;
      return { out: '', error: 'Killed\n', status: KILLED };
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  #take(): Worker {
    const idle = this.#idle.pop();
    if (idle === undefined) return start();
    clearTimeout(idle.timer);
    idle.worker.ref();
    return idle.worker;
  }

  #keep(worker: Worker): void {
    worker.unref();
    const timer = setTimeout(() => this.#drop(worker), IDLE_MILLIS).unref();
    this.#idle.push({ worker, timer });
    const [oldest] = this.#idle;
    if (this.#idle.length > IDLE_MAX && oldest !== undefined) this.#drop(oldest.worker);
  }

  #drop(worker: Worker): void {
    this.#idle = this.#idle.filter((each) => each.worker !== worker);
    void worker.terminate();
  }
}

function start(): Worker {
  // The bundle's, also where the sources run: a thread's code is JavaScript.
  return new Worker(join(packageRoot(), 'dist', 'tool-worker.js'), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 32 },
    env: {},
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
  });
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

function converse(
  worker: Worker,
  files: IFileSystem,
  run: ToolRun,
  signal?: AbortSignal,
): Promise<LentResult> {
  return new Promise((resolve, reject) => {
    const abort = (): void => finish(() => reject(new Interrupted()));
    const finish = (how: () => void): void => {
      worker.off('message', receive).off('error', failed).off('exit', gone);
      signal?.removeEventListener('abort', abort);
      how();
    };
    const failed = (error: Error): void => finish(() => reject(error));
    const gone = (): void => finish(() => reject(new Interrupted()));
    const receive = (message: FromWorker): void => {
      if (message.type === 'done') return finish(() => resolve(message.result));
      return void answer(files, message).then((answered) => worker.postMessage(answered));
    };
    worker.on('message', receive).on('error', failed).on('exit', gone);
    signal?.addEventListener('abort', abort, { once: true });
    const message: ToWorker = { type: 'run', run };
    worker.postMessage(message);
  });
}

async function answer(
  files: IFileSystem,
  { call, method, args }: FromWorker & { type: 'file' },
): Promise<ToWorker> {
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
