/** The tools that just-bash lends, by name, and how one is called; what runs them is in lent-tools.ts, in a thread. */
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
