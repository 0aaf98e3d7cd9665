/** find's expression: parsed once, then asked of each file. */
import type { FileView } from '../../../sim/index.ts';
import { bytesOfText } from '../../bytes.ts';
import { strerror } from '../../files/file-error.ts';
import { nameOf, ROOT } from '../../files/host-files.ts';
import { textOf } from '../../looks/chunk.ts';
import type { CommandContext } from '../command.ts';
import { modeText } from './modes.ts';

export interface Visited {
  readonly file: FileView;
  readonly shown: string;
  readonly depth: number;
  readonly path: string;
  pruned: boolean;
}
type Test = (at: Visited) => Promise<boolean> | boolean;
export interface Search {
  readonly roots: readonly string[];
  readonly test: Test;
  readonly deepest: number;
  readonly shallowest: number;
  readonly depthFirst: boolean;
  readonly follows: boolean;
  /** What `-exec … +` has gathered; false when a command failed. */
  readonly finishers: readonly (() => Promise<boolean>)[];
}
interface Parser {
  readonly context: CommandContext;
  readonly args: readonly string[];
  at: number;
  acts: boolean;
  deepest: number;
  shallowest: number;
  depthFirst: boolean;
  readonly finishers: (() => Promise<boolean>)[];
}
class Problem extends Error {}

export function globRegex(pattern: string, flags = ''): RegExp {
  const body = pattern
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^');
  return new RegExp(`^${body}$`, `s${flags}`);
}

/** The search, or what is wrong with the arguments. */
export function parseExpression(context: CommandContext): Search | string {
  let { args } = context;
  const follows = args[0] === '-L';
  while (/^-[HLP]$/.test(args[0] ?? '')) args = args.slice(1);
  const roots: string[] = [];
  let at = 0;
  for (; at < args.length && !/^[-(!]/.test(args[at] ?? ''); at += 1) roots.push(args[at] ?? '');
  const p: Parser = {
    context,
    args,
    at,
    acts: false,
    deepest: Infinity,
    shallowest: 0,
    depthFirst: false,
    finishers: [],
  };
  try {
    const given = p.at < args.length ? comma(p) : (): boolean => true;
    if (p.at < args.length)
      throw new Problem(`paths must precede expression: \`${args[p.at] ?? ''}'`);
    const { acts } = p;
    const test: Test = async (each) => {
      const holds = await given(each);
      if (holds && !acts) await context.out(`${each.shown}\n`);
      return holds;
    };
    const { deepest, shallowest, depthFirst, finishers } = p;
    return {
      roots: roots.length > 0 ? roots : ['.'],
      test,
      deepest,
      shallowest,
      depthFirst,
      follows,
      finishers,
    };
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

function comma(p: Parser): Test {
  let left = or(p);
  while (p.args[p.at] === ',') {
    p.at += 1;
    const before = left;
    const right = or(p);
    left = async (at) => {
      await before(at);
      return right(at);
    };
  }
  return left;
}
function or(p: Parser): Test {
  let left = and(p);
  while (['-o', '-or'].includes(p.args[p.at] ?? '')) {
    p.at += 1;
    const before = left;
    const right = and(p);
    left = async (at) => (await before(at)) || right(at);
  }
  return left;
}
function and(p: Parser): Test {
  let left = not(p);
  for (;;) {
    const word = p.args[p.at];
    if (word === '-a' || word === '-and') p.at += 1;
    else if (word === undefined || ['-o', '-or', ')', ','].includes(word)) return left;
    const before = left;
    const right = not(p);
    left = async (at) => (await before(at)) && right(at);
  }
}
function not(p: Parser): Test {
  const word = p.args[p.at];
  if (word === '!' || word === '-not') {
    p.at += 1;
    const inner = not(p);
    return async (at) => !(await inner(at));
  }
  if (word === '(') {
    p.at += 1;
    const inner = comma(p);
    if (p.args[p.at] !== ')')
      throw new Problem(
        "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
      );
    p.at += 1;
    return inner;
  }
  if (word === undefined)
    throw new Problem('invalid expression; you have used a binary operator with nothing after it.');
  p.at += 1;
  return primary(p, word);
}

function value(p: Parser, name: string): string {
  const given = p.args[p.at];
  if (given === undefined) throw new Problem(`missing argument to \`${name}'`);
  p.at += 1;
  return given;
}

const YES: Test = () => true;
function primary(p: Parser, word: string): Test {
  switch (word) {
    case '-name':
    case '-iname': {
      const pattern = globRegex(value(p, word), word === '-iname' ? 'i' : '');
      return (at) => pattern.test(nameOf(at.shown.replace(/\/+$/, '')) || at.shown);
    }
    case '-path':
    case '-wholename':
    case '-ipath': {
      const pattern = globRegex(value(p, word), word === '-ipath' ? 'i' : '');
      return (at) => pattern.test(at.shown);
    }
    case '-regex': {
      const pattern = new RegExp(`^(?:${value(p, word)})$`);
      return (at) => pattern.test(at.shown);
    }
    case '-maxdepth':
    case '-mindepth': {
      const given = Number(value(p, word));
      if (word === '-maxdepth') p.deepest = given;
      else p.shallowest = given;
      return YES;
    }
    case '-depth':
      p.depthFirst = true;
      return YES;
    case '-mount':
    case '-xdev':
    case '-noleaf':
    case '-follow':
    case '-true':
      return YES;
    case '-false':
      return () => false;
    case '-prune':
      return (at) => {
        at.pruned = true;
        return true;
      };
    default:
      return attribute(p, word) ?? action(p, word);
  }
}

const typeOf = (file: FileView): string =>
  file.link !== undefined ? 'l' : file.path.startsWith('/dev/') ? 'c' : file.folder ? 'd' : 'f';
const sizeOf = (file: FileView): number =>
  file.folder ? 4096 : bytesOfText(file.link ?? file.content).length;
const UNITS: Readonly<Record<string, number>> = {
  b: 512,
  c: 1,
  w: 2,
  k: 1024,
  M: 1 << 20,
  G: 1 << 30,
};

/** `+n` more than, `-n` less than, `n` exactly. */
function counted(text: string, word: string): (given: number) => boolean {
  const found = /^([-+]?)(\d+)$/.exec(text);
  if (!found) throw new Problem(`invalid argument \`${text}' to \`${word}'`);
  const limit = Number(found[2]);
  if (found[1] === '+') return (given) => given > limit;
  return found[1] === '-' ? (given) => given < limit : (given) => given === limit;
}

function attribute(p: Parser, word: string): Test | undefined {
  const { context } = p;
  const { machine, user } = context;
  switch (word) {
    case '-type': {
      const types = value(p, word).split(',');
      return (at) => types.includes(typeOf(at.file));
    }
    case '-size': {
      const [, count = '', unit = 'b'] = /^([-+]?\d+)([bcwkMG]?)$/.exec(value(p, word)) ?? [];
      const fits = counted(count, word);
      return (at) => fits(Math.ceil(sizeOf(at.file) / (UNITS[unit || 'b'] ?? 512)));
    }
    case '-empty':
      return (at) =>
        at.file.folder
          ? machine.files.list(at.path, ROOT).length === 0
          : at.file.link === undefined && textOf(machine.files.read(at.path, ROOT)) === '';
    case '-mtime':
    case '-mmin': {
      const unit = word === '-mmin' ? 60e6 : 86_400e6;
      const fits = counted(value(p, word), word);
      return (at) => fits(Math.floor((machine.now() - at.file.changedAt) / unit));
    }
    case '-newer': {
      const name = value(p, word);
      const other = machine.files.stat(context.path(name), user);
      if (!other) throw new Problem(`‘${name}’: No such file or directory`);
      return (at) => at.file.changedAt > other.changedAt;
    }
    case '-user': {
      const name = value(p, word);
      return (at) => at.file.owner.split(':')[0] === name;
    }
    case '-perm': {
      const text = value(p, word);
      const bits = parseInt(text.replace(/^[-/]/, ''), 8);
      if (text.startsWith('-')) return (at) => (at.file.mode & bits) === bits;
      return text.startsWith('/')
        ? (at) => (at.file.mode & bits) !== 0
        : (at) => (at.file.mode & 0o7777) === bits;
    }
    default:
      return undefined;
  }
}

function action(p: Parser, word: string): Test {
  const { context } = p;
  p.acts = word === '-quit' ? p.acts : true;
  switch (word) {
    case '-print':
    case '-print0': {
      const end = word === '-print' ? '\n' : '\0';
      return async (at) => {
        await context.out(at.shown + end);
        return true;
      };
    }
    case '-printf':
      return printed(context, value(p, word));
    case '-ls':
      return async (at) => {
        await context.out(`${modeText(at.file)} ${at.file.owner} ${sizeOf(at.file)} ${at.shown}\n`);
        return true;
      };
    case '-delete':
      p.depthFirst = true;
      return (at) => remove(context, at);
    case '-exec':
    case '-execdir':
    case '-ok':
      return executed(p, word);
    default:
      throw new Problem(`unknown predicate \`${word}'`);
  }
}

async function remove(context: CommandContext, { path, shown, file }: Visited): Promise<boolean> {
  const { files } = context.machine;
  try {
    files.mayWrite(`${path.slice(0, path.lastIndexOf('/'))}/.eggtooth-name`, context.user);
    if (file.folder && file.link === undefined && files.list(path, ROOT).length > 0) {
      await context.error(`find: cannot delete ‘${shown}’: Directory not empty\n`);
      return false;
    }
    await files.change([{ op: 'remove', path }]);
    return true;
  } catch (failure) {
    await context.error(`find: cannot delete ‘${shown}’: ${strerror(failure)}\n`);
    return false;
  }
}

function executed(p: Parser, word: string): Test {
  const { context } = p;
  const end = p.args.findIndex(
    (arg, index) => index >= p.at && (arg === ';' || (arg === '+' && p.args[index - 1] === '{}')),
  );
  if (end < 0) throw new Problem(`missing argument to \`${word}'`);
  const words = p.args.slice(p.at, end);
  p.at = end + 1;
  if (p.args[end] === ';')
    return async (at) => {
      const argv = words.map((one) => one.replaceAll('{}', at.shown));
      return (await context.execute(argv)).status === 0;
    };
  const gathered: string[] = [];
  p.finishers.push(async () => {
    if (gathered.length === 0) return true;
    return (await context.execute([...words.slice(0, -1), ...gathered])).status === 0;
  });
  return (at) => {
    gathered.push(at.shown);
    return true;
  };
}

function printed(context: CommandContext, format: string): Test {
  return async (at) => {
    const { file, shown, depth } = at;
    const values: Readonly<Record<string, string>> = {
      p: shown,
      f: nameOf(shown),
      h: shown.includes('/') ? shown.slice(0, shown.lastIndexOf('/')) || '/' : '.',
      s: String(sizeOf(file)),
      m: (file.mode & 0o7777).toString(8),
      M: modeText(file),
      u: file.owner.split(':')[0] ?? '',
      y: typeOf(file),
      l: file.link ?? '',
      d: String(depth),
      '%': '%',
    };
    const text = format
      .replaceAll(/\\([nt0\\])/g, (_, c: string) => ({ n: '\n', t: '\t', 0: '\0' })[c] ?? '\\')
      .replaceAll(/%([a-zA-Z%])/g, (all, letter: string) => values[letter] ?? all);
    await context.out(text);
    return true;
  };
}
