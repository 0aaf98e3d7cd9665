/** An interactive login on a fake host: type keys, wait for text on the screen. */
import { bell, deferred } from '../../src/shell/bell.ts';
import { openShell } from '../../src/shell/open-shell.ts';
import type { ShellSession } from '../../src/shell/open-shell.ts';
import { fakeLab } from './fake-lab.ts';
import type { FakeLab } from './fake-lab.ts';

export interface TerminalSession {
  readonly session: ShellSession;
  readonly fake: FakeLab;
  /** Everything written so far. */
  readonly screen: () => string;
  type(keys: string): void;
  /** Waits until the screen ends with (or matches) this, from where the last wait ended. */
  see(what: string | RegExp): Promise<string>;
  readonly exited: Promise<number>;
}

export function login(host = 'bootstrap', fake = fakeLab()): TerminalSession {
  const decoder = new TextDecoder();
  let screen = '';
  let from = 0;
  const fresh = bell();
  const exit = deferred<number>();
  const session = openShell({
    lab: fake.lab,
    network: fake.network,
    host,
    user: 'core',
    tty: { columns: 80, rows: 24 },
    stdout: (bytes, written) => {
      screen += decoder.decode(bytes);
      fresh.ring();
      setImmediate(() => session.ackPainted(written));
    },
    onExit: (status) => exit.resolve(status),
    assetsDir: '/run/eggtooth/assets',
    pki: { render: (text) => text },
  });
  return {
    session,
    fake,
    screen: () => screen,
    type: (keys) => session.write(keys),
    async see(what) {
      for (;;) {
        const text = screen.slice(from);
        const match =
          typeof what === 'string' ? text.indexOf(what) : (what.exec(text)?.index ?? -1);
        if (match >= 0) {
          const length =
            typeof what === 'string' ? what.length : (what.exec(text)?.[0].length ?? 0);
          from += match + length;
          return text.slice(0, match + length);
        }
        await fresh.wait();
      }
    },
    exited: exit.promise,
  };
}
