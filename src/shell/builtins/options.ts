/** set, shopt, umask, ulimit, enable: how the shell behaves. */
import type { Command, CommandContext } from '../commands/command.ts';
import { textOf } from '../looks/chunk.ts';
import { quotedIfNeeded } from '../quoting.ts';
import { complaint } from '../shell-state.ts';
import type { ShellState } from '../shell-state.ts';
import { DEFAULT_OPTIONS } from '../variables.ts';
import { doubleQuoted } from '../quoting.ts';

const LETTERS: Readonly<Record<string, string>> = {
  a: 'allexport',
  b: 'notify',
  e: 'errexit',
  f: 'noglob',
  h: 'hashall',
  k: 'keyword',
  m: 'monitor',
  n: 'noexec',
  p: 'privileged',
  t: 'onecmd',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  B: 'braceexpand',
  C: 'noclobber',
  E: 'errtrace',
  H: 'histexpand',
  P: 'physical',
  T: 'functrace',
};
const NAMES =
  'allexport braceexpand emacs errexit errtrace functrace hashall histexpand history ignoreeof interactive-comments keyword monitor noclobber noexec noglob nolog notify nounset onecmd physical pipefail posix privileged verbose vi xtrace'.split(
    ' ',
  );
export const SET_OPTIONS: ReadonlySet<string> = new Set(NAMES);
export const optionOfLetter = (letter: string): string | undefined => LETTERS[letter];

const isOn = (shell: ShellState, name: string): boolean =>
  shell.options.get(name) ??
  (DEFAULT_OPTIONS.includes(name) ||
    (shell.interactive && ['emacs', 'histexpand', 'history', 'monitor'].includes(name)));

async function listVariables({ shell, out }: CommandContext): Promise<number> {
  const names = new Set([...shell.variables.keys(), ...shell.arrays.keys()]);
  for (const name of [...names].toSorted()) {
    const array = shell.arrays.get(name);
    const value = array
      ? `(${[...array.elements].map(([key, one]) => `[${key}]=${doubleQuoted(textOf(one))}`).join(' ')}${array.associative && array.elements.size > 0 ? ' ' : ''})`
      : quotedIfNeeded(textOf(shell.variables.get(name) ?? ''));
    await out(`${name}=${value === "''" ? '' : value}\n`);
  }
  return 0;
}

async function listOptions({ shell, out }: CommandContext, asCommands: boolean): Promise<void> {
  for (const name of NAMES)
    await out(
      asCommands
        ? `set ${isOn(shell, name) ? '-' : '+'}o ${name}\n`
        : `${name.padEnd(15)}\t${isOn(shell, name) ? 'on' : 'off'}\n`,
    );
}

const SET_USAGE = 'set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n';
async function set(context: CommandContext): Promise<number> {
  const { shell, args, error } = context;
  if (args.length === 0) return listVariables(context);
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const on = arg.startsWith('-');
    if (arg === '--') {
      shell.positional = args.slice(index + 1);
      return 0;
    }
    if (arg === '-') {
      shell.options.delete('xtrace');
      shell.options.delete('verbose');
      if (index + 1 < args.length) shell.positional = args.slice(index + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) {
      shell.positional = args.slice(index);
      return 0;
    }
    for (const letter of arg.slice(1)) {
      if (letter !== 'o') {
        const name = LETTERS[letter];
        if (name === undefined) {
          await error(
            complaint(shell, `set: ${arg[0] ?? ''}${letter}: invalid option`) + SET_USAGE,
          );
          return 2;
        }
        shell.options.set(name, on);
        continue;
      }
      index += 1;
      const name = args[index];
      if (name === undefined) await listOptions(context, !on);
      else if (!SET_OPTIONS.has(name)) {
        await error(complaint(shell, `set: ${name}: invalid option name`));
        return 2;
      } else shell.options.set(name, on);
    }
  }
  return 0;
}

/** shopt's options, and which are on in a shell that is not interactive. */
const SWITCHES =
  'autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs +checkwinsize +cmdhist compat31 compat32 compat40 compat41 compat42 compat43 compat44 +complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug extglob +extquote failglob +force_fignore +globasciiranges +globskipdots globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit inherit_errexit +interactive_comments lastpipe lithist localvar_inherit localvar_unset login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob +patsub_replacement +progcomp progcomp_alias +promptvars restricted_shell shift_verbose +sourcepath varredir_close xpg_echo'.split(
    ' ',
  );
const switchOn = (shell: ShellState, name: string): boolean =>
  shell.switches.get(name) ??
  (SWITCHES.includes(`+${name}`) ||
    name === 'hostcomplete' ||
    (shell.interactive && name === 'expand_aliases'));
const isSwitch = (name: string): boolean =>
  SWITCHES.includes(name) || SWITCHES.includes(`+${name}`);

async function shopt(context: CommandContext): Promise<number> {
  const { shell, args, out, error } = context;
  const letters = args.filter((arg) => /^-\w+$/.test(arg)).join('');
  const names = args.filter((arg) => !arg.startsWith('-'));
  const setOptions = letters.includes('o');
  const value = letters.includes('s') ? true : letters.includes('u') ? false : undefined;
  const known = (name: string): boolean => (setOptions ? SET_OPTIONS.has(name) : isSwitch(name));
  const read = (name: string): boolean => (setOptions ? isOn(shell, name) : switchOn(shell, name));
  const all = setOptions ? NAMES : SWITCHES.map((name) => name.replace('+', ''));
  let status = 0;
  const shown =
    names.length > 0 ? names : all.filter((name) => value === undefined || read(name) === value);
  for (const name of shown) {
    if (!known(name)) {
      await error(complaint(shell, `shopt: ${name}: invalid shell option name`));
      status = 1;
    } else if (names.length > 0 && value !== undefined) {
      if (setOptions) shell.options.set(name, value);
      else shell.switches.set(name, value);
    } else {
      if (!read(name) && names.length > 0) status = 1;
      const text = setOptions
        ? `set ${read(name) ? '-' : '+'}o ${name}`
        : `shopt ${read(name) ? '-s' : '-u'} ${name}`;
      if (!letters.includes('q'))
        await out(
          letters.includes('p')
            ? `${text}\n`
            : `${name.padEnd(15)}\t${read(name) ? 'on' : 'off'}\n`,
        );
    }
  }
  return status;
}

async function umask({ args, shell, out, error }: CommandContext): Promise<number> {
  const symbolic = args.includes('-S');
  const mask = args.find((arg) => arg !== '-S' && arg !== '-p');
  if (mask === undefined) {
    const letters = (bits: number): string =>
      ['r', 'w', 'x'].filter((_, at) => ((~bits >> (2 - at)) & 1) === 1).join('');
    const text = symbolic
      ? `u=${letters(shell.umask >> 6)},g=${letters(shell.umask >> 3)},o=${letters(shell.umask)}`
      : shell.umask.toString(8).padStart(4, '0');
    await out(`${args.includes('-p') ? 'umask ' : ''}${text}\n`);
    return 0;
  }
  if (/^[0-7]{1,4}$/.test(mask)) shell.umask = parseInt(mask, 8) & 0o777;
  else if (/^\d/.test(mask)) {
    await error(complaint(shell, `umask: ${mask}: octal number out of range`));
    return 1;
  } else return symbolicMask(shell, mask, error);
  return 0;
}
async function symbolicMask(
  shell: ShellState,
  mask: string,
  error: CommandContext['error'],
): Promise<number> {
  let allowed = ~shell.umask & 0o777;
  for (const clause of mask.split(',')) {
    const [, who = '', sign, what = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    if (sign === undefined) {
      await error(complaint(shell, `umask: \`${mask[0] ?? ''}': invalid symbolic mode character`));
      return 1;
    }
    const bits =
      (what.includes('r') ? 4 : 0) | (what.includes('w') ? 2 : 0) | (what.includes('x') ? 1 : 0);
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who !== '' && !who.includes(letter) && !who.includes('a')) continue;
      if (sign === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
      else if (sign === '+') allowed |= bits << shift;
      else allowed &= ~(bits << shift);
    }
  }
  shell.umask = ~allowed & 0o777;
  return 0;
}

const LIMITS: Readonly<Record<string, string>> = {
  c: '0',
  n: '1024',
  u: '30000',
  s: '8192',
  p: '8',
};
async function ulimit({ args, shell, out, error }: CommandContext): Promise<number> {
  const letters = args
    .filter((arg) => arg.startsWith('-'))
    .join('')
    .replaceAll(/[-HS]/g, '');
  const bad = /[^abcdefiklmnpqrstuvxPRT]/.exec(letters)?.[0];
  if (bad !== undefined) {
    await error(
      complaint(shell, `ulimit: -${bad}: invalid option`) +
        'ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]\n',
    );
    return 2;
  }
  if (args.every((arg) => arg.startsWith('-'))) await out(`${LIMITS[letters] ?? 'unlimited'}\n`);
  return 0;
}

async function enable({ args, shell, out, error }: CommandContext): Promise<number> {
  const { BUILTINS } = await import('./catalogue.ts');
  const names = args.filter((arg) => !arg.startsWith('-'));
  const off = args.includes('-n');
  for (const name of names) {
    if (!BUILTINS.has(name)) {
      await error(complaint(shell, `enable: ${name}: not a shell builtin`));
      return 1;
    }
    shell.switches.set(`disabled:${name}`, off);
  }
  if (names.length === 0)
    for (const name of [...BUILTINS.keys()].toSorted())
      if ((shell.switches.get(`disabled:${name}`) === true) === off)
        await out(`enable ${off ? '-n ' : ''}${name}\n`);
  return 0;
}

export const OPTIONS: Readonly<Record<string, Command>> = { set, shopt, umask, ulimit, enable };
