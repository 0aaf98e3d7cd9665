/** virsh(1) of libvirt 9 on the workstation: the lab's machines as domains; power is an input. */
import type { HostView } from '../../../sim/index.ts';
import { Interrupted } from '../../process.ts';
import type { CommandContext } from '../command.ts';
import { markPart, observe } from '../../looks/cells.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { blkdeviotune } from './blkdeviotune.ts';
import { link, network } from './network.ts';

type PowerVerb = 'start' | 'destroy' | 'shutdown' | 'reboot';
const POWER: Readonly<Record<PowerVerb, { readonly said: string; readonly wrong: string }>> = {
  start: { said: 'started', wrong: 'Domain is already active' },
  destroy: { said: 'destroyed', wrong: 'Requested operation is not valid: domain is not running' },
  shutdown: {
    said: 'is being shutdown',
    wrong: 'Requested operation is not valid: domain is not running',
  },
  reboot: {
    said: 'is being rebooted',
    wrong: 'Requested operation is not valid: domain is not running',
  },
};
const isPower = (verb: string): verb is PowerVerb => verb in POWER;
const stateOf = (host: HostView): string => (host.power === 'on' ? 'running' : 'shut off');

function domains({ machine }: CommandContext): HostView[] {
  return machine.lab.world.read.hosts().filter((host) => host.domain !== '');
}
/** libvirt numbers a domain each time it starts; the world has none, so: its place among all. */
const idOf = (context: CommandContext, host: HostView): string =>
  host.power === 'on' ? String(domains(context).findIndex((h) => h.name === host.name) + 1) : '-';

export async function virsh(context: CommandContext): Promise<number> {
  const args = [...context.args];
  while (args[0]?.startsWith('-') && args[0] !== '--version') {
    const option = args.shift() ?? '';
    if (option === '-c' || option === '--connect') args.shift();
  }
  const [verb = '', ...rest] = args;
  const { out, error } = context;
  if (verb === '--version' || verb === 'version') {
    await out('9.0.0\n');
    return 0;
  }
  if (verb === 'list') return list(context, rest);
  if (verb.startsWith('net-') && KNOWN.has(verb)) return network(context, verb, rest);
  if (verb === '') {
    await error(
      'virsh: the interactive terminal is not simulated by Eggtooth: name a command (list, start, destroy, shutdown, reboot, domstate, dominfo, blkdeviotune, domiflist, domif-setlink, net-list, net-info, net-dumpxml, net-update)\n',
    );
    return 1;
  }
  const name = rest.find((arg) => !arg.startsWith('-'));
  if (!isPower(verb) && !DOMAIN_VERBS.has(verb)) {
    await error(
      KNOWN.has(verb)
        ? `virsh ${verb}: not simulated by Eggtooth; see docs/fidelity.md\n`
        : `error: unknown command: '${verb}'\n`,
    );
    return 1;
  }
  if (name === undefined) {
    await error(`error: command '${verb}' requires <domain> option\n`);
    return 1;
  }
  const host = domains(context).find(
    (candidate) => candidate.domain === name || idOf(context, candidate) === name,
  );
  if (!host) {
    await error(`error: failed to get domain '${name}'\n\n`);
    return 1;
  }
  if (verb === 'domstate') {
    await out(showsState(context, host, `${stateOf(host)}\n\n`, stateOf(host)));
    return 0;
  }
  if (verb === 'dominfo') return info(context, host);
  if (LINK_VERBS.has(verb)) return link(context, verb, host, rest, domains(context));
  if (verb === 'blkdeviotune') return blkdeviotune(context, host, rest);
  return isPower(verb) ? power(context, verb, host, rest.includes('--console')) : 1;
}
const LINK_VERBS = new Set(['domiflist', 'domif-setlink', 'domif-getlink']);
const DOMAIN_VERBS = new Set(['domstate', 'dominfo', 'blkdeviotune', ...LINK_VERBS]);
const KNOWN = new Set(
  'help console define undefine dumpxml edit domiflist domblklist domblkinfo domblkstat domblkerror domifstat domif-getlink domif-setlink domiftune domtime dommemstat domcontrol domdisplay domfsinfo domhostname domid domname domuuid domjobinfo domstats net-list net-start net-destroy net-info net-dumpxml net-edit net-define net-undefine net-update net-autostart net-dhcp-leases net-name net-uuid pool-list pool-info pool-start pool-destroy pool-dumpxml pool-refresh vol-list vol-info vol-create-as vol-delete vol-dumpxml snapshot-create snapshot-create-as snapshot-list snapshot-revert snapshot-delete snapshot-info nodeinfo nodecpustats nodememstats capabilities hostname uri sysinfo version schedinfo vcpuinfo vcpucount vcpupin setvcpus setmem setmaxmem memtune blkiotune attach-disk detach-disk attach-interface detach-interface update-device change-media migrate managedsave dump create screenshot send-key qemu-monitor-command qemu-agent-command iface-list nwfilter-list secret-list event suspend resume save restore autostart reset vncdisplay domifaddr'.split(
    ' ',
  ),
);

async function list(context: CommandContext, args: readonly string[]): Promise<number> {
  const all = args.includes('--all');
  const inactive = args.includes('--inactive');
  const shown = domains(context)
    .filter((host) => all || (inactive ? host.power === 'off' : host.power === 'on'))
    .toSorted((a, b) => Number(b.power === 'on') - Number(a.power === 'on'));
  if (args.includes('--name')) {
    for (const host of shown) await context.out(`${host.domain}\n`);
    await context.out('\n');
    return 0;
  }
  const width = Math.max(4, ...shown.map((host) => host.domain.length));
  const ids = Math.max(2, ...shown.map((host) => idOf(context, host).length));
  const state = Math.max(5, ...shown.map((host) => stateOf(host).length));
  await context.out(
    ` ${'Id'.padEnd(ids)}   ${'Name'.padEnd(width)}   State\n${'-'.repeat(ids + width + state + 8)}\n`,
  );
  for (const host of shown) {
    const row = ` ${idOf(context, host).padEnd(ids)}   ${host.domain.padEnd(width)}   ${stateOf(host)}\n`;
    const seen = observe(context.machine, `hypervisor/${host.name}`, stateOf(host));
    const other = host.power === 'on' ? 'shut off' : 'running';
    await context.out(markPart(row, stateOf(host), seen, other));
  }
  await context.out('\n');
  return 0;
}

async function info(context: CommandContext, host: HostView): Promise<number> {
  const rows: readonly (readonly [string, string])[] = [
    ['Id', idOf(context, host)],
    ['Name', host.domain],
    ['State', stateOf(host)],
    ['Persistent', 'yes'],
    ['Autostart', 'disable'],
  ];
  const text = `${rows.map(([name, value]) => `${`${name}:`.padEnd(16)}${value}\n`).join('')}\n`;
  await context.out(showsState(context, host, text, stateOf(host)));
  return 0;
}

/** What virsh says of a domain is a look at it, its answer to an order too. */
function showsState(context: CommandContext, host: HostView, text: string, word: string): Chunk {
  const seen = observe(context.machine, `hypervisor/${host.name}`, stateOf(host));
  return markPart(text, word, seen, host.power === 'on' ? 'shut off' : 'running');
}

async function power(
  context: CommandContext,
  verb: PowerVerb,
  host: HostView,
  console: boolean,
): Promise<number> {
  const { machine, out, error, job } = context;
  const { said, wrong } = POWER[verb];
  if ((verb === 'start') === (host.power === 'on')) {
    await error(
      verb === 'start'
        ? `error: ${wrong}\n\n`
        : `error: Failed to ${verb} domain '${host.domain}'\nerror: ${wrong}\n\n`,
    );
    return 1;
  }
  const answer = await machine.lab
    .ask({ who: 'trainee', kind: 'power', host: host.name, verb }, job.signal)
    .catch((failure: unknown) => {
      if (job.signal.aborted) throw new Interrupted();
      throw failure;
    });
  if (!answer.ok) {
    await error(`error: Failed to ${verb} domain '${host.domain}'\nerror: ${answer.message}\n\n`);
    return 1;
  }
  const now = machine.lab.world.read.host(host.name) ?? host;
  await out(showsState(context, now, `Domain '${host.domain}' ${said}\n\n`, said));
  if (console)
    await error('virsh: --console is not simulated by Eggtooth: use ssh or journalctl\n');
  return 0;
}
