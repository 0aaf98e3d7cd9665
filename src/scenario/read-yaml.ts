/** Reads a YAML file against a schema; what is wrong is told with file, line and column. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import { EggtoothError } from '../errors.ts';

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

export function readYaml<T>(path: string, schema: z.ZodType<T>): ReadFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), {
    lineCounter: lines,
    prettyErrors: false,
  });
  const file = relative(process.cwd(), path);
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [broken] = document.errors;
  if (broken !== undefined)
    throw scenarioError(at(broken.pos[0]), broken.message, 'Mend the YAML there.');
  const place = (wanted: readonly (string | number)[]): Place => {
    for (let length = wanted.length; length > 0; length--) {
      const node: unknown = document.getIn(wanted.slice(0, length), true);
      if (isNode(node) && node.range != null) return at(node.range[0]);
    }
    return at(0);
  };
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, place };
  const [issue] = result.error.issues;
  const names = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? key.toString() : key));
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const spot = place(unknown === undefined ? names : [...names, unknown]);
  const what = names.length === 0 ? 'the scenario' : names.join('.');
  if (unknown !== undefined) {
    throw scenarioError(
      spot,
      `"${unknown}" is not a key of ${what}`,
      'docs/scenario-format.md lists the keys.',
    );
  }
  throw scenarioError(
    spot,
    `${what}: ${issue?.message ?? 'is wrong'}`,
    'docs/scenario-format.md says what it takes.',
  );
}

export function scenarioError(
  { file, line, column }: Place,
  problem: string,
  fix: string,
): EggtoothError {
  return new EggtoothError('EGT_SCENARIO_FILE', { file, line, column, problem, fix });
}
