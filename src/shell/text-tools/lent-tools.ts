/**
 * The tools that just-bash 3.4.2 lends: functions of argv, standard input and files. This is the one file
 * that knows its `Bash` class (test/architecture.test.ts): it gets one quoted command line whose first
 * word is a lent tool, so that nothing is expanded, substituted or looked up in just-bash's own world.
 */
import { Bash } from 'just-bash';
import type { IFileSystem } from 'just-bash';
import { singleQuoted } from '../quoting.ts';
import { isLent, LENT, type LentTools } from './lent-names.ts';
import { withBasicAddresses } from './sed-addresses.ts';

/** Nobody waits for a tool: its job's end ends its thread. These limits would end what a real node lets run. */
const NONE = Number.MAX_SAFE_INTEGER;
const LIMITS = {
  maxExecutionTimeMs: 24 * 3_600_000,
  maxCommandCount: NONE,
  maxLoopIterations: NONE,
  maxAwkIterations: NONE,
  maxSedIterations: NONE,
  maxJqIterations: NONE,
  maxQueryElements: NONE,
  maxWorkUnits: NONE,
};

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

/** What just-bash would do otherwise. awk's `systime()` and jq's `now` would read the host's clock: they get the lab's. */
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
  if (name === 'sed') return withBasicAddresses(argv);
  if (name !== 'jq') return argv;
  return argv.map((word) => word.replaceAll(/(?<![.$"\w])now(?![\w"(:])/g, `(${nowSeconds})`));
}
