/** which(1), GNU which 2.21: where a program lies. */
import { textOf } from '../looks/chunk.ts';
import { isTextTool } from '../text-tools/text-tool.ts';
import type { CommandContext } from './command.ts';
import { getOptions } from './options.ts';

/** Builtins of the shell that are files as well. */
const FILES_TOO = new Set(['kill', 'pwd']);

/** The file that execvp would find; undefined when there is none. */
export function programPath({ shell, machine }: CommandContext, name: string): string | undefined {
  const where = { host: machine.host, ...(shell.container && { container: shell.container }) };
  const program = machine.commands.find(name, where);
  if (!program && !isTextTool(name) && !FILES_TOO.has(name)) return undefined;
  return `${program?.folder ?? '/usr/bin'}/${name}`;
}

export async function which(context: CommandContext): Promise<number> {
  const { machine, shell, out, error } = context;
  const options = getOptions(context.args, { short: 'a', long: ['all'] });
  if (options.problem !== undefined || options.operands.length === 0) {
    await error('Usage: /usr/bin/which [options] [--] COMMAND [...]\n');
    return 255;
  }
  const folders = textOf(shell.variables.get('PATH') ?? '');
  let missing = 0;
  for (const operand of options.operands) {
    const name = operand.slice(operand.lastIndexOf('/') + 1);
    const path = programPath(context, name);
    const folder = path?.slice(0, path.lastIndexOf('/')) ?? '';
    if (path !== undefined && (operand === path || folders.split(':').includes(folder))) {
      await out(`${path}\n`);
      continue;
    }
    missing += 1;
    const unsimulated = path === undefined && operand === name && machine.commands.missing(name);
    await error(unsimulated ? `${unsimulated}\n` : `/usr/bin/which: no ${name} in (${folders})\n`);
  }
  return missing;
}
