/** ping(8) of iputils: echo requests by the host's own links and filters, in lab time. */
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';

const INTERVAL_MICROS = 1_000_000;
const TIMEOUT_MICROS = 10_000_000;

export async function ping(context: CommandContext): Promise<number> {
  const { args, machine, out, error, sleep } = context;
  const options = getOptions(args, { short: 'c:i:W:w:s:nq46I:', long: [] });
  const [target] = options.operands;
  if (options.problem !== undefined || target === undefined) {
    await error(
      options.problem === undefined
        ? 'ping: usage error: Destination address required\n'
        : `ping: ${options.problem}\n`,
    );
    return 1;
  }
  const { read } = machine.lab.world;
  const route = read.route(machine.host, target, 9);
  if (!route.ok && route.lookup !== undefined) {
    await sleep(route.lookup.afterMicros);
    await error(
      `ping: ${target}: ${route.lookup.why === 'noSuchHost' ? 'Name or service not known' : 'Temporary failure in name resolution'}\n`,
    );
    return 2;
  }
  const address = route.address ?? target;
  const count = Number(options.value('c') ?? Infinity);
  const interval = Number(options.value('i') ?? 1) * INTERVAL_MICROS;
  const wait = Number(options.value('W') ?? TIMEOUT_MICROS / 1e6) * 1e6;
  const quiet = options.has('q');
  if (!(count > 0) || !(interval > 0) || !(wait >= 0)) {
    await error(`ping: invalid argument: '${options.value('c') ?? options.value('i') ?? ''}'\n`);
    return 1;
  }
  await out(`PING ${target} (${address}) 56(84) bytes of data.\n`);
  let received = 0;
  let trip = '';
  let sent = 0;
  const began = machine.now();
  const summary = async (): Promise<number> => {
    const lost = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 100);
    const took = Math.round((machine.now() - began) / 1000);
    await out(
      `\n--- ${target} ping statistics ---\n${sent} packets transmitted, ${received} received, ${lost}% packet loss, time ${took}ms\n`,
    );
    if (received > 0) await out(`rtt min/avg/max/mdev = ${trip}/${trip}/${trip}/0.000 ms\n`);
    return received > 0 ? 0 : 1;
  };
  try {
    while (sent < count) {
      sent++;
      const { end, afterMicros } = read.echo(machine.host, address);
      const millis = (afterMicros / 1000).toFixed(3);
      if (end === 'noNetwork') {
        await error('ping: connect: Network is unreachable\n');
        return 2;
      }
      if (end === 'host') {
        received++;
        trip = millis;
        if (!quiet)
          await out(`64 bytes from ${address}: icmp_seq=${sent} ttl=64 time=${millis} ms\n`);
      } else if (end === 'noHost') {
        await sleep(3 * INTERVAL_MICROS);
        const own = read.host(machine.host)?.address ?? '';
        if (!quiet) await out(`From ${own} icmp_seq=${sent} Destination Host Unreachable\n`);
      } else if (end === 'rejected')
        await out(`From ${address} icmp_seq=${sent} Destination Port Unreachable\n`);
      if (sent < count) await sleep(interval);
      else if (end === 'lost') await sleep(wait);
    }
  } catch (failure) {
    await summary();
    throw failure;
  }
  return summary();
}
