/** `systemctl list-units`, `--failed` and `list-unit-files`. */
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';
import type { UnitView } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';
import type { Options } from '../options.ts';

const globOf = (pattern: string): LinearRegex =>
  linearRegex(
    `^${pattern
      .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

export async function listUnits(
  context: CommandContext,
  options: Options,
  patterns: readonly string[],
): Promise<number> {
  const { machine, out } = context;
  const states = new Set([
    ...options.values('state').flatMap((s) => s.split(',')),
    ...(options.has('failed') ? ['failed'] : []),
  ]);
  const regexes = patterns.map(globOf);
  const chosen = machine.lab.world.read
    .units(machine.host)
    .filter((unit) => options.has('a') || states.size > 0 || unit.active !== 'inactive')
    .filter((unit) => states.size === 0 || states.has(unit.active) || states.has(unit.sub))
    .filter((unit) => regexes.length === 0 || regexes.some((regex) => regex.test(unit.unit)))
    .filter((unit) => !options.has('t') || unit.unit.endsWith(`.${options.value('t') ?? ''}`))
    .toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
  const widths = [
    Math.max(4, ...chosen.map((unit) => unit.unit.length)),
    6,
    Math.max(6, ...chosen.map((unit) => unit.active.length)),
    Math.max(3, ...chosen.map((unit) => unit.sub.length)),
  ] as const;
  const pad = (text: string, index: 0 | 1 | 2 | 3): string =>
    text.padEnd(chosen.length === 0 ? text.length : widths[index]);
  const legend = !options.has('no-legend');
  if (legend)
    await out(
      `  ${pad('UNIT', 0)} ${pad('LOAD', 1)} ${pad('ACTIVE', 2)} ${pad('SUB', 3)} DESCRIPTION\n`,
    );
  for (const unit of chosen)
    await out(
      `${unit.active === 'failed' ? '●' : ' '} ${pad(unit.unit, 0)} ${pad('loaded', 1)} ${pad(unit.active, 2)} ${pad(unit.sub, 3)} ${unit.description}\n`,
    );
  if (!legend) return 0;
  if (chosen.length > 0)
    await out(
      '\nLOAD   = Reflects whether the unit definition was properly loaded.\nACTIVE = The high-level unit activation state, i.e. generalization of SUB.\nSUB    = The low-level unit activation state, values depend on unit type.\n',
    );
  const hint =
    states.size > 0
      ? ''
      : options.has('a')
        ? ''
        : ' Pass --all to see loaded but inactive units, too.';
  await out(
    `${chosen.length} loaded units listed.${hint}\n${states.size > 0 ? '' : "To show all installed unit files use 'systemctl list-unit-files'.\n"}`,
  );
  return 0;
}

export async function unitFiles(
  context: CommandContext,
  patterns: readonly string[],
): Promise<number> {
  const { machine, out } = context;
  const regexes = patterns.map(globOf);
  const chosen: readonly UnitView[] = machine.lab.world.read
    .units(machine.host)
    .filter((unit) => regexes.length === 0 || regexes.some((regex) => regex.test(unit.unit)));
  const width = Math.max(9, ...chosen.map((unit) => unit.unit.length));
  await out(`${'UNIT FILE'.padEnd(width)} ${'STATE'.padEnd(8)} PRESET\n`);
  for (const unit of chosen)
    await out(
      `${unit.unit.padEnd(width)} ${unit.enabled.padEnd(8)} ${unit.enabled === 'static' ? '-' : 'disabled'}\n`,
    );
  await out(`\n${chosen.length} unit files listed.\n`);
  return 0;
}
