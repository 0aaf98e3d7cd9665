/** What go-yaml says of a text that is no YAML: the grammar over the tokens. Real: go-yaml v2 parserc.go, decode.go. */
import { YamlProblem } from './yaml-cursor.ts';
import { type Token, Tokens } from './yaml-tokens.ts';

/** Where the first document of a text ends (nobody asks what follows), or what stops it, without `yaml: ` before it. */
export function firstDocument(text: string): { end: number } | { problem: string } {
  // oxlint-disable-next-line no-control-regex -- as readerc.go counts them
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/.test(text))
    return { problem: 'control characters are not allowed' };
  try {
    return { end: document(new Tokens(text)) };
  } catch (problem) {
    if (problem instanceof YamlProblem) return { problem: problem.message };
    throw problem;
  }
}

/** A parser's problem counts lines from 0, at the token that does not fit or, on the first line, at its context. */
function fail(problem: string, token: Token, context = token): never {
  throw new YamlProblem(problem, token.line === 0 ? context.line : token.line);
}

function document(tokens: Tokens): number {
  const handles = new Set(['!', '!!']);
  let token = tokens.peek();
  const directives = token.type === 'directive';
  while (token.type === 'directive') {
    if (token.name.startsWith('YAML ') && token.name !== 'YAML 1.1' && token.name !== 'YAML 1.2')
      fail('found incompatible YAML document', token);
    handles.add(token.name);
    tokens.skip();
    token = tokens.peek();
  }
  if (token.type === 'documentStart') {
    tokens.skip();
    token = tokens.peek();
    if (['directive', 'documentStart', 'documentEnd', 'streamEnd'].includes(token.type))
      return token.index;
  } else if (directives) fail('did not find expected <document start>', token);
  if (token.type === 'streamEnd' || token.type === 'documentEnd') return token.index;
  node(tokens, { block: true, indentless: false, handles, anchors: new Set() });
  return tokens.peek().index;
}

interface Place {
  readonly block: boolean;
  readonly indentless: boolean;
  readonly handles: ReadonlySet<string>;
  readonly anchors: Set<string>;
}

function node(tokens: Tokens, place: Place): void {
  const start = tokens.peek();
  if (start.type === 'alias') {
    if (!place.anchors.has(start.name))
      throw new YamlProblem(`unknown anchor '${start.name}' referenced`, 0);
    return tokens.skip();
  }
  let token = start;
  let properties = false;
  for (const type of start.type === 'anchor' ? ['anchor', 'tag'] : ['tag', 'anchor']) {
    if (token.type !== type) continue;
    if (type === 'anchor') place.anchors.add(token.name);
    else if (token.name !== '' && !place.handles.has(token.name))
      fail('found undefined tag handle', token, start);
    properties = true;
    tokens.skip();
    token = tokens.peek();
  }
  if (place.indentless && token.type === 'blockEntry') return indentlessSequence(tokens, place);
  switch (token.type) {
    case 'scalar':
      return tokens.skip();
    case '[':
      return flowSequence(tokens, place);
    case '{':
      return flowMapping(tokens, place);
    case 'blockSequenceStart':
      if (place.block) return blockSequence(tokens, place);
      break;
    case 'blockMappingStart':
      if (place.block) return blockMapping(tokens, place);
      break;
    default:
  }
  if (!properties) fail('did not find expected node content', token, start);
}

/** A node, or nothing before one of `ends`. */
function nodeUnless(tokens: Tokens, ends: readonly Token['type'][], place: Place): void {
  if (!ends.includes(tokens.peek().type)) node(tokens, place);
}

function blockSequence(tokens: Tokens, place: Place): void {
  const start = tokens.peek();
  tokens.skip();
  while (tokens.peek().type === 'blockEntry') {
    tokens.skip();
    nodeUnless(tokens, ['blockEntry', 'blockEnd'], { ...place, indentless: false });
  }
  const end = tokens.peek();
  if (end.type !== 'blockEnd') fail("did not find expected '-' indicator", end, start);
  tokens.skip();
}

function indentlessSequence(tokens: Tokens, place: Place): void {
  while (tokens.peek().type === 'blockEntry') {
    tokens.skip();
    const ends = ['blockEntry', 'key', 'value', 'blockEnd'] as const;
    nodeUnless(tokens, ends, { ...place, indentless: false });
  }
}

function blockMapping(tokens: Tokens, place: Place): void {
  const start = tokens.peek();
  tokens.skip();
  const ends = ['key', 'value', 'blockEnd'] as const;
  const inside = { ...place, block: true, indentless: true };
  for (;;) {
    const token = tokens.peek();
    if (token.type === 'blockEnd') return tokens.skip();
    if (token.type !== 'key') fail('did not find expected key', token, start);
    tokens.skip();
    nodeUnless(tokens, ends, inside);
    if (tokens.peek().type !== 'value') continue;
    tokens.skip();
    nodeUnless(tokens, ends, inside);
  }
}

function flowSequence(tokens: Tokens, place: Place): void {
  const start = tokens.peek();
  tokens.skip();
  const inside = { ...place, block: false, indentless: false };
  for (let first = true; ; first = false) {
    if (tokens.peek().type === ']') return tokens.skip();
    if (!first) {
      if (tokens.peek().type !== 'flowEntry')
        fail("did not find expected ',' or ']'", tokens.peek(), start);
      tokens.skip();
      if (tokens.peek().type === ']') return tokens.skip();
    }
    if (tokens.peek().type !== 'key') node(tokens, inside);
    else {
      tokens.skip();
      nodeUnless(tokens, ['value', 'flowEntry', ']'], inside);
      if (tokens.peek().type !== 'value') continue;
      tokens.skip();
      nodeUnless(tokens, ['flowEntry', ']'], inside);
    }
  }
}

function flowMapping(tokens: Tokens, place: Place): void {
  const start = tokens.peek();
  tokens.skip();
  const inside = { ...place, block: false, indentless: false };
  for (let first = true; ; first = false) {
    if (tokens.peek().type === '}') return tokens.skip();
    if (!first) {
      if (tokens.peek().type !== 'flowEntry')
        fail("did not find expected ',' or '}'", tokens.peek(), start);
      tokens.skip();
      if (tokens.peek().type === '}') return tokens.skip();
    }
    if (tokens.peek().type === 'key') {
      tokens.skip();
      nodeUnless(tokens, ['value', 'flowEntry', '}'], inside);
    } else {
      node(tokens, inside);
      continue;
    }
    if (tokens.peek().type !== 'value') continue;
    tokens.skip();
    nodeUnless(tokens, ['flowEntry', '}'], inside);
  }
}
