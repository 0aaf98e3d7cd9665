/** logrus on standard error: `FATA[0000] text` on a terminal, `time=… level=fatal` elsewhere. */
import type { CommandContext } from '../command.ts';

export async function logLine(
  context: CommandContext,
  level: 'fatal' | 'error',
  text: string,
): Promise<void> {
  const { io, machine, error } = context;
  if (io.stderr.terminal) {
    const colour = '\u001b[31m';
    await error(`${colour}${level === 'fatal' ? 'FATA' : 'ERRO'}\u001b[0m[0000] ${text}\n`);
  } else {
    const time = machine
      .date(machine.now())
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    await error(`time="${time}" level=${level} msg=${JSON.stringify(text)}\n`);
  }
}

export async function fatal(context: CommandContext, text: string): Promise<number> {
  await logLine(context, 'fatal', text);
  return 1;
}
