/** A person at a real OpenSSH client with a terminal: types, and waits for what appears. */
import { spawn } from 'node:child_process';

export interface SshTerminal {
  /** Everything that came so far. */
  readonly screen: () => string;
  type(keys: string): void;
  /** Waits for this text after what was seen before; resolves to everything up to its end. */
  see(what: string | RegExp, withinMillis?: number): Promise<string>;
  /** Types a block (lines joined by a backslash too) and resolves to what it printed. */
  run(block: string): Promise<string>;
  /** Types a line that goes on, waits, presses these keys; resolves to what came until the prompt. */
  follow(line: string, keys: string, forMillis: number): Promise<string>;
  readonly exited: Promise<number | null>;
  close(): Promise<void>;
}

const PROMPT = /\[\w+@[\w-]+ [^\]\n]*\][$#] $/;
const PATIENCE_MILLIS = 20_000;
/** A program that never stops does not fill the memory: the newest is kept. */
const SCREEN_MAX = 2 ** 20;
const SCREEN_KEPT = 2 ** 18;
/** The line editor hands the terminal over: what follows is output. */
const STARTED = '\u001b[?2004l\r';

/** `program` and its words; `env` beside the process's own. */
export function openTerminal(
  words: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): SshTerminal {
  const [program, ...rest] = words;
  const child = spawn(program, rest, { env: { ...process.env, ...env } });
  let screen = '';
  let from = 0;
  const waiting = new Set<() => void>();
  const arrived = (bytes: Buffer): void => {
    screen += bytes.toString();
    if (screen.length > SCREEN_MAX) {
      from = Math.max(0, from - (screen.length - SCREEN_KEPT));
      screen = screen.slice(-SCREEN_KEPT);
    }
    for (const look of waiting) look();
  };
  child.stdout.on('data', arrived);
  child.stderr.on('data', arrived);
  child.stdin.on('error', () => undefined);
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const see = (what: string | RegExp, withinMillis = PATIENCE_MILLIS): Promise<string> =>
    new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => {
        waiting.delete(look);
        reject(
          new Error(`no ${String(what)} within ${withinMillis} ms in:\n${screen.slice(from)}`),
        );
      }, withinMillis);
      function look(): void {
        const text = screen.slice(from);
        const end = endOf(text, what);
        if (end === undefined) return;
        clearTimeout(tooLate);
        waiting.delete(look);
        from += end;
        resolve(text.slice(0, end));
      }
      waiting.add(look);
      look();
    });
  return {
    screen: () => screen,
    type: (keys) => void child.stdin.write(keys),
    see,
    async run(block) {
      child.stdin.write(`${block.replaceAll('\n', '\r')}\r`);
      for (const _ of block.split('\n')) await see(STARTED);
      return plain(await see(PROMPT));
    },
    async follow(line, keys, forMillis) {
      child.stdin.write(`${line}\r`);
      await see(STARTED);
      await new Promise((resolve) => setTimeout(resolve, forMillis));
      child.stdin.write(keys);
      return plain(await see(PROMPT));
    },
    exited,
    async close() {
      child.kill();
      await exited;
    },
  };
}

const plain = (printed: string): string =>
  printed
    .replace(PROMPT, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\u001b[?2004l\r', '')
    .replaceAll('\u001b[?2004h', '');

function endOf(text: string, what: string | RegExp): number | undefined {
  if (typeof what === 'string') {
    const at = text.indexOf(what);
    return at < 0 ? undefined : at + what.length;
  }
  const found = what.exec(text);
  return found === null ? undefined : found.index + found[0].length;
}

/** Logs in on a host of the lab and waits for its prompt. */
export async function logIn(
  env: Readonly<Record<string, string>>,
  host: string,
  withinMillis = PATIENCE_MILLIS,
): Promise<SshTerminal> {
  const terminal = openTerminal(['ssh', '-tt', '-F', env['EGGTOOTH_SSH_CONFIG'] ?? '', host]);
  await terminal.see(PROMPT, withinMillis);
  return terminal;
}
