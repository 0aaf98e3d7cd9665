/** printenv(1): the same variables as env's. */
import type { CommandContext, Program } from './command.ts';

async function printenv({ args, env, out }: CommandContext): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (names.length === 0)
    for (const [name, value] of Object.entries(env)) await out(`${name}=${value}\n`);
  let status = 0;
  for (const name of names) {
    const value = env[name];
    if (value === undefined) status = 1;
    else await out(`${value}\n`);
  }
  return status;
}

export const PRINTENV: Readonly<Record<string, Program>> = { printenv: { run: printenv } };
