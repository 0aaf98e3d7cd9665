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
  const found = new Map<string, string[]>();
  const operands: string[] = [];
  let problem: string | undefined;
  const put = (name: string, value: string): void => {
    const key = rules.same?.[name] ?? name;
    found.set(key, [...(found.get(key) ?? []), value]);
  };
  const arity = (letter: string): string => {
    const at = (rules.short ?? '').indexOf(letter);
    return at < 0 || letter === ':' ? 'unknown' : ((rules.short ?? '')[at + 1] ?? '');
  };
  let index = 0;
  const next = (name: string, shown: string): string => {
    index += 1;
    const value = args[index];
    if (value === undefined) problem ??= shown;
    return value ?? name;
  };
  const longOption = (arg: string): void => {
    const [name = '', ...rest] = arg.slice(2).split('=');
    const rule = (rules.long ?? []).filter((l) => l.replace(/[=?]$/, '').startsWith(name));
    const exact =
      rule.find((l) => l.replace(/[=?]$/, '') === name) ??
      (rule.length === 1 ? rule[0] : undefined);
    if (exact === undefined) problem ??= `unrecognized option '${arg.split('=')[0] ?? ''}'`;
    else if (!exact.endsWith('=')) put(exact.replace(/\?$/, ''), rest.join('='));
    else
      put(
        exact.slice(0, -1),
        rest.length > 0 ? rest.join('=') : next('', `option '--${name}' requires an argument`),
      );
  };
  const letters = (arg: string): void => {
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? '';
      const kind = arity(letter);
      if (kind === 'unknown') {
        problem ??= `invalid option -- '${letter}'`;
        return;
      }
      if (kind !== ':' && kind !== '?') {
        put(letter, '');
        continue;
      }
      const glued = arg.slice(at + 1);
      if (glued !== '' || kind === '?') put(letter, glued);
      else put(letter, next('', `option requires an argument -- '${letter}'`));
      return;
    }
  };
  for (; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (rules.numberIs !== undefined && /^-\d+$/.test(arg)) put(rules.numberIs, arg.slice(1));
    else if (arg.startsWith('--')) longOption(arg);
    else if (arg.startsWith('-') && arg !== '-') letters(arg);
    else if (rules.stopAtOperand) {
      operands.push(...args.slice(index));
      break;
    } else operands.push(arg);
  }
  return {
    operands,
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
    problem,
  };
}
