/** `crictl inspect` and `inspectp`: JSON of one or several. */
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';
import { findContainer, notFound } from './containers.ts';
import { fatal } from './fatal.ts';
import { containerStatus, rfc3339Nano, sandboxJson } from './json.ts';

export async function inspect(
  context: CommandContext,
  verb: string,
  args: readonly string[],
): Promise<number> {
  const options = getOptions(args, { short: 'o:q', long: ['output=', 'quiet', 'template='] });
  if (options.operands.length === 0) return fatal(context, 'ID cannot be empty');
  const found: unknown[] = [];
  for (const id of options.operands) {
    if (verb === 'inspectp') {
      const sandbox = context.machine.lab.world.read
        .sandboxes(context.machine.host)
        .find((s) => s.state !== 'removed' && s.id.startsWith(id));
      if (!sandbox)
        return fatal(
          context,
          `getting the status of pod sandbox "${id}": rpc error: code = NotFound desc = could not find pod "${id}": PodSandbox with ID starting with ${id} not found: ID does not exist`,
        );
      found.push({
        info: {},
        status: {
          ...sandboxJson(context, sandbox),
          createdAt: rfc3339Nano(context, sandbox.createdAt),
        },
      });
    } else {
      const container = findContainer(context, id);
      if (!container)
        return fatal(context, `getting the status of the container "${id}": ${notFound(id)}`);
      found.push(containerStatus(context, container));
    }
  }
  await context.out(`${JSON.stringify(found.length === 1 ? found[0] : found, null, 2)}\n`);
  return 0;
}
