/** `systemctl show`: properties of a unit, those that the world knows. */
import type { UnitView } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';
import { systemdDate } from '../lab-date.ts';
import type { Options } from '../options.ts';
import { needsReload } from './status.ts';

export async function properties(
  context: CommandContext,
  options: Options,
  units: readonly string[],
): Promise<number> {
  const { machine, out } = context;
  const wanted = options.values('p').flatMap((list) => list.split(','));
  const all = machine.lab.world.read.units(machine.host);
  for (const [index, name] of units.entries()) {
    const unit = all.find((candidate) => candidate.unit === name);
    const values = unit
      ? known(context, unit)
      : { Id: name, LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' };
    if (index > 0) await out('\n');
    for (const [property, value] of Object.entries(values)) {
      if (wanted.length > 0 && !wanted.includes(property)) continue;
      await out(options.has('value') ? `${value}\n` : `${property}=${value}\n`);
    }
  }
  return 0;
}

function known({ machine }: CommandContext, unit: UnitView): Record<string, string> {
  const since = unit.since > 0 ? systemdDate(machine.date(unit.since)) : '';
  return {
    MainPID: String(unit.active === 'active' ? unit.mainPid : 0),
    Result: unit.result === '' ? 'success' : unit.result,
    NRestarts: String(unit.restarts),
    ExecMainStatus: String(unit.exitCode),
    Id: unit.unit,
    Names: unit.unit,
    Description: unit.description,
    LoadState: unit.load,
    NeedDaemonReload: needsReload(machine, unit) ? 'yes' : 'no',
    DropInPaths: unit.dropIns.join(' '),
    ActiveState: unit.active,
    SubState: unit.sub,
    FragmentPath: unit.path,
    UnitFileState: unit.enabled,
    ActiveEnterTimestamp: unit.active === 'active' ? since : '',
    StateChangeTimestamp: since,
  };
}
