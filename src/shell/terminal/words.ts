/** Where a word begins and ends, as readline's M-b, M-f and Ctrl-W see it. */
export function moveWord(
  text: string,
  from: number,
  way: 'back' | 'forward' | 'backBlank',
): number {
  const at = (index: number): string => text[index] ?? '';
  let to = from;
  if (way === 'forward') {
    while (to < text.length && /\W/.test(at(to))) to += 1;
    while (to < text.length && /\w/.test(at(to))) to += 1;
    return to;
  }
  const outside = way === 'backBlank' ? /\s/ : /\W/;
  while (to > 0 && outside.test(at(to - 1))) to -= 1;
  while (to > 0 && !outside.test(at(to - 1))) to -= 1;
  return to;
}
