/** Reserved words: those that begin a compound command, and those that end a list. */
export const COMPOUND_WORDS = new Set([
  'if',
  'for',
  'while',
  'until',
  'case',
  'select',
  '{',
  '[[',
  'coproc',
]);

export const LIST_ENDERS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}', 'in']);
