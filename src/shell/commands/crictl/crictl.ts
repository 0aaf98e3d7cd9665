/**
 * crictl(1): a client of CRI-O's socket on a node. Sandboxes and containers are the world's. In
 * profile handbook `crictl pods` prints POD ID, NAME, STATE, and calls a ready sandbox Running.
 */
import { CRIO } from '../../../sim/index.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import { findContainer, notFound } from './containers.ts';
import { enter } from './exec.ts';
import { fatal } from './fatal.ts';
import { inspect } from './inspect.ts';
import { images } from './images.ts';
import { pods, ps } from './lists.ts';
import { logs } from './logs.ts';

const SOCKET = 'unix:///var/run/crio/crio.sock';
const USAGE = `NAME:
   crictl - client for CRI

USAGE:
   crictl [global options] command [command options] [arguments...]

COMMANDS:
   exec        Run a command in a running container
   images      List images
   inspect     Display the status of one or more containers
   inspectp    Display the status of one or more pods
   logs        Fetch the logs of a container
   pods        List pods
   ps          List containers
   stop        Stop one or more running containers
   version     Display runtime version information
`;

export async function crictl(context: CommandContext): Promise<number | Outcome> {
  const args = [...context.args];
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? '';
    if (/^(-r|-i|-t|-c|--runtime-endpoint|--image-endpoint|--timeout|--config)$/.test(option))
      args.shift();
    if (option === '--version') {
      await context.out('crictl version v1.32.0\n');
      return 0;
    }
  }
  const [verb, ...rest] = args;
  if (verb === undefined || verb === 'help') {
    await context.out(USAGE);
    return 0;
  }
  const refusal = unreachable(context);
  if (refusal !== undefined)
    return fatal(
      context,
      `validate service connection: validate CRI v1 runtime API for endpoint "${SOCKET}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/crio/crio.sock: connect: ${refusal}"`,
    );
  return dispatch(context, verb, rest);
}

/** Why the socket cannot be dialled; undefined when CRI-O listens and we may. */
function unreachable({ machine, user }: CommandContext): string | undefined {
  const crio = machine.lab.world.read
    .units(machine.host)
    .find((unit) => unit.unit === 'crio.service');
  if (crio?.active !== 'active')
    return user.uid === 0 || crio?.active === undefined
      ? 'no such file or directory'
      : 'permission denied';
  return user.uid === 0 ? undefined : 'permission denied';
}

async function dispatch(
  context: CommandContext,
  verb: string,
  args: readonly string[],
): Promise<number | Outcome> {
  switch (verb) {
    case 'pods':
      return pods(context, args);
    case 'ps':
      return ps(context, args);
    case 'images':
    case 'img':
      return images(context, args);
    case 'logs':
      return logs(context, args);
    case 'exec':
      return enter(context, args);
    case 'stop':
      return stop(context, args);
    case 'inspect':
    case 'inspectp':
      return inspect(context, verb, args);
    case 'version':
      await context.out(
        `Version:  0.1.0\nRuntimeName:  cri-o\nRuntimeVersion:  ${CRIO}\nRuntimeApiVersion:  v1\n`,
      );
      return 0;
    case 'info':
    case 'stats':
    case 'statsp':
    case 'rm':
    case 'rmp':
    case 'rmi':
    case 'stopp':
    case 'pull':
    case 'create':
    case 'run':
    case 'runp':
    case 'start':
    case 'attach':
    case 'port-forward':
    case 'events':
      await context.error(
        `crictl ${verb}: not simulated by Eggtooth (a real node has it); see docs/fidelity.md\n`,
      );
      return 1;
    default:
      await context.out(`No help topic for '${verb}'\n`);
      return 3;
  }
}

async function stop(context: CommandContext, args: readonly string[]): Promise<number> {
  const options = getOptions(args, { short: 't:', long: ['timeout='], same: { timeout: 't' } });
  if (options.operands.length === 0) return fatal(context, 'ID cannot be empty');
  const { machine } = context;
  for (const id of options.operands) {
    const container = findContainer(context, id);
    if (!container) return fatal(context, `stopping the container "${id}": ${notFound(id)}`);
    const answer = await machine.lab.ask(
      {
        who: 'trainee',
        kind: 'stopContainer',
        host: machine.host,
        id: container.id,
        graceSeconds: Number(options.value('t') ?? 0),
      },
      context.job.signal,
    );
    if (!answer.ok)
      return fatal(
        context,
        `stopping the container "${id}": rpc error: code = Unknown desc = ${answer.message}`,
      );
    await context.out(`${id}\n`);
  }
  return 0;
}
