/** find(1) of findutils: walks folders without following links. Expression: find-expression.ts. */
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf, parentOf } from '../../files/host-files.ts';
import { textOf } from '../../looks/chunk.ts';
import { bytesOfText } from '../../bytes.ts';
import { breathe } from '../../process.ts';
import type { CommandContext } from '../command.ts';
import type { FileView } from '../../../sim/index.ts';
import { FindProblem, parseExpression } from './find-expression.ts';
import type { Actions, Expression, Met } from './find-expression.ts';

interface Walk {
  readonly context: CommandContext;
  expression: Expression;
  status: number;
  ended: boolean;
  readonly gathered: { readonly words: readonly string[]; readonly files: string[] }[];
}

export async function find(context: CommandContext): Promise<number> {
  const args = context.args.filter((arg, at) => at > 0 || !/^-[HLP]$/.test(arg));
  const from = args.findIndex((arg) => /^-.|^[(!,]$/.test(arg));
  const roots = from < 0 ? args : args.slice(0, from);
  const walk: Walk = {
    context,
    expression: { test: () => true, least: 0, most: Infinity, depthFirst: false },
    status: 0,
    ended: false,
    gathered: [],
  };
  try {
    const expression = from < 0 ? [] : args.slice(from);
    walk.expression = parseExpression(context, expression, actionsOf(walk));
  } catch (problem) {
    if (!(problem instanceof FindProblem || problem instanceof FileError)) throw problem;
    const said =
      problem instanceof FileError
        ? `‘${args.at(-1) ?? ''}’: ${strerror(problem)}`
        : problem.message;
    await context.error(`find: ${said}\n`);
    return 1;
  }
  for (const root of roots.length > 0 ? roots : ['.']) {
    if (walk.ended) break;
    try {
      await visit(walk, root, root, 0);
    } catch (failure) {
      await complain(walk, root, failure);
    }
  }
  for (const { words, files } of walk.gathered) {
    const { status } = await context.execute([...words, ...files]);
    if (status !== 0) walk.status = 1;
  }
  return walk.status;
}

async function complain(walk: Walk, shown: string, failure: unknown): Promise<void> {
  await walk.context.error(`find: ‘${shown}’: ${strerror(failure)}\n`);
  walk.status = 1;
}

async function visit(walk: Walk, shown: string, root: string, depth: number): Promise<void> {
  const { context, expression } = walk;
  await breathe(context.job);
  const { machine, user } = context;
  const path = context.path(shown);
  const file = machine.files.lstat(path, user);
  if (!file) throw new FileError('ENOENT', path);
  const met: Met = { file, shown, root, depth, sizeBytes: sizeOf(context, file), pruned: false };
  const tested = async (): Promise<void> => {
    if (depth >= expression.least) await expression.test(met);
  };
  if (!expression.depthFirst) await tested();
  if (file.folder && depth < expression.most && !met.pruned && !walk.ended)
    await below(walk, met, root);
  if (expression.depthFirst && !walk.ended) await tested();
}

async function below(walk: Walk, { shown, depth, file }: Met, root: string): Promise<void> {
  const { machine, user } = walk.context;
  let children: readonly FileView[];
  try {
    children = machine.files.list(file.path, user);
  } catch (failure) {
    return complain(walk, shown, failure);
  }
  for (const child of children) {
    if (walk.ended) return;
    const name = shown.endsWith('/')
      ? shown + nameOf(child.path)
      : `${shown}/${nameOf(child.path)}`;
    try {
      await visit(walk, name, root, depth + 1);
    } catch (failure) {
      await complain(walk, name, failure);
    }
  }
}

function sizeOf({ machine, user }: CommandContext, file: FileView): number {
  if (file.folder) return 4096;
  if (file.link) return bytesOfText(file.link).length;
  try {
    return bytesOfText(textOf(machine.files.read(file.path, user))).length;
  } catch (failure) {
    if (!(failure instanceof FileError)) throw failure;
    return bytesOfText(file.content).length;
  }
}

function actionsOf(walk: Walk): Actions {
  const { context } = walk;
  const { files } = context.machine;
  return {
    out: (text) => context.out(text),
    async remove({ file, shown }) {
      if (shown === '.') return true;
      try {
        if (file.folder && files.list(file.path, context.user).length > 0)
          throw new FileError('ENOTEMPTY', shown);
        files.mayWrite(`${parentOf(file.path)}/.eggtooth-name`, context.user);
        await files.change([{ op: 'remove', path: file.path }]);
        return true;
      } catch (failure) {
        await context.error(`find: cannot delete ‘${shown}’: ${strerror(failure)}\n`);
        walk.status = 1;
        return false;
      }
    },
    async run(words, { shown, file }, inItsFolder) {
      const name = inItsFolder ? `./${nameOf(shown)}` : shown;
      const argv = words.map((word) => word.replaceAll('{}', name));
      const cwd = inItsFolder ? { cwd: parentOf(file.path) } : {};
      return (await context.execute(argv, cwd)).status === 0;
    },
    gather(words, { shown }) {
      const known = walk.gathered.find((batch) => batch.words.join('\0') === words.join('\0'));
      if (known) known.files.push(shown);
      else walk.gathered.push({ words, files: [shown] });
    },
    isEmpty: ({ file, sizeBytes }) =>
      file.folder
        ? files.list(file.path, context.user).length === 0
        : !file.link && sizeBytes === 0,
    quit() {
      walk.ended = true;
    },
  };
}
