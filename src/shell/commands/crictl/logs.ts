/** `crictl logs`: what a container wrote, on the stream it wrote it to; -f until it stops. */
import type { ContainerLine } from '../../../sim/index.ts';
import { whenWorldMoves } from '../../follow.ts';
import { hintExistence, markStatements, observe } from '../../looks/cells.ts';
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';
import { findContainer, notFound } from './containers.ts';
import { fatal } from './fatal.ts';
import { rfc3339Nano } from './json.ts';

export async function logs(context: CommandContext, args: readonly string[]): Promise<number> {
  const options = getOptions(args, {
    short: 'ftpn:',
    long: ['follow', 'tail=', 'timestamps', 'previous', 'since=', 'limit-bytes='],
    same: { follow: 'f', timestamps: 't', previous: 'p' },
  });
  const [id] = options.operands;
  if (options.problem !== undefined) return fatal(context, options.problem);
  if (id === undefined) return fatal(context, 'ID cannot be empty');
  const container = findContainer(context, id);
  if (!container) return fatal(context, notFound(id));
  const { machine } = context;
  const read = (): readonly ContainerLine[] =>
    machine.lab.world.read.containerLog(machine.host, container.id);
  const all = read();
  const print = async (line: ContainerLine): Promise<void> => {
    const text = `${options.has('t') ? `${rfc3339Nano(context, line.at)} ` : ''}${line.text}\n`;
    const wasRead = observe(
      machine,
      `${machine.host}/containers/${container.name}/lines`,
      'read',
      line.at,
    );
    const { host } = machine;
    const read = line === all.at(-1) ? hintExistence(text, wasRead) : text;
    const written = { host, writer: container.name, text: line.text, at: line.at };
    const chunk = markStatements(read, written, machine.now());
    await (line.stream === 'stdout' ? context.out(chunk) : context.error(chunk));
  };
  const tail = Number(options.value('tail') ?? -1);
  for (const line of tail >= 0 ? all.slice(Math.max(0, all.length - tail)) : all) await print(line);
  if (!options.has('f')) return 0;
  let next = all.length;
  await whenWorldMoves(context, async () => {
    const now = read();
    for (; next < now.length; next += 1) {
      const line = now[next];
      if (line) await print(line);
    }
    return findContainer(context, container.id)?.state !== 'running';
  });
  return 0;
}
