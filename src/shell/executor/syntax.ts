/**
 * Bash's syntax tree, as just-bash 3.4.2 parses it (pinned: the tree is not a promised interface),
 * and back to text for what just-bash itself expands.
 */
import { parse, serialize } from 'just-bash';
import type {
  CommandNode,
  PipelineNode,
  ScriptNode,
  SimpleCommandNode,
  StatementNode,
  WordNode,
} from 'just-bash';

export type { CommandNode, PipelineNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode };
export type CompoundNode = Exclude<CommandNode, SimpleCommandNode | FunctionNode>;
export type FunctionNode = Extract<CommandNode, { type: 'FunctionDef' }>;
export type RedirectionNode = SimpleCommandNode['redirections'][number];
export type AssignmentNode = SimpleCommandNode['assignments'][number];
export type WordPart = WordNode['parts'][number];
export type SubstitutionPart = Extract<WordPart, { type: 'CommandSubstitution' }>;
export type ProcessPart = Extract<WordPart, { type: 'ProcessSubstitution' }>;
export type Of<T extends CommandNode['type']> = Extract<CommandNode, { type: T }>;

/** What bash prints after `bash: `, or `incomplete` when more lines are wanted. */
export type Parsed =
  | { readonly ok: true; readonly script: ScriptNode }
  | { readonly ok: false; readonly incomplete: boolean; readonly message: string };

export function parseScript(text: string): Parsed {
  if (/(&&|\|\|?)\s*$/.test(text.replace(/#.*$/, '')))
    return { ok: false, incomplete: true, message: END_OF_FILE };
  try {
    const script = parse(text);
    if (hasOpenHereDocument(text)) return { ok: false, incomplete: true, message: '' };
    return { ok: true, script };
  } catch (error) {
    const raw = error instanceof Error ? error.message : String(error);
    const message = raw.replace(/^(Parse error at \d+:\d+: ?|line \d+: )/, '').split('\n')[0] ?? '';
    const incomplete = /unexpected EOF|got EOF/.test(raw) || failedAtTheEnd(raw, text);
    return { ok: false, incomplete, message: bashWording(message, incomplete) };
  }
}
const END_OF_FILE = 'syntax error: unexpected end of file';

/** An empty body is reported as the word that just-bash missed, at the end of the text. */
function failedAtTheEnd(raw: string, text: string): boolean {
  const [, line, column] = /^Parse error at (\d+):(\d+)/.exec(raw) ?? [];
  if (line === undefined || line === '0') return false;
  const lines = text.trimEnd().split('\n');
  return Number(line) >= lines.length && Number(column) > (lines.at(-1)?.length ?? 0);
}

/** just-bash takes a here-document that ends with the input; an interactive bash asks for more. */
function hasOpenHereDocument(text: string): boolean {
  const start = /<<(-?)\s*(?:"([^"]+)"|'([^']+)'|\\?([\w.]+))/.exec(text);
  if (!start || text[start.index - 1] === '<') return false;
  const delimiter = start[2] ?? start[3] ?? start[4] ?? '';
  const lines = text.slice(start.index).split('\n').slice(1);
  return !lines.some((line) => (start[1] ? line.replace(/^\t+/, '') : line) === delimiter);
}

function bashWording(message: string, incomplete: boolean): string {
  if (message.includes("`select'")) return 'eggtooth: select is not simulated';
  if (/while looking for matching/.test(message)) return message;
  if (incomplete) return END_OF_FILE;
  if (/syntax error/.test(message)) return message;
  const got = /got ([A-Z]+)$/.exec(message)?.[1];
  return got === undefined
    ? `syntax error: ${message}`
    : `syntax error near unexpected token \`${got.toLowerCase()}'`;
}

type Condition = Of<'ConditionalCommand'>['expression'];

/** The serializer escapes `(` and `|` of a regular expression; as a glob they are left as they are. */
function withRawPatterns(condition: Condition): Condition {
  switch (condition.type) {
    case 'CondAnd':
    case 'CondOr':
      return {
        ...condition,
        left: withRawPatterns(condition.left),
        right: withRawPatterns(condition.right),
      };
    case 'CondNot':
      return { ...condition, operand: withRawPatterns(condition.operand) };
    case 'CondGroup':
      return { ...condition, expression: withRawPatterns(condition.expression) };
    case 'CondBinary': {
      if (condition.operator !== '=~') return condition;
      const parts = condition.right.parts.map((part): WordPart =>
        part.type === 'Literal' ? { type: 'Glob', pattern: part.value } : part,
      );
      return { ...condition, right: { ...condition.right, parts } };
    }
    default:
      return condition;
  }
}

export function textOfCommand(given: CommandNode): string {
  const command =
    given.type === 'ConditionalCommand'
      ? { ...given, expression: withRawPatterns(given.expression) }
      : given;
  return serialize({
    type: 'Script',
    statements: [
      {
        type: 'Statement',
        pipelines: [{ type: 'Pipeline', commands: [command], negated: false }],
        operators: [],
        background: false,
      },
    ],
  });
}
export function textOfStatement(statement: StatementNode): string {
  return serialize({
    type: 'Script',
    statements: [{ ...statement, background: false }],
  }).trim();
}
export const literalWord = (value: string): WordNode => ({
  type: 'Word',
  parts: [{ type: 'Literal', value }],
});
export function simpleCommand(name: string, args: readonly WordNode[]): SimpleCommandNode {
  return {
    type: 'SimpleCommand',
    assignments: [],
    name: literalWord(name),
    args: [...args],
    redirections: [],
  };
}
/** 'text' so that bash reads it back unchanged. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
