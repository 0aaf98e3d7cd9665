/** find(1): -name, -iname, -path, -type, -maxdepth, -mindepth, -newer, -size, -exec, -print, -delete. */
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';
import type { FileView } from '../../../sim/index.ts';
import { FileError, strerror } from '../../files/file-error.ts';
import { nameOf } from '../../files/host-files.ts';
import { breathe } from '../../process.ts';
import type { CommandContext } from '../command.ts';

type Test = (file: FileView, shown: string, depth: number) => boolean;
interface Search {
  readonly roots: readonly string[];
  readonly tests: readonly Test[];
  readonly deepest: number;
  readonly exec: readonly string[] | undefined;
  readonly separator: string;
  readonly remove: boolean;
  readonly problem: string | undefined;
}

export async function find(context: CommandContext): Promise<number> {
  const search = parse(context);
  if (search.problem !== undefined) {
    await context.error(`find: ${search.problem}\n`);
    return 1;
  }
  let status = 0;
  const visit = async (shown: string, depth: number): Promise<void> => {
    await breathe(context.job);
    const { machine, user } = context;
    const path = context.path(shown);
    const file = machine.files.stat(path, user);
    if (!file) throw new FileError('ENOENT', path);
    if (search.tests.every((test) => test(file, shown, depth)))
      await report(context, search, shown, file);
    if (!file.folder || depth >= search.deepest) return;
    try {
      for (const child of machine.files.list(path, user))
        await visit(`${shown.replace(/\/$/, '')}/${nameOf(child.path)}`, depth + 1);
    } catch (failure) {
      await context.error(`find: ‘${shown}’: ${strerror(failure)}\n`);
      status = 1;
    }
  };
  for (const root of search.roots)
    try {
      await visit(root, 0);
    } catch (failure) {
      await context.error(`find: ‘${root}’: ${strerror(failure)}\n`);
      status = 1;
    }
  return status;
}

async function report(
  context: CommandContext,
  search: Search,
  shown: string,
  file: FileView,
): Promise<void> {
  if (search.remove) {
    context.machine.files.mayWrite(file.folder ? `${file.path}/.` : file.path, context.user);
    await context.machine.files.change([{ op: 'remove', path: context.path(shown) }]);
  } else if (search.exec)
    await context.execute(search.exec.map((word) => word.replaceAll('{}', shown)));
  else await context.out(shown + search.separator);
}

export function globRegex(pattern: string, flags = ''): LinearRegex {
  const body = pattern
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^');
  return linearRegex(`^${body}$`, { ignoreCase: flags === 'i' });
}

function parse(context: CommandContext): Search {
  const { args } = context;
  const roots: string[] = [];
  let index = 0;
  for (; index < args.length && !/^[-(!]/.test(args[index] ?? ''); index += 1)
    roots.push(args[index] ?? '');
  const tests: Test[] = [];
  let search: Omit<Search, 'roots' | 'tests'> = {
    deepest: 64,
    exec: undefined,
    separator: '\n',
    remove: false,
    problem: undefined,
  };
  let negate = false;
  const add = (test: Test): void => {
    const flip = negate;
    tests.push((...file) => test(...file) !== flip);
    negate = false;
  };
  for (; index < args.length; index += 1) {
    const name = args[index] ?? '';
    const value = args[index + 1] ?? '';
    if (name === '-not' || name === '!') negate = true;
    else if (name === '-print') search = { ...search, separator: '\n' };
    else if (name === '-print0') search = { ...search, separator: '\0' };
    else if (name === '-delete') search = { ...search, remove: true };
    else if (name === '-exec') {
      const end = args.findIndex((arg, at) => at > index && (arg === ';' || arg === '+'));
      search = { ...search, exec: args.slice(index + 1, end < 0 ? undefined : end) };
      index = end < 0 ? args.length : end;
    } else if (name === '-maxdepth') {
      search = { ...search, deepest: Number(value) };
      index += 1;
    } else {
      const test = testFor(context, name, value);
      if (!test) return { ...search, roots, tests, problem: `unknown predicate \`${name}'` };
      add(test);
      index += 1;
    }
  }
  return { ...search, roots: roots.length > 0 ? roots : ['.'], tests };
}

function testFor(context: CommandContext, name: string, value: string): Test | undefined {
  switch (name) {
    case '-name': {
      const regex = globRegex(value);
      return (_, shown) => regex.test(nameOf(shown));
    }
    case '-iname': {
      const regex = globRegex(value, 'i');
      return (_, shown) => regex.test(nameOf(shown));
    }
    case '-path': {
      const regex = globRegex(value);
      return (_, shown) => regex.test(shown);
    }
    case '-type':
      return (file) => (file.folder ? 'd' : 'f') === value;
    case '-mindepth':
      return (_, __, depth) => depth >= Number(value);
    case '-mmin': {
      const now = context.machine.now();
      const age = (file: FileView): number => (now - file.changedAt) / 60e6;
      return (file) =>
        value.startsWith('-')
          ? age(file) < Number(value.slice(1))
          : age(file) > Number(value.replace('+', ''));
    }
    case '-newer': {
      const than = context.machine.files.stat(context.path(value), context.user)?.changedAt ?? 0;
      return (file) => file.changedAt > than;
    }
    case '-user':
      return (file) => file.owner.split(':')[0] === value;
    default:
      return undefined;
  }
}
