/** `crictl exec`: runs a program inside a running container. */
import { textOf } from '../../looks/chunk.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import { findContainer, notFound } from './containers.ts';
import { fatal, logLine } from './fatal.ts';

export async function enter(
  context: CommandContext,
  args: readonly string[],
): Promise<number | Outcome> {
  const options = getOptions(args, {
    short: 'itse:r:',
    long: ['interactive', 'tty', 'sync', 'timeout=', 'transport=', 'ignore-errors'],
    same: { interactive: 'i', tty: 't', sync: 's' },
    stopAtOperand: true,
  });
  if (options.problem !== undefined) return fatal(context, options.problem);
  const [id, ...command] = options.operands;
  if (id === undefined) return fatal(context, 'ID cannot be empty');
  const container = findContainer(context, id);
  if (!container) return fatal(context, `execing command in container: ${notFound(id)}`);
  if (container.state !== 'running')
    return fatal(context, `execing command in container: container is not running`);
  const [program] = command;
  if (program === undefined)
    return fatal(
      context,
      'execing command in container: rpc error: code = Unknown desc = exec command cannot be empty',
    );
  let missing = false;
  const { stderr } = context.io;
  const watched = {
    ...(stderr.terminal && { terminal: stderr.terminal }),
    async write(chunk: Parameters<typeof stderr.write>[0]): Promise<void> {
      if (textOf(chunk).endsWith(`: ${program}: command not found\n`)) missing = true;
      else await stderr.write(chunk);
    },
  };
  const dropped = context.args.length + 1 - command.length;
  const outcome = await context.execute(command, {
    container: { id: container.id, name: container.name },
    io: { stderr: watched },
    cwd: '/',
    alternatives: new Map([...context.alternatives].map(([of, argv]) => [of, argv.slice(dropped)])),
  });
  if (missing) {
    await logLine(
      context,
      'error',
      `exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`,
    );
    return fatal(context, 'execing command in container: command terminated with exit code 255');
  }
  if (outcome.status === 0) return outcome;
  await logLine(
    context,
    'fatal',
    `execing command in container: command terminated with exit code ${outcome.status}`,
  );
  return { status: 1, evidence: outcome.evidence };
}
