/** scp(1) between the lab's hosts: the connection is ssh's, the files those of both ends. */
import type { FileChange } from '../../../sim/index.ts';
import { FileError, strerror } from '../../files/file-error.ts';
import { CORE, nameOf, normalise, parentOf } from '../../files/host-files.ts';
import type { User } from '../../files/host-files.ts';
import type { Machine } from '../../machine.ts';
import type { CommandContext } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { connect, isAccepted } from './ssh.ts';

interface End {
  readonly machine: Machine;
  readonly user: User;
  readonly folder: string;
  /** The path as it was given, for messages. */
  readonly given: string;
  readonly path: string;
  readonly isRemote: boolean;
}
const USAGE =
  'usage: scp [-346ABCOpqRrsTv] [-c cipher] [-D sftp_server_path] [-F ssh_config]\n           [-i identity_file] [-J destination] [-l limit] [-o ssh_option]\n           [-P port] [-S program] [-X sftp_option] source ... target\n';

export async function scp(context: CommandContext): Promise<number> {
  const options = getOptions(context.args, { short: '346ABCOpqRrsTvc:D:F:i:J:l:o:P:S:' });
  const target = options.operands.at(-1);
  const sources = options.operands.slice(0, -1);
  if (options.problem !== undefined || target === undefined || sources.length === 0) {
    if (options.problem !== undefined) await context.error(`scp: ${options.problem}\n`);
    await context.error(USAGE);
    return 1;
  }
  const to = await endOf(context, options, target);
  if (typeof to === 'number') return to;
  const into = kindOf(to) === 'folder';
  if (sources.length > 1 && !into) {
    await context.error(
      `scp: ${to.given}: ${kindOf(to) ? 'Not a directory' : 'No such file or directory'}\n`,
    );
    return 1;
  }
  let status = 0;
  for (const source of sources) {
    const from = await endOf(context, options, source);
    if (typeof from === 'number') return from;
    try {
      status = Math.max(status, await copy(context, options, from, to, into));
    } catch (failure) {
      const where = failure instanceof TargetProblem ? to : from;
      const cause: unknown = failure instanceof TargetProblem ? failure.cause : failure;
      const named = where.isRemote
        ? where.given
        : `${where === to ? 'open' : 'stat'} local "${where.given}"`;
      await context.error(`scp: ${named}: ${strerror(cause)}\n`);
      status = 1;
    }
  }
  return status;
}

/** What went wrong at the target. */
class TargetProblem extends Error {}

/** `[user@]host:path`, or a path here; a number is the status of a connection that failed. */
async function endOf(
  context: CommandContext,
  options: Options,
  operand: string,
): Promise<End | number> {
  const remote = /^(?:([^@/:]+)@)?([^/:]+):(.*)$/s.exec(operand);
  if (!remote) {
    const { machine, user, shell } = context;
    const path = normalise(shell.cwd, operand);
    return { machine, user, folder: shell.cwd, given: operand, path, isRemote: false };
  }
  const [, user = context.user.name, host = '', rest = ''] = remote;
  const port = Number(options.value('P') ?? 22);
  const landed = await connect(context, { user, host, port }, options);
  if (typeof landed === 'number') return lost(context);
  if (!isAccepted(context, user)) {
    await context.error(
      `${user}@${host}: Permission denied (publickey,gssapi-keyex,gssapi-with-mic).\n`,
    );
    return lost(context);
  }
  const machine = context.machine.other(landed);
  const home = machine.files.home(CORE);
  const path = normalise(home, rest === '' || rest === '~' ? '.' : rest.replace(/^~\//, ''));
  return {
    machine,
    user: CORE,
    folder: home,
    given: rest === '' ? '.' : rest,
    path,
    isRemote: true,
  };
}

async function lost(context: CommandContext): Promise<number> {
  await context.error('scp: Connection closed\n');
  return 255;
}

function kindOf({ machine, user, path }: End): 'file' | 'folder' | undefined {
  const found = machine.files.stat(path, user);
  return found && (found.folder ? 'folder' : 'file');
}

async function copy(
  context: CommandContext,
  options: Options,
  from: End,
  to: End,
  into: boolean,
): Promise<number> {
  const kind = kindOf(from);
  if (!kind) throw new FileError('ENOENT', from.given);
  if (kind === 'folder' && !options.has('r')) {
    await context.error(
      `scp: ${from.isRemote ? 'download' : 'local'} "${from.given}": not a regular file\n`,
    );
    return 1;
  }
  const path = into ? normalise(to.path, nameOf(from.path)) : to.path;
  await transfer(options, from, { ...to, path });
  return 0;
}

/** Files go through the far side's own permissions; the marks of what they show go with them. */
async function transfer(options: Options, from: End, to: End): Promise<void> {
  const file = from.machine.files.stat(from.path, from.user);
  if (!file) throw new FileError('ENOENT', from.path);
  const mode = options.has('p') ? file.mode : file.mode & ~0o022;
  if (!file.folder) {
    const content = from.machine.files.read(from.path, from.user);
    return atTarget(() => to.machine.files.write(to.path, content, to.user, mode));
  }
  await atTarget(async () => {
    if (to.machine.files.stat(to.path, to.user)) return;
    to.machine.files.mayWrite(`${parentOf(to.path)}/.eggtooth-name`, to.user);
    const made: FileChange = { op: 'folder', path: to.path, mode, owner: to.user.name };
    await to.machine.files.change([made]);
  });
  for (const child of from.machine.files.list(from.path, from.user)) {
    const name = nameOf(child.path);
    await transfer(
      options,
      { ...from, path: `${from.path}/${name}` },
      { ...to, path: `${to.path}/${name}` },
    );
  }
}

async function atTarget(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause;
    throw new TargetProblem('target', { cause });
  }
}
