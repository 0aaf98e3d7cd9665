/** systemctl(1), systemd 252: units as the world has them; start, stop and restart are inputs. */
import { SYSTEMD } from '../../../sim/index.ts';
import type { Answer } from '../../../sim/index.ts';
import { Interrupted } from '../../process.ts';
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { listUnits, unitFiles } from './list.ts';
import { daemonReload, reload, resetFailed } from './reload.ts';
import { AUTHENTICATION, findUnit, nameOf, privileged } from './unit-names.ts';
import { properties } from './show.ts';
import { needsReload, reloadWarning, showsUnit, status } from './status.ts';

export async function systemctl(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, {
    short: 'al?p:n:o:t:qfPH:M:r',
    long: [
      'all',
      'full',
      'property=',
      'lines=',
      'output=',
      'type=',
      'state=',
      'failed',
      'no-pager',
      'no-legend',
      'plain',
      'value',
      'quiet',
      'now',
      'no-block',
      'version',
      'force',
      'system',
      'no-ask-password',
      'signal=',
    ],
    same: { all: 'a', full: 'l', property: 'p', lines: 'n', output: 'o', type: 't', quiet: 'q' },
  });
  if (options.problem !== undefined) {
    await context.error(`systemctl: ${options.problem}\n`);
    return 1;
  }
  if (options.has('version')) {
    await context.out(`systemd 252 (${SYSTEMD})\n`);
    return 0;
  }
  const [verb = options.has('failed') ? 'list-units' : 'list-units', ...units] = options.operands;
  return dispatch(context, options, verb, units);
}

async function dispatch(
  context: CommandContext,
  options: Options,
  verb: string,
  units: readonly string[],
): Promise<number> {
  switch (verb) {
    case 'list-units':
      return listUnits(context, options, units);
    case 'list-unit-files':
      return unitFiles(context, units);
    case 'status':
      return statuses(context, options, units);
    case 'show':
      return properties(context, options, units.map(nameOf));
    case 'cat':
      return cat(context, units);
    case 'is-active':
    case 'is-failed':
    case 'is-enabled':
      return ask(context, options, verb, units);
    case 'reload':
      return reload(context, units);
    case 'start':
    case 'stop':
    case 'restart':
    case 'try-restart':
    case 'reload-or-restart':
      return change(context, verb, units, options.has('no-block'));
    case 'daemon-reload':
      return daemonReload(context);
    case 'reset-failed':
      return resetFailed(context, units);
    case 'is-system-running':
      return systemState(context);
    case 'reboot':
    case 'poweroff':
    case 'halt':
      return power(context, verb === 'reboot' ? 'reboot' : 'shutdown');
    case 'enable':
    case 'disable':
      return install(context, verb, units, options.has('now'));
    case 'mask':
    case 'unmask':
    case 'kill':
    case 'edit':
    case 'isolate':
    case 'list-dependencies':
    case 'list-timers':
    case 'list-jobs':
    case 'list-sockets':
      await context.error(`systemctl ${verb}: not simulated by Eggtooth; see docs/fidelity.md\n`);
      return 1;
    default:
      await context.error(`Unknown command verb ${verb}.\n`);
      return 1;
  }
}

async function statuses(
  context: CommandContext,
  options: Options,
  units: readonly string[],
): Promise<number> {
  if (units.length === 0) return systemState(context);
  let worst = 0;
  let first = true;
  for (const given of units) {
    const unit = findUnit(context, given);
    if (!unit) {
      await context.error(`Unit ${nameOf(given)} could not be found.\n`);
      worst = Math.max(worst, 4);
      continue;
    }
    if (!first) await context.out('\n');
    first = false;
    if (needsReload(context.machine, unit)) await context.error(reloadWarning(unit));
    worst = Math.max(worst, await status(context, options, unit));
  }
  return worst;
}

async function cat(context: CommandContext, units: readonly string[]): Promise<number> {
  let code = 0;
  for (const [index, given] of units.entries()) {
    const unit = findUnit(context, given);
    const files = [unit?.path ?? '', ...(unit?.dropIns ?? [])].flatMap(
      (path) => context.machine.lab.world.read.file(context.machine.host, path) ?? [],
    );
    if (files.length === 0) {
      await context.error(`No files found for ${nameOf(given)}.\n`);
      code = 1;
    } else
      await context.out(
        `${index > 0 ? '\n' : ''}${files
          .map(({ path, content }) => `# ${path}\n${content}${content.endsWith('\n') ? '' : '\n'}`)
          .join('\n')}`,
      );
  }
  return code;
}

async function ask(
  context: CommandContext,
  options: Options,
  verb: string,
  units: readonly string[],
): Promise<number> {
  let good = 0;
  let bad = 0;
  for (const given of units) {
    const unit = findUnit(context, given);
    if (verb === 'is-enabled' && !unit) {
      await context.error(
        `Failed to get unit file state for ${nameOf(given)}: No such file or directory\n`,
      );
      bad = 1;
      continue;
    }
    const state = verb === 'is-enabled' ? (unit?.enabled ?? '') : (unit?.active ?? 'inactive');
    const shown =
      verb === 'is-active' && unit !== undefined
        ? showsUnit(context.machine, unit, `${state}\n`, state)
        : `${state}\n`;
    if (!options.has('q')) await context.out(shown);
    const holds =
      verb === 'is-active'
        ? state === 'active'
        : verb === 'is-failed'
          ? state === 'failed'
          : state === 'enabled' || state === 'static';
    if (holds) good += 1;
    else bad = verb === 'is-active' ? 3 : 1;
  }
  return verb === 'is-failed'
    ? good > 0
      ? 0
      : 1
    : verb === 'is-enabled'
      ? good > 0
        ? 0
        : bad
      : bad;
}

async function change(
  context: CommandContext,
  verb: string,
  units: readonly string[],
  leaves = false,
): Promise<number> {
  const { user, error } = context;
  if (units.length === 0) {
    await error('Too few arguments.\n');
    return 1;
  }
  const action = verb === 'stop' ? 'stop' : verb === 'start' ? 'start' : 'restart';
  let code = 0;
  for (const given of units) {
    const name = nameOf(given);
    const unit = findUnit(context, given);
    if (user.uid !== 0)
      code = await privileged(
        context,
        action,
        name,
        `See system logs and 'systemctl status ${name}' for details.\n`,
      );
    else if (!unit) {
      await error(
        `Failed to ${action} ${name}: Unit ${name} not ${action === 'stop' ? 'loaded' : 'found'}.\n`,
      );
      code = 5;
    } else if (action !== 'stop' && unit.load !== 'loaded') {
      const why = unit.load === 'not-found' ? 'not found' : 'has a bad unit file setting';
      const see =
        unit.load === 'not-found'
          ? ''
          : `See system logs and 'systemctl status ${name}' for details.\n`;
      await error(`Failed to ${action} ${name}: Unit ${name} ${why}.\n${see}`);
      code = unit.load === 'not-found' ? 5 : 1;
    } else {
      if (needsReload(context.machine, unit)) await error(reloadWarning(unit));
      const answer = await job(context, name, action, leaves);
      if (answer.ok) continue;
      code = 1;
      await error(
        `Job for ${name} failed ${answer.message}\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.\n`,
      );
    }
  }
  return code;
}

/** A job of systemd's: done when the unit is up, or down; `--no-block` does not wait for it. */
async function job(
  { machine: { lab, host }, job: { signal } }: CommandContext,
  unit: string,
  verb: 'start' | 'stop' | 'restart',
  leaves: boolean,
): Promise<Answer> {
  const input = { who: 'trainee', kind: 'unit', host, unit, verb } as const;
  if (leaves) {
    lab.tell(input);
    return { ok: true };
  }
  try {
    return await lab.ask(input, signal);
  } catch (failure) {
    if (signal.aborted) throw new Interrupted();
    throw failure;
  }
}

async function systemState(context: CommandContext): Promise<number> {
  const { machine, out } = context;
  const units = machine.lab.world.read.units(machine.host);
  const failed = units.some((unit) => unit.active === 'failed');
  const busy = machine.lab.world.read.host(machine.host)?.phase !== 'running';
  const state = busy ? 'starting' : failed ? 'degraded' : 'running';
  await out(`${state}\n`);
  return state === 'running' ? 0 : 1;
}

async function power(context: CommandContext, verb: 'shutdown' | 'reboot'): Promise<number> {
  const { machine, user, error } = context;
  if (user.uid !== 0) {
    await error(
      `Failed to ${verb === 'reboot' ? 'set wall message, ignoring: Interactive authentication required.\nCall to Reboot failed' : 'set wall message, ignoring: Interactive authentication required.\nCall to PowerOff failed'}: ${AUTHENTICATION}\n`,
    );
    return 1;
  }
  if (!machine.isNode) {
    await error('systemctl: the workstation is yours: Eggtooth does not switch it off\n');
    return 1;
  }
  machine.lab.tell({ who: 'trainee', kind: 'power', host: machine.host, verb });
  return 0;
}

const WANTS = '/etc/systemd/system/multi-user.target.wants';

/** `enable` and `disable`: whether it starts at boot; with --now it is started or stopped too. */
async function install(
  context: CommandContext,
  verb: 'enable' | 'disable',
  units: readonly string[],
  now: boolean,
): Promise<number> {
  const { machine, user, error } = context;
  if (units.length === 0) {
    await error('Too few arguments.\n');
    return 1;
  }
  for (const given of units) {
    const name = nameOf(given);
    const unit = findUnit(context, given);
    if (user.uid !== 0) return privileged(context, verb, 'unit', '');
    if (!unit) {
      await error(`Failed to ${verb} unit: Unit file ${name} does not exist.\n`);
      return 1;
    }
    if (unit.enabled === 'static') {
      await error(NO_INSTALL);
      continue;
    }
    const wanted = verb === 'enable' ? 'enabled' : 'disabled';
    if (unit.enabled === wanted) continue;
    await machine.lab.ask(
      { who: 'trainee', kind: 'unit', host: machine.host, unit: name, verb },
      context.job.signal,
    );
    const link = `${WANTS}/${name}`;
    await error(
      verb === 'enable' ? `Created symlink ${link} → ${unit.path}.\n` : `Removed "${link}".\n`,
    );
  }
  return now ? change(context, verb === 'enable' ? 'start' : 'stop', units) : 0;
}
const NO_INSTALL = `The unit files have no installation config (WantedBy=, RequiredBy=, Also=,
Alias= settings in the [Install] section, and DefaultInstance= for template
units). This means they are not meant to be enabled or disabled using systemctl.
`;
