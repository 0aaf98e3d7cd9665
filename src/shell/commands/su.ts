/** su(1): root becomes whom it likes; others are asked for a password, and no account of a node has one. */
import { ROOT, USERS } from '../files/host-files.ts';
import type { User } from '../files/host-files.ts';
import type { CommandContext, Outcome } from './command.ts';
import { usageError } from './command.ts';
import { getOptions } from './options.ts';
import { runInteractively } from './runners.ts';

export async function su(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, {
    short: 'c:ls:mpfg:G:P',
    long: ['command=', 'login', 'shell=', 'preserve-environment', 'pty'],
    same: { command: 'c', login: 'l', shell: 's', 'preserve-environment': 'p' },
  });
  if (options.problem !== undefined) return usageError(context, options.problem);
  const names = options.operands.filter((word) => word !== '-');
  const name = names[0] ?? 'root';
  const user = USERS.find((one) => one.name === name);
  if (!user) {
    await context.error(
      `su: user ${name} does not exist or the user entry does not contain all the required fields\n`,
    );
    return 1;
  }
  if (context.user.uid !== ROOT.uid) return refuse(context);
  const login = options.has('l') || options.operands.includes('-');
  const command = options.value('c');
  if (command === undefined) return runInteractively(context, user, login);
  return context.script(command, { user, login, env: environment(context, user) });
}

const environment = ({ machine }: CommandContext, user: User): Record<string, string> => ({
  HOME: machine.files.home(user),
  USER: user.name,
  LOGNAME: user.name,
});

const ENDS = new Set(['\r', '\n', '\u0004']);

async function refuse({ io, job, error }: CommandContext): Promise<number> {
  const terminal = io.stdin.terminal && io.terminal;
  const echoAgain = terminal?.raw();
  try {
    await error('Password: ');
    if (!terminal) await io.stdin.read();
    else while (!ENDS.has(await terminal.key(job)));
  } finally {
    echoAgain?.();
  }
  await error('\nsu: Authentication failure\n');
  return 1;
}
