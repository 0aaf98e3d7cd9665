/** Reads a YAML file against a schema; what is wrong is told with file, line and column. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { LineCounter, isNode, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { asWritten, EggtoothError } from '../errors.ts';
import { guess } from '../near-name.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export interface ReadFile<T> {
  readonly value: T;
  /** Where the value at a path stands. */
  readonly place: (path: readonly (string | number)[]) => Place;
}

/** A folder or a device is opened before it refuses, and that error has no path of its own. */
function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

export function readYaml<T>(path: string, schema: z.ZodType<T>): ReadFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(textAt(path), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const file = relative(process.cwd(), path);
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [broken] = document.errors;
  if (broken !== undefined) {
    const isDeep = broken.code === 'RESOURCE_EXHAUSTION' || OUT_OF_STACK.test(broken.message);
    throw isDeep
      ? tooDeep(at(broken.pos[0]))
      : scenarioError(at(broken.pos[0]), broken.message, 'Mend the YAML there.');
  }
  const place = (wanted: readonly (string | number)[]): Place => {
    for (let length = wanted.length; length > 0; length--) {
      const node: unknown = document.getIn(wanted.slice(0, length), true);
      if (isNode(node) && node.range != null) return at(node.range[0]);
    }
    return at(0);
  };
  const result = schema.safeParse(plainValue(document, at));
  if (result.success) return { value: result.data, place };
  const issue = tellingIssue(result.error.issues);
  const names = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? key.toString() : key));
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const what = names.length === 0 ? 'the file' : names.join('.');
  if (unknown !== undefined) {
    const keys = keysOf(z.toJSONSchema(schema, { io: 'input' }));
    throw scenarioError(
      place([...names, unknown]),
      `"${unknown}" is not a key of ${what}`,
      `${guess(unknown, keys)}docs/scenario-format.md lists the keys.`,
    );
  }
  const value: unknown = document.getIn(names);
  throw scenarioError(
    place(names),
    value === undefined || value === null
      ? `${what} is missing or empty`
      : `${what} cannot be ${asWritten(value)}`,
    `It takes ${issue?.message.replace(/^Invalid input: expected |, received .*$/g, '') ?? 'something else'}; docs/scenario-format.md has all.`,
  );
}

/** An alias without its anchor, or so many of them that the file is a bomb, is found only here. */
function plainValue(document: Document.Parsed, at: (offset: number) => Place): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(at(0));
    if (!(error instanceof ReferenceError)) throw error;
    let offset = 0;
    visit(document, {
      Alias(_key, alias) {
        if (alias.resolve(document) !== undefined) return undefined;
        offset = alias.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    throw scenarioError(at(offset), error.message, 'Write the value out.');
  }
}

const OUT_OF_STACK = /call stack/;
const tooDeep = (place: Place): EggtoothError =>
  scenarioError(
    place,
    'what stands here is nested too deeply',
    'No scenario needs so many levels.',
  );

type Issue = z.core.$ZodIssue;

/** Of several issues the one that says most: a wrong key before what is missing for it; inside a union the nearest branch. */
function tellingIssue(issues: readonly Issue[]): Issue | undefined {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue?.code !== 'invalid_union') return issue;
  const deepest = (branch: readonly Issue[]): number =>
    Math.max(...branch.map(({ path }) => path.length));
  const [nearest] = issue.errors.toSorted((a, b) => deepest(b) - deepest(a) || a.length - b.length);
  const inner = tellingIssue(nearest ?? []);
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}

/** The names of all keys that a JSON Schema speaks of. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => [
    ...(key === 'properties' ? Object.keys(value as object) : []),
    ...keysOf(value),
  ]);
}

/** Runs a check; what it finds wrong is told with its place in the file. */
export function blamed(place: Place, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof EggtoothError)) throw error;
    throw scenarioError(place, error.problem, error.fix);
  }
}

export function scenarioError(
  { file, line, column }: Place,
  problem: string,
  fix: string,
): EggtoothError {
  return new EggtoothError('EGT_SCENARIO_FILE', { file, line, column, problem, fix });
}
