/** `eggtooth scenario lint FILE…`: `file:line:column: problem` for each, exit 1 when there is one. */
import { EggtoothError } from '../errors.ts';
import { lintScenario } from '../scenario/index.ts';

export function lint(files: readonly string[]): void {
  const problems = files.flatMap(problemsOf);
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

function problemsOf(file: string): readonly string[] {
  try {
    return lintScenario(file);
  } catch (error) {
    if (!(error instanceof EggtoothError)) throw error;
    return [`${error.problem}. ${error.fix}`];
  }
}
