/**
 * A login on a simulated host: interactive on a terminal, or one command as `ssh host command` runs
 * it. The rooms outside give it bytes and take bytes; everything it does goes through the lab.
 */
import { StringDecoder } from 'node:string_decoder';
import type { LiveLab } from '../host/live-lab.ts';
import type { Network } from '../host/network.ts';
import { PROGRAMS } from './commands/catalogue.ts';
import { interpreter } from './executor/executor.ts';
import { CORE, ROOT } from './files/host-files.ts';
import { wholeCharacters } from './bytes.ts';
import { textOf } from './looks/chunk.ts';
import type { Chunk } from './looks/chunk.ts';
import { openLedger } from './looks/ledger.ts';
import type { Ledger } from './looks/ledger.ts';
import { openMachine } from './machine.ts';
import type { Machine, PkiTexts } from './machine.ts';
import { BrokenPipe, Pipe, devNull } from './pipe.ts';
import type { Sink } from './pipe.ts';
import { Interrupted, ShellExit, startJob, untilInterrupted } from './process.ts';
import type { JobControl } from './process.ts';
import { newShellState } from './shell-state.ts';
import type { ShellState } from './shell-state.ts';
import type { Standing } from './standing.ts';
import { restored } from './terminal/going-on.ts';
import type { Within } from './terminal/going-on.ts';
import { interact, terminalIo } from './terminal/interactive.ts';
import type { Console } from './terminal/interactive.ts';
import { openNotebook } from './terminal/notebook.ts';
import type { Notebook, Stands } from './terminal/notebook.ts';
import { openTerminal } from './terminal/terminal.ts';

/** Takes bytes; `written` counts all of this session's, both streams. Resolves when there is room. */
export type Output = (bytes: Uint8Array, written: number) => Promise<void> | void;

export interface ShellOptions {
  readonly lab: LiveLab;
  readonly network: Network;
  readonly host: string;
  /** root: what systemd runs. */
  readonly user: 'core' | 'root';
  readonly env?: Readonly<Record<string, string>>;
  /** Where the shell begins; the user's home unless said. */
  readonly cwd?: string;
  /**
   * With it the session has a terminal; standard error then goes to `stdout`. A client that has a
   * pseudo-terminal and no screen (`ssh -tt` in a pipe) says 0: nothing scrolls off there.
   */
  readonly tty?: { readonly columns: number; readonly rows: number };
  /** Runs this and ends; without it a login shell with a prompt, or a script read from `write`. */
  readonly command?: string;
  /** `none`: standard input is empty from the start. */
  readonly stdin?: 'open' | 'none';
  readonly stdout: Output;
  readonly stderr?: Output;
  readonly onExit: (code: number) => void;
  /** Where the workstation shows the world's `/assets`. */
  readonly assetsDir: string;
  /** Somebody has worked on the workstation before and left KUBECONFIG set. */
  readonly isHandedOver?: boolean;
  readonly pki: PkiTexts;
  /** Names the session in the looks it notes. */
  readonly session?: string;
  /** `page`, `ssh`; the look's source is this and the host. */
  readonly source?: string;
  /** An ssh agent is forwarded: this login may go on to the next host. */
  readonly agent?: boolean;
  /** Told how a terminal's shells stand from now on; undefined when they have ended. */
  readonly stands?: Stands;
  /** They go on from there. */
  readonly begun?: Standing | undefined;
}
export interface ShellSession {
  write(bytes: Uint8Array | string): void;
  /** Nothing more will be written. */
  endInput(): void;
  resize(columns: number, rows: number): void;
  signal(name: string): void;
  /** The far side has gone: everything stops. */
  close(): void;
  /** Everything up to byte `written` has been painted. */
  ackPainted(written: number): void;
  /** The screen was scrolled: so many lines above its end. */
  scrolled(lines: number): void;
  /** Whether marked bytes within the first `written` wait for an acknowledgement. */
  awaitsPaint(written: number): boolean;
  /** The channel closed cleanly with all its output taken: what was painted counts at once. */
  settlePaint(): void;
}

let sessions = 0;

export function openShell(options: ShellOptions): ShellSession {
  const { lab, host, tty } = options;
  sessions += 1;
  const machine = openMachine({ ...options, commands: PROGRAMS, interpreter });
  const ledger = openLedger({
    rows: () => (tty?.rows && console ? console.terminal.rows : 0),
    crlf: tty !== undefined,
    session: options.session ?? `shell-${sessions}`,
    source: options.source ?? `shell:${host}`,
    now: () => lab.now(),
    note: (look) => lab.look(look),
  });
  const life = startJob();
  let ended = false;
  const emit = async (output: Output | undefined, chunk: Chunk): Promise<void> => {
    if (ended) throw new BrokenPipe();
    const bytes = ledger.write(chunk);
    await output?.(bytes, ledger.written);
  };
  const notebook = openNotebook((how, size) => (ended ? undefined : options.stands?.(how, size)));
  const console = tty
    ? openConsole(tty, notebook, (chunk) => emit(options.stdout, chunk))
    : undefined;
  const stdin = new Pipe();
  if (options.stdin === 'none') stdin.end();
  const finish = (code: number): void => {
    if (ended) return;
    ended = true;
    unsubscribe();
    life.interrupt();
    options.stands?.(undefined, 0);
    options.onExit(code);
  };
  const unsubscribe = lab.world.on((fact) => {
    if (fact.kind === 'power' && !fact.on && fact.host === host) queueMicrotask(() => finish(255));
  });
  const left = options.begun && restored(options.begun, machine);
  const shell = left?.shell ?? loginState(options, machine);
  if (options.command !== undefined && options.user === 'core') lab.typed(host, options.command);
  const run = console
    ? runOnTerminal(console, shell, life, left?.within ?? options.command)
    : runPlain({ shell, life, stdin, command: options.command, emit, options });
  void run.then(finish, async (error: unknown) => {
    if (error instanceof Interrupted) return finish(130);
    const text = `eggtooth: ${String(error)}\n`;
    await emit(options.stderr ?? options.stdout, text).catch(() => undefined);
    finish(1);
  });
  return controls({ console, stdin, life, ledger, close: () => finish(129) });
}

interface Inside {
  readonly console: Console | undefined;
  readonly stdin: Pipe;
  readonly life: JobControl;
  readonly ledger: Ledger;
  close(): void;
}
function controls({ console, stdin, life, ledger, close }: Inside): ShellSession {
  const decoder = new StringDecoder('utf8');
  const whole = wholeCharacters();
  return {
    write(bytes) {
      ledger.typed();
      if (console)
        console.terminal.input(
          typeof bytes === 'string' ? bytes : decoder.write(Buffer.from(bytes)),
        );
      else
        void stdin.write(typeof bytes === 'string' ? bytes : whole(bytes)).catch(() => undefined);
    },
    endInput() {
      if (console) return console.terminal.input('\u0004');
      const left = whole(undefined);
      if (left !== '') void stdin.write(left).catch(() => undefined);
      stdin.end();
    },
    resize(columns, rows) {
      const size = sized({ columns, rows });
      console?.terminal.resize(size.columns, size.rows);
    },
    signal(name) {
      if (name === 'INT' && console?.foreground) console.foreground.control.interrupt();
      else if (name === 'TSTP') console?.foreground?.suspend();
      else life.interrupt();
    },
    close,
    ackPainted: (written) => ledger.acknowledge(written),
    scrolled: (lines) => ledger.scrolled(lines),
    awaitsPaint: (written) => ledger.waits(written),
    settlePaint: () => ledger.settle(),
  };
}

function loginState(options: ShellOptions, machine: Machine): ShellState {
  const { tty, command, env, cwd, agent } = options;
  return newShellState({
    machine,
    user: options.user === 'root' ? ROOT : CORE,
    ...(cwd !== undefined && { cwd }),
    env: { ...env, ...(tty && { TERM: env?.['TERM'] ?? 'xterm-256color' }) },
    interactive: tty !== undefined && command === undefined,
    login: command === undefined,
    // The workstation has the lab's key itself; a node needs a forwarded agent.
    agent: agent === true || !machine.isNode,
  });
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}
const sized = ({ columns, rows }: Size): Size => ({ columns: columns || 80, rows: rows || 24 });

function openConsole(
  size: Size,
  notebook: Notebook,
  write: (chunk: Chunk) => Promise<void>,
): Console {
  const terminal = openTerminal(sized(size), {
    write,
    interrupt: () => console.foreground?.control.interrupt(),
    suspend: () => console.foreground?.suspend(),
    edit: (text) => console.editor?.keys.feed(text),
    runShell: (shell, job) => interact(console, shell, job),
  });
  const console: Console = { terminal, editor: undefined, foreground: undefined, notebook, write };
  return console;
}

async function runOnTerminal(
  console: Console,
  shell: ShellState,
  life: JobControl,
  begins: string | Within | undefined,
): Promise<number> {
  if (typeof begins === 'object') return interact(console, shell, life, begins);
  if (begins === undefined) {
    const notice = messageOfTheDay(shell.machine);
    if (notice !== '') await console.write(notice);
    return interact(console, shell, life);
  }
  const control = startJob(life.signal);
  console.foreground = { control, suspend: () => undefined };
  return runCommandText(shell, begins, terminalIo(console, control), control);
}

/** /etc/motd, as sshd shows it. */
function messageOfTheDay({ lab, host }: Machine): string {
  const motd = lab.world.read.file(host, '/etc/motd')?.content ?? '';
  return motd === '' || motd.endsWith('\n') ? motd : `${motd}\n`;
}

interface PlainRun {
  readonly shell: ShellState;
  readonly life: JobControl;
  readonly stdin: Pipe;
  readonly command: string | undefined;
  readonly emit: (output: Output | undefined, chunk: Chunk) => Promise<void>;
  readonly options: ShellOptions;
}
async function runPlain({ shell, life, stdin, command, emit, options }: PlainRun): Promise<number> {
  const sink = (output: Output | undefined): Sink => ({
    write: (chunk) => untilInterrupted(emit(output, chunk), life),
  });
  life.pipes.add(stdin);
  const stdout = sink(options.stdout);
  const stderr = sink(options.stderr ?? options.stdout);
  if (command !== undefined) return runCommandText(shell, command, { stdin, stdout, stderr }, life);
  // Without a terminal and a command, bash reads its script from standard input.
  let script = '';
  for (let chunk = await stdin.read(); chunk !== null; chunk = await stdin.read())
    script += textOf(chunk);
  return runCommandText(shell, script, { stdin: devNull, stdout, stderr }, life);
}

async function runCommandText(
  shell: ShellState,
  command: string,
  io: Parameters<typeof interpreter.text>[2],
  job: JobControl,
): Promise<number> {
  try {
    return await interpreter.text(shell, command, io, job);
  } catch (error) {
    if (error instanceof ShellExit) return error.status;
    throw error;
  }
}
