/**
 * The process in which just-bash's text tools (awk, sed, jq, sort, …) run, so that one that never ends keeps nobody waiting
 * and can be killed like a process. It has no files of its own: what a tool reads and writes is asked of the server.
 */
import { posix } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { IFileSystem } from 'just-bash';
import { LENT } from './lent-names.ts';
import { openLentTools } from './lent-tools.ts';
import type { FromTool, ToTool } from './tool-messages.ts';

const tell = (message: FromTool): void => void process.send?.(message);

/** A tool that never ends hears nothing; this does, and ends it when the server was killed. */
const WATCH =
  'const p = process.ppid; setInterval(() => p !== process.ppid && process.kill(process.pid, "SIGKILL"), 1000)';
new Worker(WATCH, { eval: true }).unref();

/** just-bash looks its own tools up in PATH, so the folder of programs must seem to hold them. */
const TOOLS = new Set(LENT.map((name) => `/usr/bin/${name}`));
const PROGRAM = {
  isFile: true,
  isDirectory: false,
  isSymbolicLink: false,
  mode: 0o755,
  size: 0,
  mtime: new Date(0),
};

const waiting = new Map<
  number,
  { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
>();
let calls = 0;
const ask = (method: string, args: readonly unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    calls += 1;
    waiting.set(calls, { resolve, reject });
    tell({ type: 'file', call: calls, method, args });
  });

const asks =
  (method: string) =>
  (...args: readonly unknown[]): Promise<unknown> =>
    ask(method, args);
/** Of a tool itself nobody need be asked. */
const asksUnlessTool =
  (method: string, ofTool: unknown) =>
  (path: string): Promise<unknown> =>
    TOOLS.has(path) ? Promise.resolve(ofTool) : ask(method, [path]);
const METHODS = [
  ...['readFile', 'readFileBuffer', 'readFileBytes', 'writeFile', 'appendFile', 'readdir', 'mkdir'],
  ...['rm', 'cp', 'mv', 'chmod', 'symlink', 'link', 'readlink', 'realpath', 'utimes'],
];
const files = {
  ...Object.fromEntries(METHODS.map((method) => [method, asks(method)])),
  exists: asksUnlessTool('exists', true),
  stat: asksUnlessTool('stat', PROGRAM),
  lstat: asksUnlessTool('lstat', PROGRAM),
  resolvePath: (base: string, path: string) => posix.resolve(base, path),
  getAllPaths: () => [],
} as unknown as IFileSystem;
const tools = openLentTools(files);

process.on('message', (message: ToTool) => {
  if (message.type === 'answer') {
    const asked = waiting.get(message.call);
    waiting.delete(message.call);
    if ('value' in message) asked?.resolve(message.value);
    else asked?.reject(Object.assign(new Error(message.message), { code: message.code }));
    return;
  }
  tools.run(message.run).then(
    (result) => tell({ type: 'done', result }),
    (error: unknown) =>
      tell({ type: 'done', result: { out: '', error: `${String(error)}\n`, status: 1 } }),
  );
});
