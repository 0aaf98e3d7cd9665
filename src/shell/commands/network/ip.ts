/** ip(8) of iproute2: addresses, links and routes of this host; `link set`, `addr add | del` change them. */
import type { Interface } from '../../../sim/index.ts';
import { markPart, observe } from '../../looks/cells.ts';
import type { CommandContext } from '../command.ts';

const LOOPBACK: Interface = {
  device: 'lo',
  up: true,
  carrier: true,
  addresses: ['127.0.0.1/8'],
};
const isWord = (given: string, whole: string): boolean => given !== '' && whole.startsWith(given);

export async function ip(context: CommandContext): Promise<number> {
  const { args, machine, out, error } = context;
  const brief = args.includes('-br') || args.includes('-brief');
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [what = '', verb = 'show', ...rest] = words;
  const object = isWord(what, 'address') ? 'address' : isWord(what, 'link') ? 'link' : what;
  const known = [LOOPBACK, ...machine.lab.world.read.interfaces(machine.host)];
  if (isWord(what, 'route') && isWord(verb, 'show')) {
    await out(routes(known));
    return 0;
  }
  if (object === 'link' && verb === 'set') return setLink(context, rest, known);
  if (object === 'address' && (verb === 'add' || isWord(verb, 'delete')))
    return setAddress(context, verb === 'add', rest, known);
  if ((object === 'address' || object === 'link') && isWord(verb, 'show')) {
    const named = rest.filter((word) => word !== 'dev')[0];
    if (named !== undefined && !known.some(({ device }) => device === named)) {
      await error(`Device "${named}" does not exist.\n`);
      return 1;
    }
    for (const [index, each] of known.entries())
      if (named === undefined || each.device === named)
        await show(context, each, index + 1, brief, object === 'address');
    return 0;
  }
  await error(
    `ip: ${args.join(' ') || 'that'}: not simulated by Eggtooth (address, link and route are); see docs/fidelity.md\n`,
  );
  return 1;
}

const stateOf = ({ device, up, carrier }: Interface): string =>
  device === 'lo' ? 'UNKNOWN' : up && carrier ? 'UP' : 'DOWN';

async function show(
  { machine, out }: CommandContext,
  each: Interface,
  index: number,
  brief: boolean,
  withAddresses: boolean,
): Promise<void> {
  const { device, up, carrier, addresses } = each;
  const state = stateOf(each);
  const seen = observe(machine, `${machine.host}/link/${device}`, state);
  const other = state === 'UP' ? 'DOWN' : 'UP';
  const listed = withAddresses ? addresses.join(' ') : '';
  if (brief) {
    await out(markPart(`${device.padEnd(17)}${state.padEnd(15)}${listed} \n`, state, seen, other));
    return;
  }
  const flags =
    device === 'lo'
      ? 'LOOPBACK,UP,LOWER_UP'
      : [
          ...(up && !carrier ? ['NO-CARRIER'] : []),
          'BROADCAST',
          'MULTICAST',
          ...(up ? ['UP'] : []),
          ...(up && carrier ? ['LOWER_UP'] : []),
        ].join(',');
  const mtu = device === 'lo' ? 65_536 : 1500;
  const queue = device === 'lo' ? 'noqueue' : 'fq_codel';
  const head = `${index}: ${device}: <${flags}> mtu ${mtu} qdisc ${queue} state ${state} ${withAddresses ? 'group default ' : 'mode DEFAULT group default '}qlen 1000\n`;
  await out(markPart(head, `state ${state}`, seen, `state ${other}`));
  if (!withAddresses) return;
  for (const address of addresses) {
    const broadcast = device === 'lo' ? '' : ` brd ${address.replace(/\d+\/\d+$/, '255')}`;
    const scope = device === 'lo' ? 'host' : 'global';
    await out(
      `    inet ${address}${broadcast} scope ${scope} ${device}\n       valid_lft forever preferred_lft forever\n`,
    );
  }
}

function routes(known: readonly Interface[]): string {
  const own = known.find((each) => each.device !== 'lo' && each.up && each.addresses.length > 0);
  const [address] = own?.addresses[0]?.split('/') ?? [];
  if (own === undefined || address === undefined) return '';
  const down = own.carrier ? '' : 'linkdown ';
  const network = address.replace(/\d+$/, '0');
  const gateway = address.replace(/\d+$/, '1');
  const first =
    address === gateway
      ? ''
      : `default via ${gateway} dev ${own.device} proto static metric 100 ${down}\n`;
  return `${first}${network}/24 dev ${own.device} proto kernel scope link src ${address} metric 100 ${down}\n`;
}

async function mayChange({ user, error }: CommandContext): Promise<boolean> {
  if (user.uid === 0) return true;
  await error('RTNETLINK answers: Operation not permitted\n');
  return false;
}

async function setLink(
  context: CommandContext,
  words: readonly string[],
  known: readonly Interface[],
): Promise<number> {
  const { error } = context;
  const [name, ...settings] = words.filter((word) => word !== 'dev');
  const found = known.find(({ device }) => device === name);
  if (name === undefined) {
    await error('Not enough information: "dev" argument is required.\n');
    return 255;
  }
  if (found === undefined) {
    await error(`Cannot find device "${name}"\n`);
    return 1;
  }
  const [setting] = settings;
  if (found.device === 'lo' || settings.length !== 1 || (setting !== 'up' && setting !== 'down')) {
    await error(
      `ip: link set ${words.join(' ')}: not simulated by Eggtooth (up and down are); see docs/fidelity.md\n`,
    );
    return 1;
  }
  if (!(await mayChange(context))) return 2;
  return change(context, { ...found, up: setting === 'up' });
}

async function setAddress(
  context: CommandContext,
  adds: boolean,
  words: readonly string[],
  known: readonly Interface[],
): Promise<number> {
  const { error } = context;
  const at = words.indexOf('dev');
  const device = at < 0 ? undefined : words[at + 1];
  const [given = ''] = words;
  const address = given.includes('/') ? given : `${given}/32`;
  const found = known.find((each) => each.device === device);
  if (device === undefined) {
    await error('Not enough information: "dev" argument is required.\n');
    return 255;
  }
  if (found === undefined) {
    await error(`Cannot find device "${device}"\n`);
    return 1;
  }
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(address)) {
    await error(`Error: any valid prefix is expected rather than "${given}".\n`);
    return 1;
  }
  if (!(await mayChange(context))) return 2;
  const there = found.addresses.find(
    (each) => each === address || (!given.includes('/') && each.startsWith(`${given}/`)),
  );
  if (adds && there !== undefined) {
    await error('RTNETLINK answers: File exists\n');
    return 2;
  }
  if (!adds && there === undefined) {
    await error('RTNETLINK answers: Cannot assign requested address\n');
    return 2;
  }
  const addresses = adds
    ? [...found.addresses, address]
    : found.addresses.filter((each) => each !== there);
  return change(context, { ...found, addresses });
}

async function change(
  { machine, job }: CommandContext,
  { device, up, carrier, addresses }: Interface,
): Promise<number> {
  await machine.lab.ask(
    {
      who: 'trainee',
      kind: 'interface',
      host: machine.host,
      interface: { device, up, carrier, addresses },
    },
    job.signal,
  );
  return 0;
}
