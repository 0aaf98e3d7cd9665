/** `crictl images`: what the host has pulled. A digest is the image's own: the world has no other. */
import { tabulate } from '../../looks/cells.ts';
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';
import { ID_LENGTH } from './containers.ts';
import { fatal } from './fatal.ts';
import { TABLE } from './lists.ts';

export async function images(context: CommandContext, args: readonly string[]): Promise<number> {
  const options = getOptions(args, {
    short: 'qvo:',
    long: ['quiet', 'verbose', 'output=', 'no-trunc'],
    same: { quiet: 'q', verbose: 'v', output: 'o' },
  });
  if (options.problem !== undefined)
    return fatal(context, `flag provided but not defined: ${args.join(' ')}`);
  const { machine, out } = context;
  const [wanted] = options.operands;
  const list = machine.lab.world.read
    .images(machine.host)
    .filter(
      ({ name, id }) => wanted === undefined || name.startsWith(wanted) || id.startsWith(wanted),
    );
  if (options.has('q')) {
    for (const { id } of list) await out(`${options.has('no-trunc') ? 'sha256:' : ''}${id}\n`);
    return 0;
  }
  const rows = list.map(({ name, id, bytes }) => {
    const tag = /:([\w.-]+)$/.exec(name);
    return [
      tag ? name.slice(0, tag.index) : name,
      tag?.[1] ?? '<none>',
      options.has('no-trunc') ? `sha256:${id}` : id.slice(0, ID_LENGTH),
      humanSize(bytes),
    ];
  });
  for (const line of tabulate([['IMAGE', 'TAG', 'IMAGE ID', 'SIZE'], ...rows], TABLE))
    await out(line);
  return 0;
}

/** docker/go-units HumanSizeWithPrecision(size, 3). */
function humanSize(bytes: number): string {
  const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const unit = ['B', 'kB', 'MB', 'GB', 'TB'][power] ?? '';
  return `${Number((bytes / 1000 ** power).toPrecision(3))}${unit}`;
}
