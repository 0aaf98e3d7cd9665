/** Runs one command line on a fake host and gives back what it printed. */
import { openShell } from '../../src/shell/open-shell.ts';
import type { ShellSession } from '../../src/shell/open-shell.ts';
import { fakeLab } from './fake-lab.ts';
import type { FakeLab } from './fake-lab.ts';

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}
export interface RunOptions {
  readonly fake?: FakeLab;
  readonly host?: string;
  readonly stdin?: string;
  /** Where the shell begins; home unless said. */
  readonly cwd?: string;
  /** How the bytes are read back: `latin1` keeps each of them. */
  readonly encoding?: 'utf8' | 'latin1';
  /** Everything is painted at once, and the channel closes cleanly. */
  readonly painted?: boolean;
  /** Called with the session once it runs. */
  readonly during?: (session: ShellSession) => void;
}

export function run(command: string, options: RunOptions = {}): Promise<Ran> {
  const { lab, network } = options.fake ?? fakeLab();
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const text = (blocks: readonly Uint8Array[]): string =>
    Buffer.concat(blocks).toString(options.encoding ?? 'utf8');
  return new Promise((resolve) => {
    const session = openShell({
      lab,
      network,
      host: options.host ?? 'bootstrap',
      user: 'core',
      command,
      stdin: 'open',
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      stdout: (bytes) => {
        stdout.push(Uint8Array.from(bytes));
      },
      stderr: (bytes) => {
        stderr.push(Uint8Array.from(bytes));
      },
      onExit: (status) => {
        if (options.painted) {
          session.ackPainted(Infinity);
          session.settlePaint();
        }
        resolve({ stdout: text(stdout), stderr: text(stderr), status });
      },
      assetsDir: '/run/eggtooth/assets',
      pki: { render: (text) => text },
    });
    if (options.stdin !== undefined) session.write(options.stdin);
    session.endInput();
    options.during?.(session);
  });
}
