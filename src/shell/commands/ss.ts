/** ss(8) of iproute2: who listens on this host. Only listening TCP sockets are simulated. */
import { markPart, observe } from '../looks/cells.ts';
import type { CommandContext } from './command.ts';

const PORT_FILTER = /sport\s*(?:=|==|eq)\s*:(\d+)/;
const HEADER = 'State  Recv-Q Send-Q Local Address:Port  Peer Address:Port';

export async function ss({ machine, args, user, out }: CommandContext): Promise<number> {
  const programs = args.some((arg) => /^-\w*p/.test(arg));
  const wanted = PORT_FILTER.exec(args.filter((arg) => !arg.startsWith('-')).join(' '))?.[1];
  const { read } = machine.lab.world;
  const sockets = read
    .sockets(machine.host)
    .filter(({ port }) => wanted === undefined || port === Number(wanted));
  await out(`${HEADER}${programs ? 'Process' : ''}\n`);
  for (const { port, service } of sockets) {
    const local = `LISTEN 0      4096         *:${String(port).padEnd(18)}*:*    `;
    // Whose socket it is, is told to its owner and to root alone.
    if (!programs || user.uid !== 0) {
      await out(`${local.trimEnd()}\n`);
      continue;
    }
    const pid =
      read.units(machine.host).find((u) => u.unit === `${service}.service`)?.mainPid ??
      read.containers(machine.host).findLast((c) => c.name === service)?.pid ??
      0;
    const row = `${local}users:(("${service}",pid=${pid},fd=6))\n`;
    const seen = observe(machine, `${machine.host}/sockets/${port}`, service);
    await out(markPart(row, service, seen, service === 'sshd' ? 'other' : 'sshd'));
  }
  return 0;
}
