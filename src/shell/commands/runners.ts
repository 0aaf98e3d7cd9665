/** Programs that run other programs: sudo, bash, env, timeout, nohup, nice, xargs, watch. */
import { optionOfLetter } from '../builtins/options.ts';
import { PRINTENV } from './printenv.ts';
import { USERS } from '../files/host-files.ts';
import type { User } from '../files/host-files.ts';
import { strerror } from '../files/file-error.ts';
import { joinChunks, linesOf, textOf } from '../looks/chunk.ts';
import { collector, devNull, readAll } from '../pipe.ts';
import { Interrupted, startJob } from '../process.ts';
import { newShellState } from '../shell-state.ts';
import { usageError } from './command.ts';
import type { Alternatives, CommandContext, ExecuteOptions, Outcome, Program } from './command.ts';
import { clockOf, dayOf, durationSeconds, monthOf } from './lab-date.ts';
import { getOptions } from './options.ts';

/** The alternatives of the words that are left after dropping some. */
const tailOf = (context: CommandContext, rest: readonly string[]): Alternatives => {
  const dropped = context.args.length + 1 - rest.length;
  return new Map([...context.alternatives].map(([of, argv]) => [of, argv.slice(dropped)]));
};

const SUDO_USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]
usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory]
            [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]
usage: sudo -e [-ABkNnS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory]
            [-T timeout] [-u user] file ...
`;

async function sudo(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, {
    short: 'u:isnEkKvlHSbg:p:h:D:',
    long: [
      'user=',
      'login',
      'shell',
      'non-interactive',
      'preserve-env?',
      'list',
      'validate',
      'chdir=',
    ],
    same: { user: 'u', login: 'i', shell: 's', list: 'l', chdir: 'D', 'non-interactive': 'n' },
    stopAtOperand: true,
  });
  if (options.problem !== undefined) {
    await context.error(`sudo: ${options.problem}\n${SUDO_USAGE}`);
    return 1;
  }
  const name = options.value('u') ?? 'root';
  const user = USERS.find((one) => one.name === name);
  if (!user) {
    await context.error(
      `sudo: unknown user ${name}\nsudo: error initializing audit plugin sudoers_audit\n`,
    );
    return 1;
  }
  if (options.has('l')) {
    await context.out(
      `User core may run the following commands on ${context.machine.host}:\n    (ALL) NOPASSWD: ALL\n`,
    );
    return 0;
  }
  if (options.has('v') || options.has('k') || options.has('K')) return 0;
  const words = [...options.operands];
  const env: Record<string, string> = {
    SUDO_USER: context.user.name,
    HOME: context.machine.files.home(user),
  };
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
    const [variable = '', ...rest] = (words.shift() ?? '').split('=');
    env[variable] = rest.join('=');
  }
  const login = options.has('i');
  if (words.length === 0) {
    if (!login && !options.has('s')) {
      await context.error(SUDO_USAGE);
      return 1;
    }
    return runInteractively(context, user, login);
  }
  if (login || options.has('s')) return context.script(words.join(' '), { user, env, login });
  return runAs(context, words, {
    user,
    env,
    ...(options.has('D') && { cwd: options.value('D') ?? '/' }),
  });
}

const SHELL_ONLY = new Set([
  'cd',
  'export',
  'source',
  '.',
  'alias',
  'set',
  'unset',
  'read',
  'eval',
  'exec',
  'type',
  'history',
  'jobs',
  'fg',
  'bg',
  'wait',
]);

async function runAs(
  context: CommandContext,
  words: readonly string[],
  options: ExecuteOptions,
): Promise<number | Outcome> {
  const [name = ''] = words;
  if (SHELL_ONLY.has(name)) {
    await context.error(
      `sudo: ${name}: command not found\nsudo: "${name}" is a shell built-in command, it cannot be run directly.\nsudo: the -s option may be used to run a privileged shell.\nsudo: the -D option may be used to run a command in a specific directory.\n`,
    );
    return 1;
  }
  const said = collectorOfNotFound(context, name);
  const outcome = await context.execute(words, {
    ...options,
    io: { stderr: said },
    alternatives: tailOf(context, words),
  });
  return said.notFound() ? 1 : outcome;
}

/** bash's `command not found` is sudo's to say here, with status 1. */
function collectorOfNotFound(context: CommandContext, name: string) {
  let notFound = false;
  const { stderr } = context.io;
  return {
    notFound: () => notFound,
    ...(stderr.terminal && { terminal: stderr.terminal }),
    async write(chunk: Parameters<typeof stderr.write>[0]): Promise<void> {
      if (textOf(chunk).endsWith(`: ${name}: command not found\n`)) {
        notFound = true;
        await stderr.write(`sudo: ${name}: command not found\n`);
      } else await stderr.write(chunk);
    },
  };
}

/** A shell with a prompt where there is a terminal, else one that reads its script. */
export async function runInteractively(
  context: CommandContext,
  user: User,
  login: boolean,
): Promise<number | Outcome> {
  const { machine, io, job, shell } = context;
  if (!io.terminal || !io.stdin.terminal)
    return context.script(textOf(await readAll(io.stdin)), { user, login, io: { stdin: devNull } });
  const inherited = login
    ? {}
    : { ...context.env, HOME: machine.files.home(user), USER: user.name };
  const child = newShellState({
    machine,
    user,
    env: inherited,
    interactive: true,
    login,
    agent: shell.agent,
  });
  if (!login) child.cwd = shell.cwd;
  if (shell.container) child.container = shell.container;
  return io.terminal.runShell(child, job);
}

async function bash(context: CommandContext): Promise<number | Outcome> {
  const invoked = invocationOf(context.args);
  if (invoked.problem !== undefined) {
    await context.error(`${context.name}: ${invoked.problem}: invalid option\n`);
    return 2;
  }
  if (invoked.version) {
    await context.out('GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n');
    return 0;
  }
  const { options, operands } = invoked;
  if (invoked.command) {
    const [text, name, ...positional] = operands;
    if (text === undefined) {
      await context.error(`${context.name}: -c: option requires an argument\n`);
      return 2;
    }
    return context.script(text, { positional, options, scriptName: name ?? context.name });
  }
  const [file, ...positional] = operands;
  if (file === undefined || invoked.fromInput) {
    if (context.io.stdin.terminal) return runInteractively(context, context.user, invoked.login);
    const text = textOf(await readAll(context.io.stdin));
    return context.script(text, {
      positional: operands,
      options,
      io: { stdin: devNull },
      file: context.name,
      scriptName: context.name,
    });
  }
  try {
    const text = textOf(context.machine.files.read(context.path(file), context.user));
    return await context.script(text, { positional, options, scriptName: file, file });
  } catch (failure) {
    await context.error(`${context.name}: ${file}: ${strerror(failure)}\n`);
    return 127;
  }
}

interface Invocation {
  readonly options: readonly string[];
  readonly operands: readonly string[];
  readonly command: boolean;
  readonly fromInput: boolean;
  readonly login: boolean;
  readonly version: boolean;
  readonly problem?: string;
}
/** bash(1), "OPTIONS": letters of `set`, -c, -s, -l, -i, -o name, some long ones. */
function invocationOf(args: readonly string[]): Invocation {
  const options: string[] = [];
  const letters = new Set<string>();
  let version = false;
  let index = 0;
  for (; /^[-+]./.test(args[index] ?? ''); index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      index += 1;
      break;
    }
    if (arg.startsWith('--')) {
      if (arg === '--version') version = true;
      else if (arg === '--login') letters.add('l');
      continue;
    }
    for (const letter of arg.slice(1)) {
      const name = optionOfLetter(letter);
      if (letter === 'o') options.push(args[(index += 1)] ?? '');
      else if ('cslir'.includes(letter)) letters.add(letter);
      else if (name !== undefined) options.push(name);
      else
        return {
          options,
          operands: [],
          command: false,
          fromInput: false,
          login: false,
          version,
          problem: `-${letter}`,
        };
    }
  }
  return {
    options,
    operands: args.slice(index),
    command: letters.has('c'),
    fromInput: letters.has('s'),
    login: letters.has('l'),
    version,
  };
}

async function printOrRun(context: CommandContext): Promise<number | Outcome> {
  const words = [...context.args];
  const added: Record<string, string> = {};
  const hidden = new Set<string>();
  let empty = false;
  for (let word = words[0] ?? ''; /^[A-Za-z_]\w*=|^-/.test(word); word = words[0] ?? '') {
    words.shift();
    if (word === '-u') hidden.add(words.shift() ?? '');
    else if (word === '-i' || word === '-') empty = true;
    else if (word.startsWith('-')) continue;
    else added[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
  }
  if (words.length > 0)
    return context.execute(words, {
      env: added,
      unset: empty ? Object.keys(context.env) : [...hidden],
      alternatives: tailOf(context, words),
    });
  for (const [name, value] of Object.entries({ ...(empty ? {} : context.env), ...added }))
    if (!hidden.has(name)) await context.out(`${name}=${value}\n`);
  return 0;
}

async function timeout(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, {
    short: 's:k:v',
    long: ['signal=', 'kill-after=', 'preserve-status', 'foreground'],
    stopAtOperand: true,
  });
  const [limit = '', ...words] = options.operands;
  const seconds = durationSeconds(limit);
  if (options.problem !== undefined || words.length === 0)
    return usageError(context, options.problem ?? 'missing operand', 125);
  if (seconds === undefined) return usageError(context, `invalid time interval ‘${limit}’`, 125);
  const { job, shell, machine, io } = context;
  const limited = startJob(job.signal);
  let expired = false;
  const clock = new AbortController();
  const timer = machine.lab.sleep(Math.round(seconds * 1e6), clock.signal).then(
    () => {
      expired = true;
      limited.interrupt();
    },
    () => undefined,
  );
  try {
    const outcome = await machine.interpreter.execute(shell, words, io, limited, {
      skipFunctions: true,
      alternatives: tailOf(context, words),
    });
    return expired ? 124 : outcome;
  } catch (error) {
    if (error instanceof Interrupted && expired) return 124;
    throw error;
  } finally {
    clock.abort();
    await timer;
  }
}
async function passOn(context: CommandContext): Promise<number | Outcome> {
  const words = [...context.args];
  while (words[0]?.startsWith('-')) {
    const option = words.shift() ?? '';
    if (/^-(n|c|i|o|e)$/.test(option) && words.length > 1) words.shift();
  }
  if (words.length === 0) return usageError(context, 'missing operand', 125);
  return context.execute(words, { alternatives: tailOf(context, words) });
}

async function watch(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'n:dtecbgpx',
    long: ['interval=', 'differences?', 'no-title', 'errexit', 'color', 'chgexit'],
    same: { interval: 'n', 'no-title': 't', errexit: 'e', chgexit: 'g' },
    stopAtOperand: true,
  });
  if (options.problem !== undefined || options.operands.length === 0) {
    await context.error(
      `${options.problem === undefined ? '' : `watch: ${options.problem}\n`}\nUsage:\n watch [options] command\n`,
    );
    return 1;
  }
  const seconds = Number(options.value('n')?.replace(',', '.') ?? 2);
  const command = options.operands.join(' ');
  const { terminal } = context.io.stdout;
  for (let previous: string | undefined; ;) {
    const output = collector();
    const { status } = await context.script(command, {
      io: { stdin: devNull, stdout: output, stderr: output },
    });
    const shown = output.taken();
    const rows = terminal?.rows ?? 24;
    const date = context.machine.date(context.machine.now());
    const stamp = `${context.machine.host}: ${dayOf(date)} ${monthOf(date)} ${String(date.getUTCDate()).padStart(2)} ${clockOf(date)} ${date.getUTCFullYear()}`;
    const left = `Every ${seconds.toFixed(1)}s: ${command}`;
    const title = options.has('t')
      ? ''
      : `${left}${' '.repeat(Math.max(1, (terminal?.columns ?? 80) - left.length - stamp.length))}${stamp}\n\n`;
    await context.out(
      joinChunks([
        '\u001b[H\u001b[2J',
        title,
        ...linesOf(shown).slice(0, rows - (title === '' ? 1 : 3)),
      ]),
    );
    if (status !== 0 && options.has('e')) return status;
    if (options.has('g') && previous !== undefined && previous !== textOf(shown)) return 0;
    previous = textOf(shown);
    await context.sleep(Math.round(Math.max(0.1, seconds) * 1e6));
  }
}

export const RUNNERS: Readonly<Record<string, Program>> = {
  sudo: { run: sudo },
  bash: { run: bash },
  sh: { run: bash },
  env: { run: printOrRun },
  ...PRINTENV,
  timeout: { run: timeout },
  nohup: { run: passOn },
  nice: { run: passOn },
  ionice: { run: passOn },
  setsid: { run: passOn },
  stdbuf: { run: passOn },
  watch: { run: watch },
};
