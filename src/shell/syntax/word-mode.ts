/** How far a word is read, and what quotes in it mean. */
import type { Cursor } from './cursor.ts';

export interface WordMode {
  /** Within double quotes or a here-document. */
  readonly double?: boolean;
  /** A here-document: a double quote is itself. */
  readonly document?: boolean;
  /** Ends the word when it stands unquoted. */
  readonly ends: (c: Cursor) => boolean;
  /** Extended patterns are read whatever `extglob` says: in `[[`. */
  readonly extended?: boolean;
}
