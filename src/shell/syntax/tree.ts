/** Bash's syntax tree: plain data, as the grammar in bash(1) has it. Lines count from 1. */

export interface Word {
  readonly parts: readonly Part[];
  /** As it was written. */
  readonly text: string;
  /** `name=value` after a declaration builtin: it is not split. */
  readonly assignment?: Assignment;
}
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** Behind a backslash, in single quotes, in `$'…'`. */
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'double'; readonly parts: readonly Part[] }
  | ParameterPart
  | CommandPart
  | { readonly kind: 'arithmetic'; readonly source: string }
  | ProcessPart;
export interface CommandPart {
  readonly kind: 'command';
  readonly body: readonly Item[];
}
export interface ProcessPart {
  readonly kind: 'process';
  readonly direction: 'in' | 'out';
  readonly body: readonly Item[];
}
export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  /** Of `${name[subscript]}`, as it was written. */
  readonly subscript?: string;
  /** `${!name}`. */
  readonly indirect?: boolean;
  readonly operation?: Operation;
  readonly text: string;
}
export type Operation =
  | { readonly kind: 'length' | 'keys' | 'bad' }
  | { readonly kind: 'names'; readonly join: '@' | '*' }
  | {
      readonly kind: 'default' | 'assign' | 'error' | 'alternative';
      /** With a colon: an empty value counts as unset. */
      readonly empty: boolean;
      readonly word: Word;
    }
  | { readonly kind: 'substring'; readonly offset: string; readonly length?: string }
  | {
      readonly kind: 'remove';
      readonly side: 'prefix' | 'suffix';
      readonly longest: boolean;
      readonly pattern: Word;
    }
  | {
      readonly kind: 'replace';
      readonly which: 'first' | 'all' | 'prefix' | 'suffix';
      readonly pattern: Word;
      readonly replacement?: Word;
    }
  | {
      readonly kind: 'case';
      readonly upper: boolean;
      readonly all: boolean;
      readonly pattern: Word;
    }
  | { readonly kind: 'transform'; readonly letter: string };

export interface Assignment {
  readonly name: string;
  readonly subscript?: string;
  readonly append: boolean;
  readonly value?: Word;
  readonly array?: readonly ArrayElement[];
}
export interface ArrayElement {
  readonly subscript?: string;
  readonly append?: boolean;
  readonly value: Word;
}

export interface Redirection {
  readonly operator: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<<';
  readonly descriptor?: number;
  /** `{name}>file`. */
  readonly variable?: string;
  readonly target: Word;
  /** Of `<<`; filled in when the lines below have been read. */
  readonly document?: HereDocument;
}
export interface HereDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  readonly quoted: boolean;
  readonly line: number;
  body: Word;
  /** The input ended before the delimiter came. */
  open: boolean;
}

export interface Item {
  readonly pipelines: readonly Pipeline[];
  /** Between pipeline n and n + 1. */
  readonly operators: readonly ('&&' | '||')[];
  readonly background: boolean;
  readonly text: string;
}
export interface Pipeline {
  readonly commands: readonly Command[];
  /** Whether standard error of command n goes into the pipe too. */
  readonly withErrors: readonly boolean[];
  readonly negated: boolean;
  readonly timed: boolean;
  readonly timedPosix: boolean;
}

interface Placed {
  readonly line: number;
  readonly redirections: readonly Redirection[];
}
export interface SimpleCommand extends Placed {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly text: string;
}
export interface FunctionNode extends Placed {
  readonly kind: 'function';
  readonly name: string;
  readonly body: Command;
  /** The file that it was read from; '' for none. */
  readonly source: string;
}
export type Compound = Placed &
  (
    | { readonly kind: 'group' | 'subshell'; readonly body: readonly Item[] }
    | {
        readonly kind: 'if';
        readonly clauses: readonly {
          readonly condition: readonly Item[];
          readonly body: readonly Item[];
        }[];
        readonly otherwise?: readonly Item[];
      }
    | {
        readonly kind: 'for' | 'select';
        readonly variable: string;
        /** Absent: the positional parameters. */
        readonly words?: readonly Word[];
        readonly body: readonly Item[];
      }
    | {
        readonly kind: 'arithmetic-for';
        readonly expressions: readonly [string, string, string];
        readonly body: readonly Item[];
      }
    | {
        readonly kind: 'while' | 'until';
        readonly condition: readonly Item[];
        readonly body: readonly Item[];
      }
    | { readonly kind: 'case'; readonly word: Word; readonly clauses: readonly CaseClause[] }
    | { readonly kind: 'arithmetic'; readonly source: string }
    | { readonly kind: 'conditional'; readonly expression: Condition }
    | { readonly kind: 'coprocess'; readonly name: string; readonly body: Command }
  );
export interface CaseClause {
  readonly patterns: readonly Word[];
  readonly body: readonly Item[];
  readonly end: ';;' | ';&' | ';;&';
}
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not' | 'grouped'; readonly inner: Condition }
  | { readonly kind: 'unary'; readonly operator: string; readonly word: Word }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Word;
      readonly right: Word;
    };
export type Command = SimpleCommand | FunctionNode | Compound;
export type Of<K extends Command['kind'], C = Command> = C extends { readonly kind: infer L }
  ? K extends L
    ? C
    : never
  : never;
