/** awk's command line where just-bash's awk differs from POSIX: what it lacks, and separators of one character. */

/** Strings and regular expressions of an awk program, in which nothing is called. */
const AWK_TEXT = /"(?:[^"\\]|\\.)*"|(?<=[(,~!{;&|\n]\s*|^\s*)\/(?:[^/\\\n]|\\.)+\//g;

/** What of awk starts another program, or reads its own from a file. */
export function missingInAwk(args: readonly string[]): string | undefined {
  if (args.some((arg) => /^(?:-f|--file(?:=|$))/.test(arg))) return '-f';
  const [program = ''] = args.filter(
    (arg, i) => !arg.startsWith('-') && !/^-[Fv]$/.test(args[i - 1] ?? ''),
  );
  const plain = program.replaceAll(AWK_TEXT, '""');
  if (/\bsystem\s*\(/.test(plain)) return 'system()';
  if (/(?<!\|)\|(?!\|)\s*&?\s*getline\b/.test(plain)) return 'a command before getline';
  if (/(?<!\|)\|(?!\|)&?\s*""/.test(plain)) return 'print to a command';
  return undefined;
}

/** A field separator of one character is that character (POSIX awk), whatever it means in an expression. */
const literal = (separator: string): string =>
  /^[.|^$+?(){}*]$/.test(separator) ? (separator === '^' ? '\\\\^' : `[${separator}]`) : separator;

/** The same command as just-bash's awk understands it; other tools' are left alone. */
export function asLent(argv: readonly string[]): readonly string[] {
  const [name = '', ...rest] = argv;
  if (name !== 'awk') return argv;
  const args: string[] = [];
  for (let i = 0; i < rest.length; i += 1) {
    const arg = rest[i] ?? '';
    const isPair = arg === '-F' || arg === '-v';
    const value = isPair ? (rest[(i += 1)] ?? '') : arg.slice(2);
    if (arg.startsWith('-F')) args.push('-F', literal(value));
    else if (!arg.startsWith('-v')) {
      args.push(programOf(arg), ...rest.slice(i + 1));
      break;
    } else if (value.startsWith('FS=')) args.push('-F', literal(value.slice(3)));
    else args.push('-v', value);
  }
  return [name, ...args];
}
const programOf = (program: string): string =>
  program.replaceAll(
    /\bFS\s*=\s*"([^"\\])"/g,
    (_whole, separator: string) => `FS = "${literal(separator)}"`,
  );
