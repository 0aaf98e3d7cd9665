/** One ssh session channel: a shell or a command, with or without a pseudo-terminal. */
import type { ServerChannel, Session } from 'ssh2';
import type { Writable } from 'node:stream';
import type { Probe } from './keepalive.ts';
import { serveSftp } from './sftp.ts';
import type { RemoteFiles } from './sftp.ts';

/** What this face needs of a shell; src/shell's openShell has it. */
export interface SshShell {
  write(bytes: Uint8Array | string): void;
  endInput(): void;
  resize(columns: number, rows: number): void;
  signal(name: string): void;
  close(): void;
  ackPainted(written: number): void;
  awaitsPaint(written: number): boolean;
  settlePaint(): void;
}
export interface SshShellRequest {
  readonly host: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tty?: { readonly columns: number; readonly rows: number };
  readonly command?: string;
  readonly agent: boolean;
  readonly session: string;
  readonly source: string;
  readonly stdout: (bytes: Uint8Array, written: number) => Promise<void> | void;
  readonly stderr: (bytes: Uint8Array, written: number) => Promise<void> | void;
  readonly onExit: (code: number) => void;
}
export type OpenSshShell = (request: SshShellRequest) => SshShell;

export interface SessionOptions {
  readonly host: string;
  readonly openShell: OpenSshShell;
  /** Without it the sftp subsystem is refused. */
  readonly openFiles?: () => RemoteFiles;
  readonly probe: Probe;
}

let sessions = 0;

export function openSession(session: Session, options: SessionOptions): void {
  const env: Record<string, string> = {};
  let tty: { columns: number; rows: number } | undefined;
  let shell: SshShell | undefined;
  let agent = false;
  session.on('pty', (accept, _reject, info) => {
    tty = windowOf(info);
    env['TERM'] = (info as unknown as { term?: string }).term ?? 'xterm';
    accept?.();
  });
  session.on('env', (accept, _reject, { key, val }) => {
    if (/^(LANG|LC_\w+)$/.test(key)) env[key] = val;
    accept?.();
  });
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    const window = windowOf({ cols, rows });
    shell?.resize(window.columns, window.rows);
    accept?.();
  });
  session.on('signal', (accept, _reject, { name }) => {
    shell?.signal(name);
    accept?.();
  });
  session.on('auth-agent', (accept) => {
    agent = true;
    accept?.();
  });
  const start = (channel: ServerChannel, command: string | undefined): void => {
    shell = runOn(channel, options, {
      env,
      agent,
      ...(tty && { tty }),
      ...(command !== undefined && { command }),
    });
  };
  session.on('shell', (accept) => start(accept(), undefined));
  session.on('exec', (accept, _reject, { command }) => start(accept(), command));
  session.on('sftp', (accept, reject) => {
    if (options.openFiles) serveSftp(accept(), options.openFiles());
    else reject();
  });
  session.on('subsystem', (_accept, reject) => reject());
}

const SIDE_MAX = 10_000;
/** The size that a client says. Without one (`ssh -tt` in a pipe) it says 0: nothing scrolls away there. */
function windowOf({ cols, rows }: { readonly cols: number; readonly rows: number }) {
  return { columns: Math.min(cols, SIDE_MAX), rows: Math.min(rows, SIDE_MAX) };
}

function runOn(
  channel: ServerChannel,
  { host, openShell, probe }: SessionOptions,
  request: Pick<SshShellRequest, 'env' | 'tty' | 'command' | 'agent'>,
): SshShell {
  sessions += 1;
  const paint = new PaintProbe(probe);
  channel.setMaxListeners(0);
  const shell = openShell({
    host,
    ...request,
    session: `ssh-${sessions}`,
    source: 'ssh',
    stdout: outputTo(channel, channel, paint),
    stderr: outputTo(channel, request.tty ? channel : channel.stderr, paint),
    onExit(code) {
      paint.finished = true;
      if (!channel.writable) return;
      channel.exit(code);
      channel.end();
    },
  });
  paint.shell = shell;
  channel.on('data', (bytes: Buffer) => shell.write(bytes));
  channel.on('end', () => {
    if (!request.tty) shell.endInput();
  });
  channel.on('close', () => {
    // Our end came first and all was taken: the client closed cleanly.
    if (paint.finished) {
      shell.ackPainted(paint.left);
      shell.settlePaint();
    }
    shell.close();
  });
  return shell;
}

/** Asks whether the client has taken what was sent: one question at a time, only when it matters. */
class PaintProbe {
  shell: SshShell | undefined;
  finished = false;
  /** Bytes that have left us. */
  left = 0;
  private asking = false;
  private readonly probe: Probe;
  constructor(probe: Probe) {
    this.probe = probe;
  }
  sent(written: number): void {
    this.left = Math.max(this.left, written);
    this.ask();
  }
  private ask(): void {
    const { shell, left } = this;
    if (this.asking || this.finished || !shell?.awaitsPaint(left)) return;
    this.asking = true;
    this.probe(() => {
      this.asking = false;
      shell.ackPainted(left);
      this.ask();
    });
  }
}

function outputTo(channel: ServerChannel, to: Writable, paint: PaintProbe) {
  return (bytes: Uint8Array, written: number): Promise<void> =>
    new Promise((resolve) => {
      if (!channel.writable) return resolve();
      const done = (): void => {
        channel.removeListener('close', done);
        resolve();
      };
      channel.once('close', done);
      to.write(bytes, () => {
        paint.sent(written);
        done();
      });
    });
}
