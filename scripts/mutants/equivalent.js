/**
 * Mutants that nothing could see, because the program behaves the same with them. By content, so that an
 * edit elsewhere keeps the row: file, the source line, the operator, and why.
 */
export const EQUIVALENT = [];

export const equivalence = ({ file, lineText, operator, to }) =>
  EQUIVALENT.find(
    (each) =>
      each.file === file &&
      each.line === lineText &&
      each.operator === operator &&
      (each.to === undefined || each.to === to),
  )?.because;
