/** A unit by the name that was typed, and what systemd says to whoever is not root. */
import type { UnitView } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';

export const nameOf = (text: string): string =>
  /\.(service|target|socket|mount|scope|slice|timer|path)$/.test(text) || /[*?]/.test(text)
    ? text
    : `${text}.service`;

export function findUnit({ machine }: CommandContext, given: string): UnitView | undefined {
  const name = nameOf(given);
  return machine.lab.world.read.units(machine.host).find((unit) => unit.unit === name);
}

export const AUTHENTICATION = 'Interactive authentication required.';

export async function privileged(
  context: CommandContext,
  verb: string,
  what: string,
  see: string,
): Promise<number> {
  if (context.user.uid === 0) return 0;
  await context.error(
    `Failed to ${verb === 'daemon-reload' ? 'reload daemon' : verb} ${verb === 'daemon-reload' ? '' : what}: ${AUTHENTICATION}\n${see}`
      .replace('  ', ' ')
      .replace(' :', ':'),
  );
  return 1;
}
