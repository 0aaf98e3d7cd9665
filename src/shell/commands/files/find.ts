/** find(1): an expression of tests and actions with `!`, `-a`, `-o`, `,` and parentheses. */
import type { FileView } from '../../../sim/index.ts';
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf } from '../../files/host-files.ts';
import { breathe } from '../../process.ts';
import type { CommandContext } from '../command.ts';
import { parseExpression } from './find-expression.ts';
import type { Search } from './find-expression.ts';

export { globRegex } from './find-expression.ts';

export async function find(context: CommandContext): Promise<number> {
  const search = parseExpression(context);
  if (typeof search === 'string') {
    await context.error(`find: ${search}\n`);
    return 1;
  }
  const state = { status: 0 };
  const seen = new Set<string>();
  for (const root of search.roots)
    try {
      await visit(context, search, root, 0, state, seen);
    } catch (failure) {
      await context.error(`find: ‘${root}’: ${strerror(failure)}\n`);
      state.status = 1;
    }
  for (const finish of search.finishers) if (!(await finish())) state.status = 1;
  return state.status;
}

async function visit(
  context: CommandContext,
  search: Search,
  shown: string,
  depth: number,
  state: { status: number },
  seen: Set<string>,
): Promise<void> {
  await breathe(context.job);
  const { machine, user } = context;
  const path = context.path(shown);
  const file = search.follows ? machine.files.stat(path, user) : machine.files.lstat(path, user);
  if (!file) throw new FileError('ENOENT', path);
  const at: Parameters<Search['test']>[0] = { file, shown, depth, path, pruned: false };
  const tests = async (): Promise<void> => {
    if (depth >= search.shallowest) await search.test(at);
  };
  if (!search.depthFirst) await tests();
  if (isFolder(file) && depth < search.deepest && !at.pruned) {
    let children: readonly FileView[] = [];
    try {
      children = machine.files.list(path, user);
    } catch (failure) {
      await context.error(`find: ‘${shown}’: ${strerror(failure)}\n`);
      state.status = 1;
    }
    for (const child of children) {
      const name = nameOf(child.path);
      const below = `${shown.replace(/\/$/, '')}/${name}`;
      // One file that two names lead to is listed once.
      const real = realOf(context, below);
      if (depth === 0 && path === '/' && seen.has(real)) continue;
      seen.add(real);
      await visit(context, search, below, depth + 1, state, seen);
    }
  }
  if (search.depthFirst) await tests();
}
const isFolder = (file: FileView): boolean => file.folder && file.link === undefined;
function realOf({ machine, path }: CommandContext, shown: string): string {
  try {
    return machine.files.real(path(shown));
  } catch {
    return shown;
  }
}
