/** getopt_long(3): short letters (`n:` takes a value) and long names (`lines=` takes one). */
export interface Options {
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value given. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  /** `invalid option -- 'z'` and the like, when the arguments were wrong. */
  readonly problem: string | undefined;
}
export interface OptionRules {
  /** `an:f`; a `?` after a letter: the value may be glued on or absent. */
  readonly short?: string;
  readonly long?: readonly string[];
  /** Long name to the short letter it stands for. */
  readonly same?: Readonly<Record<string, string>>;
  /** Options end at the first operand (sudo, env, timeout). */
  readonly stopAtOperand?: boolean;
  /** `-5` means `-n 5` (head, tail). */
  readonly numberIs?: string;
}

export function getOptions(args: readonly string[], rules: OptionRules): Options {
  const reader = new OptionReader(args, rules);
  reader.read();
  const { found, operands, problem } = reader;
  return {
    operands,
    problem,
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
  };
}

const bare = (rule: string): string => rule.replace(/[=?]$/, '');

class OptionReader {
  readonly found = new Map<string, string[]>();
  readonly operands: string[] = [];
  problem: string | undefined;
  private index = 0;
  private readonly args: readonly string[];
  private readonly rules: OptionRules;
  constructor(args: readonly string[], rules: OptionRules) {
    this.args = args;
    this.rules = rules;
  }

  read(): void {
    const { args, rules } = this;
    for (; this.index < args.length; this.index += 1) {
      const arg = args[this.index] ?? '';
      if (arg === '--') {
        this.operands.push(...args.slice(this.index + 1));
        return;
      }
      if (rules.numberIs !== undefined && /^-\d+$/.test(arg))
        this.put(rules.numberIs, arg.slice(1));
      else if (arg.startsWith('--')) this.longOption(arg);
      else if (arg.startsWith('-') && arg !== '-') this.letters(arg);
      else if (rules.stopAtOperand) {
        this.operands.push(...args.slice(this.index));
        return;
      } else this.operands.push(arg);
    }
  }

  private put(name: string, value: string): void {
    const key = this.rules.same?.[name] ?? name;
    this.found.set(key, [...(this.found.get(key) ?? []), value]);
  }

  /** The next word as a value; without one, `complaint` is what is wrong. */
  private next(complaint: string): string {
    this.index += 1;
    const value = this.args[this.index];
    if (value === undefined) this.problem ??= complaint;
    return value ?? '';
  }

  private longOption(arg: string): void {
    const [name = '', ...rest] = arg.slice(2).split('=');
    const candidates = (this.rules.long ?? []).filter((rule) => bare(rule).startsWith(name));
    const exact =
      candidates.find((rule) => bare(rule) === name) ??
      (candidates.length === 1 ? candidates[0] : undefined);
    if (exact === undefined) this.problem ??= `unrecognized option '${arg.split('=')[0] ?? ''}'`;
    else if (!exact.endsWith('=')) this.put(bare(exact), rest.join('='));
    else if (rest.length > 0) this.put(bare(exact), rest.join('='));
    else this.put(bare(exact), this.next(`option '--${name}' requires an argument`));
  }

  private letters(arg: string): void {
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? '';
      const place = letter === ':' ? -1 : (this.rules.short ?? '').indexOf(letter);
      if (place < 0) {
        this.problem ??= `invalid option -- '${letter}'`;
        return;
      }
      const kind = this.rules.short?.[place + 1] ?? '';
      if (kind !== ':' && kind !== '?') {
        this.put(letter, '');
        continue;
      }
      const glued = arg.slice(at + 1);
      if (glued !== '' || kind === '?') this.put(letter, glued);
      else this.put(letter, this.next(`option requires an argument -- '${letter}'`));
      return;
    }
  }
}
