/**
 * ssh(1) between the lab's hosts. The connection is dialled in the lab's network, so a machine that
 * is off is silent and one without sshd refuses; the far shell then runs on this terminal, so that
 * marks cross. Left out: forwards, passwords.
 */
import { CORE } from '../../files/host-files.ts';
import { joinChunks, textOf } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import { Interrupted, ShellExit } from '../../process.ts';
import { newShellState } from '../../shell-state.ts';
import type { DialFailure } from '../../../sim/index.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { onConnection, withFarPrompt } from './connection.ts';

const SHORT = '46AaCfGgKkMNnqsTtVvXxYyB:b:c:D:E:e:F:I:i:J:L:l:m:O:o:p:Q:R:S:W:w:';
const FAILURES: Readonly<Record<Exclude<DialFailure, 'noSuchHost'>, string>> = {
  noNetwork: 'Network is unreachable',
  noRoute: 'No route to host',
  refused: 'Connection refused',
  timeout: 'Connection timed out',
  reset: 'Connection reset by peer',
  eof: 'Connection closed by remote host',
  tlsAlert: 'Connection reset by peer',
};

export interface Target {
  readonly user: string;
  readonly host: string;
  readonly port: number;
}

export async function ssh(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, { short: SHORT, stopAtOperand: true });
  if (options.has('V')) {
    await context.error('OpenSSH_8.7p1, OpenSSL 3.0.7 1 Nov 2022\n');
    return 0;
  }
  const [destination, ...words] = options.operands;
  if (options.problem !== undefined || destination === undefined) {
    await context.error(
      'usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]\n           [-o option] [-p port] [-i identity_file] destination [command [argument ...]]\n',
    );
    return 255;
  }
  // Options may follow the destination as well.
  const more = getOptions(words, { short: SHORT, stopAtOperand: true });
  const command = more.problem === undefined ? more.operands : words;
  const target = targetOf(context, options, destination);
  for (const forward of ['L', 'R', 'D', 'W', 'J'])
    if (options.has(forward) || more.has(forward)) {
      await context.error(
        `ssh: -${forward} is not simulated by Eggtooth from inside the lab (a real ssh from outside can); see docs/fidelity.md\n`,
      );
      return 255;
    }
  const landed = await connect(context, target, options);
  if (typeof landed === 'number') return landed;
  if (!isAccepted(context, target.user)) {
    await context.error(
      `${target.user}@${target.host}: Permission denied (publickey,gssapi-keyex,gssapi-with-mic).\n`,
    );
    return 255;
  }
  return farShell(context, {
    target,
    host: landed,
    command,
    terminal: options.has('t') || more.has('t'),
  });
}

/** Only core has a key here, and only a shell with an agent can show it. */
export const isAccepted = ({ shell }: CommandContext, user: string): boolean =>
  user === 'core' && shell.agent;

function targetOf(context: CommandContext, options: Options, destination: string): Target {
  const uri = /^ssh:\/\/(.*?)\/?$/.exec(destination)?.[1] ?? destination;
  const at = uri.lastIndexOf('@');
  const asked = options
    .values('o')
    .find((option) => /^user[= ]/i.test(option))
    ?.replace(/^user[= ]\s*/i, '');
  const user = at >= 0 ? uri.slice(0, at) : (options.value('l') ?? asked ?? context.user.name);
  return { user, host: uri.slice(at + 1), port: Number(options.value('p') ?? 22) };
}

/** The name of the host where the connection ends, or the exit status. */
export async function connect(
  context: CommandContext,
  target: Target,
  options: Options,
): Promise<string | number> {
  const { machine, job, error } = context;
  const limit = options.values('o').find((option) => /^connecttimeout[= ]/i.test(option));
  const over = new AbortController();
  const stop = (): void => over.abort();
  job.signal.addEventListener('abort', stop, { once: true });
  const seconds = Number(limit?.replace(/^\w+[= ]\s*/, ''));
  const deadline =
    limit === undefined || !(seconds > 0)
      ? new Promise<never>(() => undefined)
      : machine.lab.sleep(seconds * 1e6, over.signal).then(() => 'timeout' as const);
  try {
    const result = await Promise.race([
      machine.network.dial({
        from: machine.host,
        to: target.host,
        port: target.port,
        signal: over.signal,
      }),
      deadline,
    ]);
    if (result !== 'timeout' && result.ok) {
      result.stream.destroy();
      return result.host;
    }
    const failure = result === 'timeout' ? 'timeout' : result.failure;
    await error(
      failure === 'noSuchHost'
        ? `ssh: Could not resolve hostname ${target.host}: Name or service not known\n`
        : failure === 'eof' || failure === 'reset'
          ? `kex_exchange_identification: ${failure === 'eof' ? 'Connection closed by remote host' : 'read: Connection reset by peer'}\n`
          : `ssh: connect to host ${target.host} port ${target.port}: ${FAILURES[failure]}\n`,
    );
    return 255;
  } catch (failure) {
    if (job.signal.aborted) throw new Interrupted();
    throw failure;
  } finally {
    job.signal.removeEventListener('abort', stop);
    over.abort();
  }
}

interface Far {
  readonly target: Target;
  readonly host: string;
  readonly command: readonly string[];
  readonly terminal: boolean;
}

async function farShell(
  context: CommandContext,
  { target, host, command }: Far,
): Promise<number | Outcome> {
  const { machine, io, job, shell, error } = context;
  const far = machine.other(host);
  const connection = { to: target.host, far, job, say: error };
  const interactive = command.length === 0;
  const { terminal } = io;
  const prompts = interactive && terminal !== undefined && io.stdin.terminal !== undefined;
  const state = newShellState({
    machine: far,
    user: CORE,
    interactive: prompts,
    login: interactive,
    agent: shell.agent && context.args.includes('-A'),
    reachedAs: target.host,
  });
  if (prompts) {
    const motd = far.lab.world.read.file(host, '/etc/motd')?.content ?? '';
    if (motd !== '') await context.out(motd.endsWith('\n') ? motd : `${motd}\n`);
    return withFarPrompt(connection, (life) => terminal.runShell(state, life));
  }
  const text = interactive ? textOf(joinChunks([await readAll(io.stdin)])) : command.join(' ');
  try {
    return await onConnection(connection, async (life) => {
      const status = await far.interpreter.text(state, text, io, life);
      return { status, evidence: state.evidence };
    });
  } catch (failure) {
    if (failure instanceof ShellExit) return failure.status;
    throw failure;
  }
}
