/** The `eggtooth` command: what verbs there are, and how errors become exit codes. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { EggtoothError } from '../errors.ts';
import { isPace, PACE_MAX } from '../host/clock.ts';
import { LEVELS } from '../fake-api/control/control-options.ts';
import { packageVersion } from './version.ts';

const USAGE = 2;

export async function main(argv: readonly string[]): Promise<void> {
  endWithReader();
  const program = eggtooth();
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has already written help, the version or what was wrong.
      process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    } else if (error instanceof EggtoothError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error.exitCode;
    } else if (isFileError(error)) {
      const { path, code, message } = error;
      const reason = message.replace(`${code}: `, '');
      const told = new EggtoothError('EGT_FILE', { path, reason });
      process.stderr.write(`${told.message}\n`);
      process.exitCode = told.exitCode;
    } else throw error;
  }
}

/** 128 + SIGPIPE: how a program ends whose reader (`| head`) has seen enough. */
const PIPE_CLOSED = 141;
function endWithReader(): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(PIPE_CLOSED);
  });
}

/** A file or folder that the person named cannot be read or written. */
const isFileError = (error: unknown): error is { path: string; code: string; message: string } =>
  error instanceof Error && 'syscall' in error && 'path' in error && 'code' in error;

function eggtooth(): Command {
  const program = new Command('eggtooth')
    .description('A simulated OpenShift bootstrap for training and for testing monitors.')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError(false)
    .exitOverride()
    .configureHelp({ sortSubcommands: false });
  addLabVerbs(program);
  addClientVerbs(program);
  for (const verb of program.commands) verb.exitOverride().allowExcessArguments(false);
  return program;
}

function addLabVerbs(program: Command): void {
  program
    .command('up [scenario]')
    .description('start a lab and print the lines to copy; Ctrl-C ends it')
    .option('--seed <n>', 'which of the possible runs', integer, 1)
    .option('--pace <n|max>', 'lab seconds a second (1; of a drill 10)', pace)
    .option('--until <event>', 'run to this milestone at once, then go on at the pace given')
    .option('--epoch <date>', "the date of the lab's start, as 2026-01-05T08:00:00Z", date)
    .option('--paused', 'stand still after the start (or after --until)', false)
    .option(
      '--hold-clock',
      "a trainee's key does not move the clock (in an exam it never does)",
      false,
    )
    .option('--autopilot', "play the scenario's operator", false)
    .addOption(
      new Option('--level <level>', 'of a drill: how much the page helps')
        .choices(LEVELS)
        .default('normal'),
    )
    .option('--set <name=value>', 'set a parameter of the scenario', collect, [])
    .option('--env-out <file>', 'write the variables there when everything answers')
    .option('--port <port>', 'the page and control API; 0: free ports everywhere', port)
    .option('--page-port <port>', 'the page and control API (8080)', port)
    .option('--api-port <port>', 'the load balancer (6443)', port)
    .option('--ssh-port <port>', 'the first ssh port (2222)', port)
    .option('--journal-port <port>', "the bootstrap's journal (19531)", port)
    .option('--proxy-port <port>', "the door into the lab's network (3128)", port)
    .action(async (scenario: string | undefined, options) => {
      const { up } = await import('./up.ts');
      await up(scenario ?? 'first-boot', options);
    });
  program
    .command('run <scenario>')
    .description('run a scenario without a clock and print what came of it')
    .option('--seed <n>', 'which of the possible runs', integer, 1)
    .option('--set <name=value>', 'set a parameter of the scenario', collect, [])
    .option('--until <event>', 'end there')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'),
    )
    .option('--out <folder>', 'write the record, facts, journals and metrics there')
    .action(async (scenario: string, options) => {
      const { run } = await import('./run.ts');
      await run(scenario, options);
    });
  addScenarioVerbs(program);
}

function addScenarioVerbs(program: Command): void {
  const scenario = program.command('scenario').description('scenarios').exitOverride();
  scenario
    .command('list')
    .description('show all')
    .option('--json', 'for a program', false)
    .action(async (options: { json: boolean }) => {
      const { listAll } = await import('./scenario-list.ts');
      listAll(options);
    });
  scenario
    .command('lint <files...>')
    .description('say what is wrong in a file, and where')
    .action(async (files: readonly string[]) => {
      const { lint } = await import('./scenario-lint.ts');
      lint(files);
    });
  scenario
    .command('test [ids...]')
    .description('play drills: solutions must pass, wrong players must not')
    .option('--all', 'every drill', false)
    .option('--seeds <n>', 'on so many seeds', integer, 10)
    .option('--json', 'for a program', false)
    .option('--verbose', 'show what was typed and printed', false)
    .action(async (ids: readonly string[], options) => {
      const { testScenarios } = await import('./scenario-test.ts');
      await testScenarios(ids, options);
    });
  for (const verb of scenario.commands) verb.exitOverride();
}

function addClientVerbs(program: Command): void {
  const client = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--url <address>', 'which lab (else EGGTOOTH_URL, else the single live one)');
  client('shell', 'your own shell in which the variables are set and the handbook works').action(
    async (options) => {
      const { shell } = await import('./shell.ts');
      await shell(options);
    },
  );
  client('wait <event>', 'wait until a milestone has come').action(
    async (event: string, options) => {
      const { wait } = await import('./wait.ts');
      await wait(event, options);
    },
  );
  client('inject <fault>', 'change a cause')
    .option('--on <host>', 'which host')
    .option('--set <name=value>', "set the fault's parameter", collect, [])
    .option('--at <event>', 'when this milestone comes')
    .action(async (fault: string, options) => {
      const { inject } = await import('./inject.ts');
      await inject(fault, options);
    });
  client('heal <id>', 'undo an injected change').action(async (id: string, options) => {
    const { heal } = await import('./heal.ts');
    await heal(id, options);
  });
  client(
    'clock [verb] [value]',
    'pause, resume, pace N, until EVENT, step; alone: the time',
  ).action(async (verb: string | undefined, value: string | undefined, options) => {
    const { clock } = await import('./clock.ts');
    await clock(verb, value, options);
  });
  client(
    'why <what>',
    'from a symptom to its cause: f12, milestone:ID, ns/kind/name.condition, metric{…}',
  )
    .option('--record <file>', 'of a finished run')
    .action(async (what: string, options) => {
      const { why } = await import('./why.ts');
      await why(what, options);
    });
  program
    .command('faults')
    .description('show what can be injected')
    .option('--json', 'for a program', false)
    .action(async (options: { json: boolean }) => {
      const { faults } = await import('./faults.ts');
      faults(options);
    });
}

function integer(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError(
      `It is a whole number from 0, at most ${Number.MAX_SAFE_INTEGER}.`,
    );
  return value;
}
/** Room is left above: every host has an ssh port, one after the other. */
const PORT_MAX = 65_000;
function port(text: string): number {
  const number = integer(text);
  if (number > PORT_MAX) throw new InvalidArgumentError(`It is a number from 0 to ${PORT_MAX}.`);
  return number;
}
function pace(text: string): number | 'max' {
  if (text === 'max') return text;
  const value = Number(text);
  if (!isPace(value))
    throw new InvalidArgumentError(`It is a number above 0, at most ${PACE_MAX}, or max.`);
  return value;
}
function date(text: string): number {
  const millis = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (!Number.isFinite(millis) || millis < 0)
    throw new InvalidArgumentError('It is a date with its zone, as 2026-01-05T08:00:00Z.');
  return millis * 1000;
}
const collect = (text: string, all: readonly string[]): readonly string[] => [...all, text];
