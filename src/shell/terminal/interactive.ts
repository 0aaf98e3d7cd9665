/**
 * An interactive bash: prompt, line, run, and again. Loops nest on one terminal: `sudo -i`, `bash`
 * and the far end of `ssh` are the same loop with another state.
 */
import { deferred } from '../bell.ts';
import { forgetDone, jobLine } from '../builtins/job-control.ts';
import { BUILTINS } from '../builtins/catalogue.ts';
import type { Io } from '../commands/command.ts';
import { parseScript } from '../syntax/parse.ts';
import type { Chunk } from '../looks/chunk.ts';
import { Interrupted, ShellExit, startJob, untilInterrupted } from '../process.ts';
import type { Job, JobControl } from '../process.ts';
import { complaint, nextPid } from '../shell-state.ts';
import type { ShellJob, ShellState } from '../shell-state.ts';
import { completeLine } from './completion.ts';
import { lineEditor } from './line-editor.ts';
import type { LineEditor } from './line-editor.ts';
import { goOn } from './going-on.ts';
import type { Within } from './going-on.ts';
import type { Notebook } from './notebook.ts';
import { expandHistory } from './history.ts';
import { promptOf } from './prompt.ts';
import type { ControlledTerminal } from './terminal.ts';

/** What runs in the foreground of a terminal, and what Ctrl-Z does to it. */
export interface Foreground {
  readonly control: JobControl;
  suspend(): void;
}
export interface Console {
  readonly terminal: ControlledTerminal;
  editor: LineEditor | undefined;
  foreground: Foreground | undefined;
  readonly notebook: Notebook;
  write(chunk: Chunk): Promise<void>;
}

/** Standard streams of a job on this terminal: they stop with it and die with it. */
export function terminalIo(console: Console, job: Job): Io {
  const { terminal } = console;
  const sink = {
    terminal,
    async write(chunk: Chunk): Promise<void> {
      const stopped = job.running();
      if (stopped) await stopped;
      await untilInterrupted(console.write(chunk), job);
    },
  };
  const stdin = {
    terminal,
    async read(): Promise<Chunk | null> {
      for (;;) {
        const stopped = job.running();
        if (stopped) await stopped;
        const chunk = await untilInterrupted(terminal.read(), job);
        if (chunk !== 'replaced') return chunk;
      }
    },
    unread: (chunk: Chunk) => terminal.stdin.unread(chunk),
    close: () => undefined,
  };
  return { stdin, stdout: sink, stderr: sink, terminal };
}

export async function interact(
  console: Console,
  shell: ShellState,
  outer: Job,
  within?: Within,
): Promise<number> {
  const { terminal } = console;
  const before = { editor: console.editor, foreground: console.foreground };
  const editor = lineEditor({
    write: (text) => void console.write(text).catch(() => undefined),
    columns: () => terminal.columns,
    complete: (text) => Promise.resolve(completeLine(shell, text, BUILTINS.keys())),
    history: () => shell.history,
  });
  console.editor = editor;
  console.notebook.enter(shell);
  try {
    if (within) await goOn(shell, within, outer, doors(console));
    return await promptLoop(console, shell, editor, outer);
  } finally {
    console.notebook.leave();
    before.editor?.keys.feed(editor.keys.drain());
    console.editor = before.editor;
    console.foreground = before.foreground;
    for (const job of shell.jobs) job.control.interrupt();
    terminal.setMode('cooked');
  }
}

const doors = (console: Console): Parameters<typeof goOn>[3] => ({
  write: (text) => console.write(text),
  interact: (shell, job, within) => interact(console, shell, job, within),
});

async function promptLoop(
  console: Console,
  shell: ShellState,
  editor: LineEditor,
  outer: Job,
): Promise<number> {
  let warned = false;
  for (;;) {
    await announceDone(console, shell);
    console.notebook.note();
    const line = await readCommand(console, shell, editor, outer);
    if (line === undefined) {
      await console.write(shell.login ? 'logout\n' : 'exit\n');
      return shell.lastStatus;
    }
    if (line.trim() === '') continue;
    shell.machine.lab.typed(shell.machine.host, line);
    console.notebook.note(line);
    try {
      await runLine(console, shell, line, outer);
    } catch (error) {
      if (error instanceof Interrupted && outer.signal.aborted) throw error;
      if (!(error instanceof ShellExit)) throw error;
      await console.write(shell.login ? 'logout\n' : 'exit\n');
      const stopped = shell.jobs.some((job) => job.state === 'Stopped');
      if (!stopped || warned) return error.status;
      warned = true;
      await console.write('There are stopped jobs.\n');
      continue;
    }
    warned = false;
  }
}

async function announceDone(console: Console, shell: ShellState): Promise<void> {
  for (const job of shell.jobs) if (job.state === 'Done') await console.write(jobLine(shell, job));
  forgetDone(shell);
}

/** One command, over several lines where it takes them; undefined at Ctrl-D. */
async function readCommand(
  console: Console,
  shell: ShellState,
  editor: LineEditor,
  outer: Job,
): Promise<string | undefined> {
  let text = '';
  for (;;) {
    const prompt = editor.holdsLines ? '' : await beginPrompt(console, shell, editor, text !== '');
    const entered = await untilInterrupted(editor.read(prompt), outer);
    if (entered.kind === 'interrupt') {
      text = '';
      shell.lastStatus = 130;
      continue;
    }
    if (entered.kind === 'end') {
      if (text === '') return undefined;
      await console.write('-bash: syntax error: unexpected end of file\n');
      text = '';
      shell.lastStatus = 2;
      continue;
    }
    const line = await withHistory(console, shell, entered.text, text);
    if (line === undefined) {
      text = '';
      continue;
    }
    text = text === '' ? line : `${text}\n${line}`;
    const parsed = parseScript(text);
    const unfinished = /(^|[^\\])(\\\\)*\\$/.test(text) || (!parsed.ok && parsed.incomplete);
    if (unfinished) continue;
    remember(shell, text);
    return text;
  }
}

/** The terminal is the editor's; gives the last line of the prompt. */
async function beginPrompt(
  { terminal, write }: Console,
  shell: ShellState,
  editor: LineEditor,
  continued: boolean,
): Promise<string> {
  terminal.setMode('editor');
  const typedAhead = terminal.takeUnread();
  if (typedAhead !== '') editor.keys.feed(typedAhead.replaceAll('\n', '\r'));
  const [above, prompt] = lastLine(continued ? '> ' : promptOf(shell));
  if (above !== '') await write(above);
  return prompt;
}

function lastLine(prompt: string): [string, string] {
  const at = prompt.lastIndexOf('\n') + 1;
  return [prompt.slice(0, at), prompt.slice(at)];
}

const HISTORY_SIZE = 1000;
function remember(shell: ShellState, text: string): void {
  const { history } = shell;
  if (text.trim() === '' || text.startsWith(' ') || history.at(-1) === text) return;
  history.push(text);
  // The list only grows, so that a note of it is its length: a new one begins with the newest of the old.
  if (history.length >= 2 * HISTORY_SIZE) shell.history = history.slice(-HISTORY_SIZE);
}

/** The line with its history expanded, shown as bash shows it; undefined when there is no such event. */
async function withHistory(
  { write }: Console,
  shell: ShellState,
  line: string,
  above: string,
): Promise<string | undefined> {
  const expanded = expandHistory(line, shell.history, above);
  if ('problem' in expanded) {
    await write(complaint(shell, expanded.problem));
    return undefined;
  }
  if (expanded.text !== line) await write(`${expanded.text}\n`);
  return expanded.text;
}

async function runLine(
  console: Console,
  shell: ShellState,
  line: string,
  outer: Job,
): Promise<void> {
  const control = startJob(outer.signal);
  const suspended = deferred<'stopped'>();
  console.foreground = {
    control,
    suspend() {
      const waiting = shell.foreground;
      if (waiting) {
        waiting.job.control.stop();
        waiting.job.state = 'Stopped';
        void console.write(jobLine(shell, waiting.job));
        return waiting.leave();
      }
      control.stop();
      suspended.resolve('stopped');
    },
  };
  console.terminal.setMode('cooked');
  const typedAhead = console.editor?.keys.drain() ?? '';
  if (typedAhead !== '') console.terminal.typedAhead(typedAhead);
  const { interpreter } = shell.machine;
  const running = interpreter.text(shell, line, terminalIo(console, control), control);
  const ended = await Promise.race([running, suspended.promise]);
  console.foreground = undefined;
  if (ended !== 'stopped') return;
  shell.lastStatus = 148;
  const job = stoppedJob(shell, line, control, running);
  shell.jobs.push(job);
  await console.write(jobLine(shell, job));
}

function stoppedJob(
  shell: ShellState,
  text: string,
  control: JobControl,
  running: Promise<number>,
): ShellJob {
  const id = Math.max(0, ...shell.jobs.map((job) => job.id)) + 1;
  const done = running.then(
    (status) => status,
    (error: unknown) => {
      if (error instanceof ShellExit) return error.status;
      throw error;
    },
  );
  const job: ShellJob = {
    id,
    pid: nextPid(),
    text,
    control,
    state: 'Stopped',
    status: 0,
    done: Promise.resolve(),
  };
  job.done = done.then((status) => {
    job.status = status;
    job.state = 'Done';
  });
  return job;
}
