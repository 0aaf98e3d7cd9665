/**
 * Mutants that nothing could see, because the program behaves the same with them. By content, so that an
 * edit elsewhere keeps the row: file, the source line, the operator, and why.
 */
export const EQUIVALENT = [
  {
    file: 'src/fake-api/kube/router.ts',
    line: 'if (parts.length > (core ? 2 : 3)) return undefined;',
    operator: 'number',
    to: '(3 * 2)',
    because: 'a longer path names no group and version either: resourceList finds none',
  },
];

export const equivalence = ({ file, lineText, operator, to }) =>
  EQUIVALENT.find(
    (each) =>
      each.file === file &&
      each.line === lineText &&
      each.operator === operator &&
      (each.to === undefined || each.to === to),
  )?.because;
