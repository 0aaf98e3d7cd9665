/** systemctl reload, daemon-reload and reset-failed: what is read anew, or forgotten. */
import type { CommandContext } from '../command.ts';
import { findUnit, nameOf, privileged } from './unit-names.ts';

export async function reload(context: CommandContext, units: readonly string[]): Promise<number> {
  const { user, error, machine, job: running } = context;
  let code = units.length === 0 ? 1 : 0;
  if (units.length === 0) await error('Too few arguments.\n');
  for (const given of units) {
    const unit = nameOf(given);
    const hint = `See system logs and 'systemctl status ${unit}' for details.\n`;
    if (user.uid !== 0) code = await privileged(context, 'reload', unit, hint);
    else if (findUnit(context, given) === undefined) {
      await error(`Failed to reload ${unit}: Unit ${unit} not found.\n`);
      code = 5;
    } else {
      const input = {
        who: 'trainee',
        kind: 'unit',
        host: machine.host,
        unit,
        verb: 'reload',
      } as const;
      const answer = await machine.lab.ask(input, running.signal);
      if (answer.ok) continue;
      await error(`${answer.message}\n`);
      code = 1;
    }
  }
  return code;
}

export async function daemonReload(context: CommandContext): Promise<number> {
  const { machine, user, job: own } = context;
  if (user.uid !== 0) return privileged(context, 'daemon-reload', '', '');
  const input = { who: 'trainee', kind: 'unit', unit: '', verb: 'daemon-reload' } as const;
  await machine.lab.ask({ ...input, host: machine.host }, own.signal);
  return 0;
}

export async function resetFailed(
  context: CommandContext,
  given: readonly string[],
): Promise<number> {
  const { machine, user, job: own } = context;
  if (user.uid !== 0) return privileged(context, 'reset-failed', 'unit', '');
  const all = machine.lab.world.read.units(machine.host);
  const names =
    given.length > 0
      ? given.map(nameOf)
      : all.filter(({ active }) => active === 'failed').map(({ unit }) => unit);
  for (const unit of names) {
    if (!all.some((each) => each.unit === unit)) {
      await context.error(
        `Failed to reset failed state of unit ${unit}: Unit ${unit} not loaded.\n`,
      );
      return 1;
    }
    const input = { who: 'trainee', kind: 'unit', unit, verb: 'reset-failed' } as const;
    await machine.lab.ask({ ...input, host: machine.host }, own.signal);
  }
  return 0;
}
