/** Command lines by a table of flags. Real: Go's flag package (etcd) and spf13/pflag (the Kubernetes components). */
export type FlagKind = 'bool' | 'int' | 'uint' | 'float' | 'duration' | 'string' | 'urls';
export type FlagTable = ReadonlyMap<string, FlagKind>;

export function flagTable(kinds: Partial<Record<FlagKind, string>>): FlagTable {
  return new Map(
    Object.entries(kinds).flatMap(([kind, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name) => [name, kind as FlagKind] as const),
    ),
  );
}

/** What was given, by name, in order; and what is no flag. */
export interface Given {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}
export type FlagsRead = Given | { readonly problem: string };

/** A flag's last value. */
export const valueOf = (given: Given, name: string): string | undefined =>
  given.values.get(name)?.at(-1);
/** Every item of a flag that is a list and may come several times. */
export const listOf = (given: Given, name: string): readonly string[] =>
  (given.values.get(name) ?? []).flatMap((value) => value.split(',')).filter((item) => item !== '');
export const isOn = (given: Given, name: string, otherwise = false): boolean => {
  const value = valueOf(given, name);
  return value === undefined ? otherwise : TRUE.has(value);
};

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
const INTEGER = /^[+-]?(\d+|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/;
const DURATION = /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;

/** A Go duration in microseconds. */
export function durationMicros(text: string): number {
  const unit = { ns: 1e-3, us: 1, µs: 1, μs: 1, ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9 };
  let sum = 0;
  for (const [, number = '0', name = 's'] of text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g))
    sum += Number(number) * (unit[name as keyof typeof unit] ?? 0);
  return Math.round(text.startsWith('-') ? -sum : sum);
}

/** Go's own words for a value that is none of its kind; '' for a good one. */
function strconvProblem(kind: FlagKind, value: string): string {
  const syntax = (call: string) =>
    `strconv.${call}: parsing ${JSON.stringify(value)}: invalid syntax`;
  switch (kind) {
    case 'bool':
      return TRUE.has(value) || FALSE.has(value) ? '' : syntax('ParseBool');
    case 'int':
      return INTEGER.test(value) ? '' : syntax('ParseInt');
    case 'uint':
      return /^\d+$/.test(value) ? '' : syntax('ParseUint');
    case 'float':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? '' : syntax('ParseFloat');
    case 'duration':
      if (DURATION.test(value)) return '';
      return /^[+-]?\d+(\.\d+)?$/.test(value)
        ? `time: missing unit in duration ${JSON.stringify(value)}`
        : `time: invalid duration ${JSON.stringify(value)}`;
    case 'string':
    case 'urls':
      return '';
  }
}

class Collected {
  readonly values = new Map<string, string[]>();
  add(name: string, value: string): void {
    this.values.set(name, [...(this.values.get(name) ?? []), value]);
  }
}

/** pflag: `--name=value`, `--name value`, `-v=2`, `-v2`; flags may come after operands. */
export function pflags(table: FlagTable, args: readonly string[]): FlagsRead {
  const found = new Collected();
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const long = word.startsWith('--');
    const [, given = '', inline] =
      (long ? /^--([^=]*)(?:=(.*))?$/s : /^-(.)(?:=?(.+))?$/s).exec(word) ?? [];
    if (long && (given === '' || given.startsWith('-')))
      return { problem: `bad flag syntax: ${word}` };
    const name = given.replaceAll('_', '-');
    const kind = !long && name !== 'v' && name !== 'h' ? undefined : kindOf(table, name);
    if (kind === undefined) {
      return {
        problem: long
          ? `unknown flag: --${name}`
          : `unknown shorthand flag: '${name}' in ${word.slice(0)}`,
      };
    }
    let value = inline ?? (kind === 'bool' ? 'true' : undefined);
    if (value === undefined) {
      value = args[++at];
      if (value === undefined)
        return {
          problem: long
            ? `flag needs an argument: --${name}`
            : `flag needs an argument: '${name}' in ${word}`,
        };
    }
    const problem = strconvProblem(kind, value);
    if (problem !== '') {
      const shown = name === 'v' ? '-v, --v' : `--${name}`;
      return {
        problem: `invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${problem}`,
      };
    }
    found.add(name === 'h' ? 'help' : name, value);
  }
  return { values: found.values, operands };
}
const kindOf = (table: FlagTable, name: string): FlagKind | undefined =>
  name === 'h' ? 'bool' : table.get(name);

/** Go's flag package: one dash or two; the first word that is none ends them. */
export function goFlags(table: FlagTable, args: readonly string[]): FlagsRead {
  const found = new Collected();
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') return { values: found.values, operands: args.slice(at + 1) };
    if (!word.startsWith('-') || word === '-')
      return { values: found.values, operands: args.slice(at) };
    const [, name = '', inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === '' || name.startsWith('-')) return { problem: `bad flag syntax: ${word}` };
    const kind = table.get(name);
    if (kind === undefined) return { problem: `flag provided but not defined: -${name}` };
    let value = inline ?? (kind === 'bool' ? 'true' : undefined);
    if (value === undefined) {
      value = args[++at];
      if (value === undefined) return { problem: `flag needs an argument: -${name}` };
    }
    const problem = kind === 'urls' ? urlsProblem(value) : strconvProblem(kind, value);
    if (problem !== '') {
      const what = kind === 'bool' ? 'boolean value' : 'value';
      const why = kind === 'urls' ? problem : 'parse error';
      const flag = kind === 'bool' ? name : `flag -${name}`;
      return {
        problem: `invalid ${what} ${JSON.stringify(value)} for ${kind === 'bool' ? `-${name}` : flag}: ${why}`,
      };
    }
    found.add(name, value);
  }
  return { values: found.values, operands: [] };
}

/** etcd's types.NewURLs. */
function urlsProblem(value: string): string {
  for (const url of value.split(',').map((each) => each.trim())) {
    const [, scheme, authority = '', path = ''] = /^(\w+):\/\/([^/]*)(.*)$/.exec(url) ?? [];
    if (scheme === 'unix' || scheme === 'unixs') continue;
    if (scheme !== 'http' && scheme !== 'https')
      return `URL scheme must be http, https, unix, or unixs: ${url}`;
    if (!/:\d*$/.test(authority)) return `URL address does not have the form "host:port": ${url}`;
    if (path !== '') return `URL must not contain a path: ${url}`;
  }
  return '';
}
