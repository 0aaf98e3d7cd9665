/**
 * The tools that just-bash 3.4.2 lends: functions of argv, standard input and files. This is the one file
 * that knows its `Bash` class (test/architecture.test.ts): it gets one quoted command line whose first
 * word is a lent tool, so that nothing is expanded, substituted or looked up in just-bash's own world.
 */
import { Bash } from 'just-bash';
import type { IFileSystem } from 'just-bash';
import { singleQuoted } from '../quoting.ts';

/** Everything that is lent, by name. */
export const LENT = [
  'awk',
  'base64',
  'basename',
  'column',
  'comm',
  'cut',
  'dirname',
  'echo',
  'du',
  'egrep',
  'expand',
  'expr',
  'false',
  'fgrep',
  'file',
  'fold',
  'grep',
  'gunzip',
  'gzip',
  'join',
  'jq',
  'md5sum',
  'nl',
  'od',
  'paste',
  'printenv',
  'printf',
  'rev',
  'sed',
  'seq',
  'sha1sum',
  'sha256sum',
  'sort',
  'split',
  'stat',
  'strings',
  'tac',
  'tail',
  'tr',
  'tree',
  'true',
  'unexpand',
  'uniq',
  'wc',
  'yq',
] as const;
export type LentTool = (typeof LENT)[number];
const NAMES: ReadonlySet<string> = new Set(LENT);
export const isLent = (name: string): name is LentTool => NAMES.has(name);

export interface LentCall {
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The lab's time, for what asks for the time: seconds since 1970. */
  readonly nowSeconds: number;
  readonly signal?: AbortSignal;
}
export interface LentResult {
  readonly out: string;
  readonly error: string;
  readonly status: number;
}
export interface LentTools {
  run(call: LentCall): Promise<LentResult>;
}

const LIMITS = { maxExecutionTimeMs: 3_600_000, maxCommandCount: 1_000_000 };

/** `fs`: the files that the tools see. */
export function openLentTools(fs: IFileSystem): LentTools {
  const bash = new Bash({
    fs,
    cwd: '/',
    commands: [...LENT],
    defenseInDepth: false,
    executionLimits: LIMITS,
  });
  return {
    async run({ argv, stdin, env, cwd, nowSeconds, signal }) {
      const [name = ''] = argv;
      if (!isLent(name)) throw new Error(`${name} is not lent`);
      const line = timed(argv, nowSeconds).map(singleQuoted).join(' ');
      const options = { env: { ...env }, cwd, stdin, rawScript: true, ...(signal && { signal }) };
      const { stdout, stderr, exitCode } = await bash.exec(line, options);
      return { out: stdout, error: ownWords(stderr), status: exitCode };
    },
  };
}

/** just-bash speaks of `bash: line 1:`; its tools' own messages are the real ones. */
const ownWords = (text: string): string => text.replace(/^bash: (line \d+: )?/gm, '');

/** awk's `systime()` and jq's `now` would read the host's clock: they get the lab's. */
function timed(argv: readonly string[], nowSeconds: number): readonly string[] {
  const [name] = argv;
  if (name === 'awk')
    return argv.map((word) =>
      word
        .replaceAll(/\bsystime\(\s*\)/g, String(Math.floor(nowSeconds)))
        .replaceAll(
          /\bstrftime\(\s*("(?:[^"\\]|\\.)*")\s*\)/g,
          `strftime($1, ${Math.floor(nowSeconds)})`,
        ),
    );
  if (name !== 'jq') return argv;
  return argv.map((word) => word.replaceAll(/(?<![.$"\w])now(?![\w"(:])/g, `(${nowSeconds})`));
}
