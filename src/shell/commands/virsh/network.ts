/**
 * `virsh net-*`, `domiflist`, `domif-setlink`, `domif-getlink`: the one network of the lab and its cables.
 * net-update changes the XML and the hosts file of the network's dnsmasq, and hangs it up. Real: libvirt 9 virsh-network.c.
 */
import {
  DNSMASQ_HOSTS,
  NETWORK_XML,
  dnsHost,
  dnsmasqHosts,
  networkXml,
  readDnsmasqHosts,
  readNetworkXml,
  type DnsHost,
  type HostView,
  type LibvirtNetwork,
} from '../../../sim/index.ts';
import { markPart, observe } from '../../looks/cells.ts';
import type { CommandContext } from '../command.ts';

const NETWORK = 'ocp4';
const HOST = 'workstation';
const DNSMASQ = 'dnsmasq';

const fileOf = ({ machine }: CommandContext, path: string): string =>
  machine.lab.world.read.file(HOST, path)?.content ?? '';
/** As it will be when it is started anew, and as it runs. */
const persistent = (context: CommandContext): LibvirtNetwork =>
  readNetworkXml(fileOf(context, NETWORK_XML));
const live = (context: CommandContext): LibvirtNetwork => ({
  ...persistent(context),
  hosts: readDnsmasqHosts(fileOf(context, DNSMASQ_HOSTS)),
});
const isActive = ({ machine }: CommandContext): boolean =>
  machine.lab.world.read.sockets(HOST).some(({ service }) => service === DNSMASQ);

export async function network(
  context: CommandContext,
  verb: string,
  args: readonly string[],
): Promise<number> {
  const { out, error } = context;
  if (verb === 'net-list') {
    await out(
      ` Name   State    Autostart   Persistent\n--------------------------------------------\n ${NETWORK}   ${isActive(context) ? 'active  ' : 'inactive'}   yes         yes\n\n`,
    );
    return 0;
  }
  const name = args.find((arg) => !arg.startsWith('-'));
  if (name === undefined) {
    await error(`error: command '${verb}' requires <network> option\n`);
    return 1;
  }
  if (name !== NETWORK) {
    await error(
      `error: failed to get network '${name}'\nerror: Network not found: no network with matching name '${name}'\n\n`,
    );
    return 1;
  }
  switch (verb) {
    case 'net-info': {
      const { uuid, bridge } = persistent(context);
      await out(
        `Name:           ${NETWORK}\nUUID:           ${uuid}\nActive:         ${isActive(context) ? 'yes' : 'no'}\nPersistent:     yes\nAutostart:      yes\nBridge:         ${bridge}\n\n`,
      );
      return 0;
    }
    case 'net-dumpxml':
      await out(
        `${networkXml(args.includes('--inactive') ? persistent(context) : live(context))}\n`,
      );
      return 0;
    case 'net-update':
      return update(context, args.slice(args.indexOf(name) + 1));
    default:
      await error(`virsh ${verb}: not simulated by Eggtooth; see docs/fidelity.md\n`);
      return 1;
  }
}

async function update(context: CommandContext, args: readonly string[]): Promise<number> {
  const { machine, out, error, job } = context;
  const words = args.filter((arg) => !arg.startsWith('--'));
  const [command = '', section = '', given = ''] = words;
  if (section !== 'dns-host') {
    await error(
      `virsh net-update ${section}: not simulated by Eggtooth (dns-host is); see docs/fidelity.md\n`,
    );
    return 1;
  }
  const written = given.startsWith('<')
    ? given
    : (machine.lab.world.read.file(HOST, context.path(given))?.content ?? '');
  const entry = dnsHost(written);
  const failed = async (why: string): Promise<number> => {
    await error(`error: Failed to update network ${NETWORK}\nerror: ${why}\n\n`);
    return 1;
  };
  if (entry === undefined)
    return failed('XML error: Missing IP address in network DNS HOST record');
  const config = args.includes('--config');
  const running = args.includes('--live') || !config;
  const before = { config: persistent(context), live: live(context) };
  const after: Partial<Record<'config' | 'live', LibvirtNetwork>> = {};
  for (const part of [
    ...(running ? ['live' as const] : []),
    ...(config ? ['config' as const] : []),
  ]) {
    const changed = changedHosts(before[part], command, entry);
    if (typeof changed === 'string') return failed(changed);
    after[part] = { ...before[part], hosts: changed };
  }
  const write = (path: string, content: string) => ({ op: 'write', path, content }) as const;
  const changes = [
    ...(after.config === undefined ? [] : [write(NETWORK_XML, networkXml(after.config))]),
    ...(after.live === undefined ? [] : [write(DNSMASQ_HOSTS, dnsmasqHosts(after.live))]),
  ];
  const who = 'trainee';
  await machine.lab.ask({ who, kind: 'files', host: HOST, changes }, job.signal);
  if (running)
    await machine.lab.ask(
      { who, kind: 'signal', host: HOST, program: DNSMASQ, signal: 'HUP' },
      job.signal,
    );
  await out(
    `Updated network ${NETWORK} ${running && config ? 'persistent config and live state' : running ? 'live state' : 'persistent config'}\n\n`,
  );
  return 0;
}

/** A network's hosts after the change, or why it cannot be. */
function changedHosts(
  { hosts }: LibvirtNetwork,
  command: string,
  entry: DnsHost,
): readonly DnsHost[] | string {
  const found = hosts.find(
    (host) =>
      host.address === entry.address || host.names.some((each) => entry.names.includes(each)),
  );
  switch (command) {
    case 'delete':
      return found === undefined
        ? `Requested operation is not valid: couldn't locate a matching DNS HOST record in network ${NETWORK}`
        : hosts.filter((host) => host !== found);
    case 'add':
    case 'add-last':
    case 'add-first':
      if (found !== undefined)
        return `Requested operation is not valid: there is already at least one DNS HOST record with a matching field in network ${NETWORK}`;
      return command === 'add-first' ? [entry, ...hosts] : [...hosts, entry];
    default:
      return `unsupported configuration: can't modify a DNS HOST record with '${command}'`;
  }
}

/** A machine's one interface as the hypervisor sees it. */
const tapOf = (host: HostView, domains: readonly HostView[]): string =>
  `vnet${domains.findIndex((each) => each.name === host.name)}`;
const macOf = (host: HostView): string =>
  `52:54:00:${(host.machineId.slice(0, 6).match(/../g) ?? []).join(':')}`;

export async function link(
  context: CommandContext,
  verb: string,
  host: HostView,
  args: readonly string[],
  domains: readonly HostView[],
): Promise<number> {
  const { machine, out, error, job } = context;
  const tap = tapOf(host, domains);
  if (verb === 'domiflist') {
    await out(
      ` Interface   Type      Source   Model    MAC\n---------------------------------------------------------\n ${(host.power === 'on' ? tap : '-').padEnd(12)}network   ${NETWORK}     virtio   ${macOf(host)}\n\n`,
    );
    return 0;
  }
  const [device = '', state = ''] = args.filter(
    (arg) => !arg.startsWith('-') && arg !== host.domain && arg !== host.name,
  );
  if (device !== tap && device !== macOf(host)) {
    await error(
      `error: interface (${/:/.test(device) ? 'mac' : 'target'}: ${device}) not found\n\n`,
    );
    return 1;
  }
  const cable = machine.lab.world.read.interfaces(host.name)[0]?.carrier === true;
  if (verb === 'domif-getlink') {
    const word = cable ? 'up' : 'down';
    const seen = observe(machine, `hypervisor/${host.name}/link`, word);
    await out(markPart(`${device} ${word}\n\n`, word, seen, cable ? 'down' : 'up'));
    return 0;
  }
  if (state !== 'up' && state !== 'down') {
    await error(`error: invalid link state '${state}'\n\n`);
    return 1;
  }
  await machine.lab.ask(
    { who: 'trainee', kind: 'patch', set: { [`${host.name}.link.up`]: state === 'up' } },
    job.signal,
  );
  await out('Device updated successfully\n\n');
  return 0;
}
