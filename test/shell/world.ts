/** A real lab (world, pace, network, API servers, sshd's port) and shells on its hosts. */
import { serveKube } from '../../src/fake-api/kube/server.ts';
import type { LiveLab } from '../../src/host/live-lab.ts';
import { openNetwork } from '../../src/host/network.ts';
import { openLiveLab } from '../../src/host/open-live-lab.ts';
import { openPki } from '../../src/host/pki.ts';
import { createLab, MINUTE, RUN_EPOCH_MICROS } from '../../src/sim/index.ts';
import { openShell, type ShellOptions } from '../../src/shell/open-shell.ts';
import type { Ran } from './run.ts';

export interface ShellWorld {
  readonly lab: LiveLab;
  /** What a shell of this world is opened with. */
  readonly shared: Pick<ShellOptions, 'lab' | 'network' | 'pki' | 'user' | 'assetsDir'>;
  /** Runs a line to its end on a host. */
  run(host: string, line: string): Promise<Ran>;
  /** Types a line on a terminal and gives the screen once it matches. */
  see(host: string, line: string, what: RegExp): Promise<string>;
  close(): void;
}

export function openShellWorld(): ShellWorld {
  const epochMicros = RUN_EPOCH_MICROS;
  const world = createLab(
    {
      scenario: 'first-boot',
      profile: 'handbook',
      seed: 1,
      masters: 3,
      operator: [],
      timeline: [],
      end: 'bootstrap-complete',
      timeLimit: 90 * MINUTE,
    },
    { epochMicros },
  );
  const lab = openLiveLab(world, { pace: 20, paused: false });
  const pki = openPki({ read: world.read, epochMicros });
  const network = openNetwork(lab);
  const nodes = world.read
    .hosts()
    .map(({ name }) => name)
    .filter((name) => name !== 'workstation');
  serveKube({ lab, network, pki, hosts: nodes });
  for (const host of nodes) network.listen(host, 22, (stream) => stream.destroy());
  const shared = { lab, network, pki, user: 'core' as const, assetsDir: '/run/eggtooth/assets' };
  return {
    lab,
    shared,
    run(host, command) {
      const decoder = new TextDecoder();
      const out = { stdout: '', stderr: '' };
      return new Promise((resolve) => {
        openShell({
          ...shared,
          host,
          command,
          stdin: 'none',
          stdout: (bytes) => void (out.stdout += decoder.decode(bytes)),
          stderr: (bytes) => void (out.stderr += decoder.decode(bytes)),
          onExit: (status) => resolve({ ...out, status }),
        });
      });
    },
    see(host, line, what) {
      const decoder = new TextDecoder();
      let screen = '';
      return new Promise((resolve) => {
        const session = openShell({
          ...shared,
          host,
          tty: { columns: 160, rows: 48 },
          stdout: (bytes) => {
            screen += decoder.decode(bytes);
            if (!what.test(screen)) return;
            session.close();
            resolve(screen);
          },
          onExit: () => resolve(screen),
        });
        session.write(`${line}\r`);
      });
    },
    close() {
      network.close();
      lab.close();
    },
  };
}
