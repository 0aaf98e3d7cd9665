/** History expansion, bash(1) HISTORY EXPANSION: events and words. Left out: modifiers, `^old^new`. */
export type Expanded = { readonly text: string } | { readonly problem: string };

type Quote = '' | "'" | '"' | 'comment';
class BadEvent extends Error {}

/** One line as it was typed, after the lines `above` that its command began with. */
export function expandHistory(line: string, history: readonly string[], above = ''): Expanded {
  if (/<<[^<]/.test(above)) return { text: line };
  let text = '';
  let quote: Quote = '';
  const begun = `${above}\n`;
  for (let at = 0; at < begun.length; at += begun[at] === '\\' && quote !== "'" ? 2 : 1)
    quote = after(begun, at, quote);
  try {
    for (let at = 0; at < line.length;) {
      const character = line[at] ?? '';
      const escaped = character === '\\' && quote !== "'";
      const length = escaped ? 2 : begins(line, at, quote) ? eventLength(line.slice(at)) : 1;
      const piece = line.slice(at, at + length);
      text += !escaped && length > 1 ? found(piece, history) : piece;
      if (length === 1) quote = after(line, at, quote);
      at += length;
    }
  } catch (error) {
    if (!(error instanceof BadEvent)) throw error;
    return { problem: error.message };
  }
  return { text };
}

function after(line: string, at: number, quote: Quote): Quote {
  const character = line[at];
  if (quote === 'comment') return character === '\n' ? '' : quote;
  if (quote === '' && character === '#' && /^$|[\s;&|()]/.test(line[at - 1] ?? ''))
    return 'comment';
  if (character !== "'" && character !== '"') return quote;
  return quote === '' ? character : quote === character ? '' : quote;
}

function begins(line: string, at: number, quote: Quote): boolean {
  if (line[at] !== '!' || quote === "'" || quote === 'comment') return false;
  const before = line.slice(0, at);
  if (before.endsWith('$') || before.endsWith('${') || before.endsWith('[')) return false;
  const next = line[at + 1] ?? ' ';
  return !/[\s=(]/.test(next) && !(quote === '"' && next === '"');
}

const EVENT = /^!(?:!|-?\d+|\?[^?\n]+\??|(?=[$^*:])|[^\s:^$*%;&()|<>"!?-][^\s:^$*%;&()|<>"-]*)/;
const WORDS = /^:?[$^*]|^:\d+/;
function eventLength(text: string): number {
  const event = EVENT.exec(text)?.[0] ?? '!';
  return event.length + (WORDS.exec(text.slice(event.length))?.[0].length ?? 0);
}

function found(designator: string, history: readonly string[]): string {
  const event = EVENT.exec(designator)?.[0] ?? '!';
  const line = eventOf(event.slice(1), history);
  if (line === undefined) throw new BadEvent(`${designator}: event not found`);
  const which = designator.slice(event.length);
  return which === '' ? line : wordsOf(line, which);
}

function eventOf(event: string, history: readonly string[]): string | undefined {
  if (event === '' || event === '!') return history.at(-1);
  const number = Number(event);
  if (number === 0) return undefined;
  if (Number.isInteger(number)) return history.at(number > 0 ? number - 1 : number);
  if (event.startsWith('?')) return history.findLast((l) => l.includes(event.replaceAll('?', '')));
  return history.findLast((l) => l.startsWith(event));
}

function wordsOf(line: string, designator: string): string {
  const words = line.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s;&|<>()'"])+|[;&|<>()]+/g) ?? [];
  const which = designator.replace(':', '');
  if (which === '*') return words.slice(1).join(' ');
  const word = which === '$' ? words.at(-1) : words[which === '^' ? 1 : Number(which)];
  if (word === undefined) throw new BadEvent(`${designator}: bad word specifier`);
  return word;
}
