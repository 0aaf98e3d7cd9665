/** execvp(3): finds a program on the simulated host, or says as bash does that there is none. */
import type { CommandContext, Outcome } from '../commands/command.ts';
import { strerror } from '../files/file-error.ts';
import { optionOfLetter } from '../builtins/options.ts';
import { textOf } from '../looks/chunk.ts';
import { complaint } from '../shell-state.ts';
import { isTextTool, runTextTool } from '../text-tools/text-tool.ts';

export async function runProgram(
  context: CommandContext,
  given: string,
): Promise<number | Outcome | void> {
  const { shell, machine, name } = context;
  if (given.includes('/')) {
    const found = machine.files.stat(context.path(given), shell.user);
    if (found) return runFile(context, given, found.folder, found.mode);
  }
  const where = { host: machine.host, ...(shell.container && { container: shell.container }) };
  const program = machine.commands.find(name, where);
  if (program) return program.run(context);
  if (isTextTool(name)) return runTextTool(context);
  const missing = machine.commands.missing(name);
  const text = given.includes('/')
    ? `${given}: No such file or directory`
    : (missing ?? `${given}: command not found`);
  await context.error(
    missing === undefined || given.includes('/') ? complaint(shell, text) : `${text}\n`,
  );
  return 127;
}

/** A script of the simulated host; a program without one is its name's. */
async function runFile(
  context: CommandContext,
  given: string,
  folder: boolean,
  mode: number,
): Promise<number | Outcome> {
  const { shell, machine, args } = context;
  if (folder) {
    await context.error(complaint(shell, `${given}: Is a directory`));
    return 126;
  }
  if ((mode & 0o111) === 0) {
    await context.error(complaint(shell, `${given}: Permission denied`));
    return 126;
  }
  try {
    const text = textOf(machine.files.read(context.path(given), shell.user));
    const flags = /^#!.*\/(?:ba)?sh[ \t]+-([a-z]+)[ \t]*\n/.exec(text)?.[1] ?? '';
    const options = [...flags].flatMap((letter) => optionOfLetter(letter) ?? []);
    return await context.script(text, {
      positional: args,
      scriptName: given,
      file: given,
      options,
    });
  } catch (error) {
    await context.error(complaint(shell, `${given}: ${strerror(error)}`));
    return 126;
  }
}
