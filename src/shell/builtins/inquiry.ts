/** type, command, history, help, times: what the shell knows about itself. */
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { programPath } from '../commands/which.ts';
import { complaint } from '../shell-state.ts';

const KEYWORDS = new Set(
  'if then elif else fi time for in until while do done case esac select function { } [[ ]] !'.split(
    ' ',
  ),
);
const NAMES = new Set(
  'alias bg bind break builtin cd command continue declare echo eval exec exit export false fg hash help history jobs kill let local logout printf pwd read readonly return set shift shopt source test times trap true type typeset ulimit umask unalias unset wait [ : .'.split(
    ' ',
  ),
);

interface Found {
  readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  readonly sentence: string;
  readonly path: string;
}
function lookUp(context: CommandContext, name: string): Found | undefined {
  const { shell } = context;
  const alias = shell.aliases.get(name);
  if (alias !== undefined)
    return {
      kind: 'alias',
      sentence: `${name} is aliased to \`${alias}'`,
      path: `alias ${name}='${alias}'`,
    };
  if (KEYWORDS.has(name))
    return { kind: 'keyword', sentence: `${name} is a shell keyword`, path: name };
  if (shell.functions.has(name))
    return { kind: 'function', sentence: `${name} is a function`, path: name };
  if (NAMES.has(name))
    return { kind: 'builtin', sentence: `${name} is a shell builtin`, path: name };
  const path = programPath(context, name);
  if (path === undefined) return undefined;
  return { kind: 'file', sentence: `${name} is ${path}`, path };
}

async function type(context: CommandContext): Promise<number> {
  const { args, shell, out, error } = context;
  let status = 0;
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    const found = lookUp(context, name);
    if (found && args.includes('-t')) await out(`${found.kind}\n`);
    else if (found && (args.includes('-p') || args.includes('-P')))
      await out(found.kind === 'file' ? `${found.path}\n` : '');
    else if (found) await out(`${found.sentence}\n`);
    else {
      status = 1;
      if (!args.includes('-t')) await error(complaint(shell, `type: ${name}: not found`));
    }
  }
  return status;
}

async function command(context: CommandContext): Promise<number | Outcome> {
  const { args, shell, io, job, machine, out, alternatives } = context;
  if (args[0] === '-v' || args[0] === '-V') {
    let status = 1;
    for (const name of args.slice(1)) {
      const found = lookUp(context, name);
      if (!found) continue;
      status = 0;
      await out(`${args[0] === '-v' ? found.path : found.sentence}\n`);
    }
    return status;
  }
  const rest = args[0] === '-p' ? args.slice(1) : args;
  const dropped = args.length - rest.length + 1;
  return machine.interpreter.execute(shell, rest, io, job, {
    skipFunctions: true,
    alternatives: new Map([...alternatives].map(([of, argv]) => [of, argv.slice(dropped)])),
  });
}

async function history({ shell, args, out }: CommandContext): Promise<number> {
  if (args[0] === '-c') {
    shell.history = [];
    return 0;
  }
  const count = args[0] !== undefined && /^\d+$/.test(args[0]) ? Number(args[0]) : Infinity;
  const from = Math.max(0, shell.history.length - count);
  for (const [index, line] of shell.history.entries())
    if (index >= from) await out(`${String(index + 1).padStart(5)}  ${line}\n`);
  return 0;
}

export const INQUIRY: Readonly<Record<string, Command>> = {
  type,
  command,
  history,
  hash: () => Promise.resolve(0),
  async times({ out }) {
    await out('0m0.004s 0m0.002s\n0m0.000s 0m0.000s\n');
    return 0;
  },
  async help({ out, machine }) {
    await out(
      `Eggtooth's shell of ${machine.host}. Programs: ${machine.commands.names(machine.host).join(' ')}\n`,
    );
    return 0;
  },
};
