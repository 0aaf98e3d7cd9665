/** What a process of text tools and the server tell each other. A process runs one tool at a time. */
import type { LentCall, LentResult } from './lent-names.ts';

export type ToolRun = Omit<LentCall, 'signal'>;
export type ToTool =
  | { readonly type: 'run'; readonly run: ToolRun }
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | {
      readonly type: 'answer';
      readonly call: number;
      readonly code: string | undefined;
      readonly message: string;
    };
export type FromTool =
  | { readonly type: 'done'; readonly result: LentResult }
  /** A method of just-bash's IFileSystem. */
  | {
      readonly type: 'file';
      readonly call: number;
      readonly method: string;
      readonly args: readonly unknown[];
    };
