/** type, command, history, help, times: what the shell knows about itself. */
import type { Command, CommandContext, Outcome } from '../commands/command.ts';
import { programPath } from '../commands/which.ts';
import { complaint } from '../shell-state.ts';
import { printFunction } from '../syntax/print.ts';
import type { FunctionNode } from '../syntax/tree.ts';

const KEYWORDS = new Set(
  'if then elif else fi time for in until while do done case esac select function { } [[ ]] !'.split(
    ' ',
  ),
);
const NAMES = new Set(
  '. : [ alias bg bind break builtin caller cd command compgen complete continue declare dirs disown echo enable eval exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);
const NOTHING: FunctionNode = {
  kind: 'function',
  name: '',
  body: { kind: 'group', body: [], line: 1, redirections: [] },
  source: '',
  line: 1,
  redirections: [],
};

interface Found {
  readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  readonly sentence: string;
  readonly path: string;
}
function lookUp(context: CommandContext, name: string): Found | undefined {
  const { shell } = context;
  const expands = shell.interactive || shell.switches.get('expand_aliases') === true;
  const alias = expands ? shell.aliases.get(name) : undefined;
  if (alias !== undefined)
    return {
      kind: 'alias',
      sentence: `${name} is aliased to \`${alias}'`,
      path: `alias ${name}='${alias}'`,
    };
  if (KEYWORDS.has(name))
    return { kind: 'keyword', sentence: `${name} is a shell keyword`, path: name };
  if (shell.functions.has(name))
    return {
      kind: 'function',
      sentence: `${name} is a function\n${printFunction(shell.functions.get(name) ?? NOTHING)}`,
      path: name,
    };
  if (NAMES.has(name) && !shell.switches.get(`disabled:${name}`))
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

async function hash(context: CommandContext): Promise<number> {
  const { args, shell, out, error } = context;
  let status = 0;
  if (args.length === 0) await out('hash: hash table empty\n');
  for (const name of args.filter((arg) => !arg.startsWith('-')))
    if (lookUp(context, name) === undefined) {
      await error(complaint(shell, `hash: ${name}: not found`));
      status = 1;
    }
  return status;
}

/** caller: the line, the function and the file that called this one. */
async function caller({ args, shell, out }: CommandContext): Promise<number> {
  const depth = Number(args[0] ?? 0);
  const { calls } = shell;
  const call = calls.at(-1 - depth);
  if (!call) return 1;
  const outer = calls.at(-2 - depth);
  const isScript = shell.source !== '' && shell.source === shell.scriptName;
  const file =
    outer?.source ?? (isScript ? shell.scriptName : args.length === 0 ? 'NULL' : undefined);
  if (args.length === 0) await out(`${call.line} ${file ?? 'NULL'}\n`);
  else {
    if (!outer && !isScript) return 1;
    await out(`${call.line} ${outer?.name ?? 'main'} ${file ?? ''}\n`);
  }
  return 0;
}

export const INQUIRY: Readonly<Record<string, Command>> = {
  type,
  command,
  history,
  hash,
  caller,
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
