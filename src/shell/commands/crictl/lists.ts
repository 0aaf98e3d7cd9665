/** `crictl pods` and `ps`: tables by Go's tabwriter, -q, and JSON. */
import type { ContainerView, SandboxView } from '../../../sim/index.ts';
import { hintExistence, markPart, observe, tabulate } from '../../looks/cells.ts';
import { joinChunks, showsCell, showsExistence, textOf } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { humanDuration, ID_LENGTH, sandboxOf } from './containers.ts';
import { linearRegex, type LinearRegex } from '../../text-tools/linear-regex.ts';
import { fatal } from './fatal.ts';
import { containerJson, sandboxJson } from './json.ts';

/** What is no expression matches nothing (cri-tools cmd/crictl/util.go, matchesRegex). */
function pattern(text: string | undefined): Pick<LinearRegex, 'test'> | undefined {
  if (text === undefined) return undefined;
  try {
    return linearRegex(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { test: () => false };
  }
}

export const TABLE = { minimum: 20, padding: 3 };
const RULES = {
  short: 'aqo:vs:p:lnt',
  long: [
    'all',
    'quiet',
    'output=',
    'verbose',
    'state=',
    'name=',
    'namespace=',
    'pod=',
    'id=',
    'latest',
    'last=',
    'no-trunc',
    'label=',
    'image=',
  ],
  same: { all: 'a', quiet: 'q', output: 'o', verbose: 'v', state: 's', pod: 'p', latest: 'l' },
};
const newestFirst = (a: { createdAt: number }, b: { createdAt: number }): number =>
  b.createdAt - a.createdAt;
const isHandbook = ({ machine }: CommandContext): boolean =>
  machine.lab.world.spec?.profile !== '4.19';
const short = (id: string): string => id.slice(0, ID_LENGTH);

/** How a sandbox's state is called: the text of the handbook says Running. */
export function podState(context: CommandContext, sandbox: SandboxView): string {
  if (sandbox.state !== 'ready') return 'NotReady';
  return isHandbook(context) ? 'Running' : 'Ready';
}
const otherState = (state: string): string => (state === 'NotReady' ? 'Running' : 'NotReady');

export async function pods(context: CommandContext, args: readonly string[]): Promise<number> {
  const options = getOptions(args, RULES);
  if (options.problem !== undefined)
    return fatal(context, `flag provided but not defined: ${args.join(' ')}`);
  const { machine } = context;
  const name = pattern(options.value('name'));
  const namespace = pattern(options.value('namespace'));
  const wanted = options.value('s')?.toLowerCase();
  const list = machine.lab.world.read
    .sandboxes(machine.host)
    .filter((sandbox) => sandbox.state !== 'removed')
    .filter((sandbox) => name === undefined || name.test(sandbox.name))
    .filter((sandbox) => namespace === undefined || namespace.test(sandbox.namespace))
    .filter((sandbox) => !options.has('id') || sandbox.id.startsWith(options.value('id') ?? ''))
    .filter(
      (sandbox) => wanted === undefined || (wanted === 'ready') === (sandbox.state === 'ready'),
    )
    .toSorted(newestFirst);
  if (options.has('q')) {
    for (const sandbox of list)
      await context.out(hintExistence(`${sandbox.id}\n`, look(context, sandbox)));
    return 0;
  }
  if (options.value('o') === 'json') return podsJson(context, list);
  const rows = isHandbook(context)
    ? list.map((sandbox) => [short(sandbox.id), sandbox.name, podState(context, sandbox)])
    : list.map((sandbox) => [
        short(sandbox.id),
        `${humanDuration(machine.now() - sandbox.createdAt)} ago`,
        podState(context, sandbox),
        sandbox.name,
        sandbox.namespace,
        String(sandbox.attempt),
        '(default)',
      ]);
  const header = isHandbook(context)
    ? ['POD ID', 'NAME', 'STATE']
    : ['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'];
  const [title, ...lines] = tabulate([header, ...rows], TABLE);
  await context.out(title ?? '');
  for (const [index, line] of lines.entries()) {
    const sandbox = list[index];
    await context.out(
      sandbox ? hintExistence(markState(context, sandbox, line), look(context, sandbox)) : line,
    );
  }
  return 0;
}

const look = (context: CommandContext, sandbox: SandboxView) =>
  observe(
    context.machine,
    `${context.machine.host}/pods/${sandbox.name}`,
    podState(context, sandbox),
  );
/** Marks the state in a line; the alternative takes the same room, blanks included. */
function markState(context: CommandContext, sandbox: SandboxView, line: Chunk): Chunk {
  const text = podState(context, sandbox);
  const of = look(context, sandbox);
  if (text === 'NotReady') return markPart(line, text, of, otherState(text).padStart(8));
  const padded = textOf(line).includes(text.padEnd(8)) ? text.padEnd(8) : text.padStart(8);
  return markPart(line, padded, of, otherState(text));
}

async function podsJson(context: CommandContext, list: readonly SandboxView[]): Promise<number> {
  const chunks: Chunk[] = ['{\n  "items": ['];
  for (const [index, sandbox] of list.entries()) {
    const body = JSON.stringify(sandboxJson(context, sandbox), null, 2).replaceAll('\n', '\n    ');
    const word = sandbox.state === 'ready' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY';
    const other = sandbox.state === 'ready' ? 'SANDBOX_NOTRE' : 'SANDBOX_READY';
    chunks.push(
      `${index === 0 ? '' : ','}\n    `,
      markPart(body, word, look(context, sandbox), other),
    );
  }
  chunks.push(list.length > 0 ? '\n  ]\n}\n' : ']\n}\n');
  await context.out(joinChunks(chunks));
  return 0;
}

const STATES: Readonly<Record<string, string>> = {
  created: 'Created',
  running: 'Running',
  exited: 'Exited',
};

function chosen(context: CommandContext, options: Options): readonly ContainerView[] {
  const { machine } = context;
  const name = pattern(options.value('name'));
  const wanted = options.value('s')?.toLowerCase();
  const pod = options.value('p');
  const all = machine.lab.world.read
    .containers(machine.host)
    .filter((container) => container.state !== 'removed')
    .filter((container) => name === undefined || name.test(container.name))
    .filter((container) => pod === undefined || container.sandboxId.startsWith(pod))
    .filter((container) => !options.has('id') || container.id.startsWith(options.value('id') ?? ''))
    .toSorted(newestFirst);
  if (options.has('l')) return all.slice(0, 1);
  if (options.has('n') || options.has('last'))
    return all.slice(0, Number(options.value('last') ?? 1));
  if (wanted !== undefined) return all.filter((container) => container.state === wanted);
  return options.has('a') ? all : all.filter((container) => container.state === 'running');
}

export async function ps(context: CommandContext, args: readonly string[]): Promise<number> {
  const options = getOptions(args, RULES);
  if (options.problem !== undefined)
    return fatal(context, `flag provided but not defined: ${args.join(' ')}`);
  const wanted = options.value('s')?.toLowerCase();
  if (wanted !== undefined && !['created', 'running', 'exited', 'unknown'].includes(wanted))
    return fatal(
      context,
      'listing containers: --state should be one of created, running, exited or unknown',
    );
  const list = chosen(context, options);
  if (options.has('q')) {
    for (const container of list) await context.out(`${container.id}\n`);
    return 0;
  }
  if (options.value('o') === 'json') {
    await context.out(
      `${JSON.stringify({ containers: list.map((container) => containerJson(context, container)) }, null, 2)}\n`,
    );
    return 0;
  }
  const rows = list.map((container) => psRow(context, container));
  const header = [
    'CONTAINER',
    'IMAGE',
    'CREATED',
    'STATE',
    'NAME',
    'ATTEMPT',
    'POD ID',
    'POD',
    'NAMESPACE',
  ];
  const [title, ...lines] = tabulate([header, ...rows], TABLE);
  await context.out(title ?? '');
  for (const [index, line] of lines.entries()) {
    const container = list[index];
    await context.out(
      container ? showsExistence(line, lookAt(context, container, 'listed')) : line,
    );
  }
  return 0;
}

const lookAt = (context: CommandContext, container: ContainerView, value: string) =>
  observe(context.machine, `${context.machine.host}/containers/${container.name}`, value);

function psRow(context: CommandContext, container: ContainerView): Chunk[] {
  const sandbox = sandboxOf(context, container);
  const text = STATES[container.state] ?? 'Unknown';
  const { machine } = context;
  return [
    short(container.id),
    shortImage(container.image),
    `${humanDuration(machine.now() - container.createdAt)} ago`,
    showsCell(text, lookAt(context, container, text), text === 'Running' ? 'Exited' : 'Running'),
    container.name,
    String(container.attempt),
    short(container.sandboxId),
    sandbox?.name ?? 'unknown',
    sandbox?.namespace ?? 'unknown',
  ];
}

/** The digest's first characters, where the image is named by digest. */
function shortImage(image: string): string {
  const digest = /sha256:([0-9a-f]+)/.exec(image)?.[1];
  return digest === undefined ? image : digest.slice(0, ID_LENGTH);
}
