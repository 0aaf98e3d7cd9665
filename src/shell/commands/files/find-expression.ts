/** The expression of find(1): tests and actions joined by -a, -o, `!`, `,` and parentheses. */
import { changeMode } from './modes.ts';
import { FileError } from '../../files/file-error.ts';
import { nameOf } from '../../files/host-files.ts';
import { regExpOf } from '../../executor/patterns.ts';
import type { CommandContext } from '../command.ts';
import { missingPart } from '../missing.ts';
import type { FileView } from '../../../sim/index.ts';

/** One file as find meets it. */
export interface Met {
  readonly file: FileView;
  /** As it is printed: the starting point and the way below it. */
  readonly shown: string;
  readonly root: string;
  readonly depth: number;
  readonly sizeBytes: number;
  /** Set by -prune: nothing below is visited. */
  pruned: boolean;
}
export type Test = (met: Met) => boolean | Promise<boolean>;
export interface Actions {
  out(text: string): Promise<void>;
  remove(met: Met): Promise<boolean>;
  /** False when the command failed. */
  run(words: readonly string[], met: Met, inItsFolder: boolean): Promise<boolean>;
  /** `-exec … +`: gathered, run at the end. */
  gather(words: readonly string[], met: Met): void;
  readonly isEmpty: (met: Met) => boolean;
  quit(): void;
}
export interface Expression {
  readonly test: Test;
  readonly least: number;
  readonly most: number;
  /** What is below comes first. */
  readonly depthFirst: boolean;
}
/** What find says of its own arguments. */
export class FindProblem extends Error {}
/** Of the real find, and not of this one. */
const REAL_PREDICATES = new Set(
  '-regex -iregex -regextype -uid -gid -nouser -nogroup -links -inum -samefile -anewer -cnewer -fstype -context -okdir -ls -fls -fprint -fprint0 -fprintf -used -iwholename'.split(
    ' ',
  ),
);

export function parseExpression(
  context: CommandContext,
  args: readonly string[],
  actions: Actions,
): Expression {
  const reader = new ExpressionReader(context, args, actions);
  const test = reader.all();
  const { least, most, depthFirst } = reader;
  return { test, least, most, depthFirst };
}

class ExpressionReader {
  least = 0;
  most = Infinity;
  depthFirst = false;
  private acts = false;
  private at = 0;
  private readonly context: CommandContext;
  private readonly args: readonly string[];
  private readonly actions: Actions;
  constructor(context: CommandContext, args: readonly string[], actions: Actions) {
    this.context = context;
    this.args = args;
    this.actions = actions;
  }

  all(): Test {
    if (this.args.length === 0) return this.printing(() => true);
    const test = this.list();
    const left = this.args[this.at];
    if (left === ')')
      throw new FindProblem(
        "invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('",
      );
    if (left !== undefined) throw new FindProblem(`paths must precede expression: \`${left}'`);
    return this.acts ? test : this.printing(test);
  }

  private printing(test: Test): Test {
    return async (met) => {
      if (!(await test(met))) return false;
      await this.actions.out(`${met.shown}\n`);
      return true;
    };
  }
  private list(): Test {
    let left = this.either();
    while (this.args[this.at] === ',') {
      this.at += 1;
      const [first, second] = [left, this.either()];
      left = async (met) => {
        await first(met);
        return second(met);
      };
    }
    return left;
  }
  private either(): Test {
    let left = this.both();
    while (this.args[this.at] === '-o' || this.args[this.at] === '-or') {
      this.at += 1;
      this.needOperand('-o');
      const [first, second] = [left, this.both()];
      left = async (met) => (await first(met)) || second(met);
    }
    return left;
  }
  private both(): Test {
    let left = this.not();
    for (;;) {
      const word = this.args[this.at];
      if (word === undefined || word === ')' || word === ',' || /^-o(r)?$/.test(word)) return left;
      if (word === '-a' || word === '-and') {
        this.at += 1;
        this.needOperand(word);
      }
      const [first, second] = [left, this.not()];
      left = async (met) => (await first(met)) && second(met);
    }
  }
  private needOperand(after: string): void {
    if (this.at >= this.args.length)
      throw new FindProblem(
        `invalid expression; you have used a binary operator '${after}' with nothing after it.`,
      );
  }
  private not(): Test {
    const word = this.args[this.at];
    if (word !== '!' && word !== '-not') return this.primary();
    this.at += 1;
    if (this.at >= this.args.length)
      throw new FindProblem(`expected an expression after '${word}'`);
    const inner = this.not();
    return async (met) => !(await inner(met));
  }
  private primary(): Test {
    const word = this.args[this.at] ?? '';
    this.at += 1;
    if (word === '(') {
      if (this.args[this.at] === ')')
        throw new FindProblem('invalid expression; empty parentheses are not allowed.');
      const inner = this.list();
      if (this.args[this.at] !== ')')
        throw new FindProblem(
          "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
        );
      this.at += 1;
      return inner;
    }
    return this.option(word) ?? this.action(word) ?? this.tested(word);
  }

  private value(of: string): string {
    const value = this.args[this.at];
    if (value === undefined) throw new FindProblem(`missing argument to \`${of}'`);
    this.at += 1;
    return value;
  }
  private depthOf(word: string): number {
    const value = this.value(word);
    if (!/^\d+$/.test(value))
      throw new FindProblem(
        `Expected a positive decimal integer argument to ${word}, but got ‘${value}’`,
      );
    return Number(value);
  }

  private option(word: string): Test | undefined {
    switch (word) {
      case '-maxdepth':
        this.most = this.depthOf(word);
        return () => true;
      case '-mindepth':
        this.least = this.depthOf(word);
        return () => true;
      case '-depth':
      case '-d':
        this.depthFirst = true;
        return () => true;
      case '-xdev':
      case '-mount':
      case '-noleaf':
      case '-follow':
        return () => true;
      default:
        return undefined;
    }
  }

  private action(word: string): Test | undefined {
    const { actions } = this;
    const acting = (test: Test): Test => {
      this.acts = true;
      return test;
    };
    const printed = (end: string): Test =>
      acting(async (met) => {
        await actions.out(met.shown + end);
        return true;
      });
    switch (word) {
      case '-print':
        return printed('\n');
      case '-print0':
        return printed('\0');
      case '-printf': {
        const format = this.value(word);
        return acting(async (met) => {
          await actions.out(formatted(this.context, format, met));
          return true;
        });
      }
      case '-delete':
        this.depthFirst = true;
        return acting((met) => actions.remove(met));
      case '-prune':
        return (met) => {
          met.pruned = true;
          return true;
        };
      case '-quit':
        return acting(() => {
          actions.quit();
          return true;
        });
      case '-exec':
      case '-execdir':
      case '-ok':
        return acting(this.execution(word));
      default:
        return undefined;
    }
  }
  private execution(word: string): Test {
    const from = this.at;
    const end = this.args.findIndex(
      (arg, at) => at >= from && (arg === ';' || (arg === '+' && this.args[at - 1] === '{}')),
    );
    if (end < 0 || end === from) throw new FindProblem(`missing argument to \`${word}'`);
    const words = this.args.slice(from, end);
    this.at = end + 1;
    if (this.args[end] === ';') return (met) => this.actions.run(words, met, word === '-execdir');
    return (met) => {
      this.actions.gather(words.slice(0, -1), met);
      return true;
    };
  }

  private tested(word: string): Test {
    const { context } = this;
    const byPattern = (of: (met: Met) => string, ignoreCase = false): Test => {
      const regex = regExpOf(this.value(word), { ignoreCase });
      return (met) => regex.test(of(met));
    };
    const name = (met: Met): string => nameOf(met.shown.replace(/(.)\/+$/, '$1')) || met.shown;
    switch (word) {
      case '-name':
        return byPattern(name);
      case '-iname':
        return byPattern(name, true);
      case '-path':
      case '-wholename':
        return byPattern((met) => met.shown);
      case '-ipath':
        return byPattern((met) => met.shown, true);
      case '-lname':
        return byPattern((met) => met.file.link ?? '\0');
      case '-type':
      case '-xtype':
        return this.typed();
      case '-empty':
        return (met) => this.actions.isEmpty(met);
      case '-true':
        return () => true;
      case '-false':
        return () => false;
      case '-size':
        return this.sized();
      case '-perm':
        return this.permitted();
      case '-user':
      case '-group': {
        const owner = this.value(word);
        return (met) => (met.file.owner.split(':')[word === '-user' ? 0 : 1] ?? owner) === owner;
      }
      case '-newer': {
        const than = this.value(word);
        const other = context.machine.files.stat(context.path(than), context.user);
        if (!other) throw new FileError('ENOENT', than);
        return (met) => met.file.changedAt > other.changedAt;
      }
      case '-mtime':
      case '-ctime':
      case '-atime':
        return this.aged(word, 86_400e6);
      case '-mmin':
      case '-cmin':
      case '-amin':
        return this.aged(word, 60e6);
      case '-readable':
        return (met) => may(context, met, 4);
      case '-writable':
        return (met) => may(context, met, 2);
      case '-executable':
        return (met) => may(context, met, 1);
      default:
        if (REAL_PREDICATES.has(word)) throw new FindProblem(missingPart(word));
        if (word.startsWith('-')) throw new FindProblem(`unknown predicate \`${word}'`);
        throw new FindProblem(`paths must precede expression: \`${word}'`);
    }
  }
  private typed(): Test {
    const types = this.value('-type').split(',');
    for (const type of types)
      if (!/^[bcdpflsD]$/.test(type)) throw new FindProblem(`Unknown argument to -type: ${type}`);
    return ({ file }) => types.includes(file.link ? 'l' : file.folder ? 'd' : 'f');
  }
  private sized(): Test {
    const value = this.value('-size');
    const match = /^([-+]?)(\d+)([bcwkMG]?)$/.exec(value);
    if (!match) throw new FindProblem(`Invalid argument \`${value}' to -size`);
    const unit =
      { c: 1, w: 2, k: 1024, M: 1 << 20, G: 1 << 30, b: 512, '': 512 }[match[3] ?? ''] ?? 512;
    return compared(match[1] ?? '', Number(match[2]), (met) => Math.ceil(met.sizeBytes / unit));
  }
  private aged(word: string, unitMicros: number): Test {
    const value = this.value(word);
    const match = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(value);
    if (!match) throw new FindProblem(`invalid argument \`${value}' to \`${word}'`);
    const now = this.context.machine.now();
    const age = (met: Met): number => (now - met.file.changedAt) / unitMicros;
    const minutes = word.endsWith('min');
    return compared(match[1] ?? '', Number(match[2]), (met) =>
      minutes ? Math.ceil(age(met)) : Math.floor(age(met)),
    );
  }
  private permitted(): Test {
    const value = this.value('-perm');
    const kind = /^[-/]/.exec(value)?.[0] ?? '';
    const bits = changeMode(0, value.slice(kind.length));
    if (bits === undefined) throw new FindProblem(`invalid mode ‘${value}’`);
    return ({ file }) => {
      const mode = file.mode & 0o7777;
      if (kind === '-') return (mode & bits) === bits;
      return kind === '/' ? bits === 0 || (mode & bits) !== 0 : mode === bits;
    };
  }
}

const compared =
  (sign: string, than: number, of: (met: Met) => number): Test =>
  (met) =>
    sign === '+' ? of(met) > than : sign === '-' ? of(met) < than : of(met) === than;

function may({ user }: CommandContext, { file }: Met, bit: number): boolean {
  if (user.uid === 0) return bit !== 1 || file.folder || (file.mode & 0o111) !== 0;
  const shift = file.owner.split(':')[0] === user.name ? 6 : 0;
  return ((file.mode >> shift) & bit) !== 0;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '\0', '\\': '\\' };
function formatted({ machine }: CommandContext, format: string, met: Met): string {
  const { file, shown, root, depth, sizeBytes } = met;
  const below = shown.slice(root.length).replace(/^\//, '');
  const seconds = machine.date(file.changedAt).getTime() / 1000;
  const values: Readonly<Record<string, string>> = {
    p: shown,
    f: nameOf(shown) || shown,
    h: shown.includes('/') ? shown.slice(0, shown.lastIndexOf('/')) : '.',
    P: below,
    H: root,
    d: String(depth),
    s: String(sizeBytes),
    m: (file.mode & 0o7777).toString(8),
    u: file.owner.split(':')[0] ?? '',
    g: file.owner.split(':')[1] ?? file.owner,
    y: file.link ? 'l' : file.folder ? 'd' : 'f',
    l: file.link ?? '',
    'T@': seconds.toFixed(10),
    '%': '%',
  };
  return format.replaceAll(
    /\\([nt0\\])|%(T@|[A-Za-z%])/g,
    (all, escape?: string, letter?: string) =>
      escape !== undefined ? (ESCAPES[escape] ?? '') : (values[letter ?? ''] ?? all),
  );
}
