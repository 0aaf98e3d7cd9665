/** A real lab in which each way to look has a session of its own, so that its looks can be told apart. */
import { journalChannel } from '../../src/fake-api/control/journal-channel.ts';
import { serveKube } from '../../src/fake-api/kube/server.ts';
import type { Look } from '../../src/host/live-lab.ts';
import { openNetwork } from '../../src/host/network.ts';
import { openPki } from '../../src/host/pki.ts';
import { SECOND } from '../../src/sim/index.ts';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import { openShell } from '../../src/shell/open-shell.ts';
import { kubectlPath, run } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

export const KUBECTL = kubectlPath('1.32');
export interface LabWithEyes {
  readonly open: OpenLab;
  /** A terminal of the page: the screen is painted when the prompt is back, and stands. */
  page(host: string, lines: string): Promise<readonly Look[]>;
  ssh(host: string, line: string): Promise<readonly Look[]>;
  kubectl(line: string): Promise<readonly Look[]>;
  /** The pane is read to its last line, and each line chosen that has these words. */
  pane(host: string, unit: string, words?: string): readonly Look[];
  close(): Promise<void>;
}

const PROMPT = /\[\w+@[\w-]+ [^\]\n]*\][$#] $/;
const DWELL_MILLIS = 500;
let rows = 0;

/** By the clock that the ledger reads: on a busy machine a long timer rings early. */
async function stand(millis: number): Promise<void> {
  const until = performance.now() + millis;
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));
  while (performance.now() < until) await turn();
  await turn();
}

export async function labWithEyes(until: string): Promise<LabWithEyes> {
  const open = await openRealLab({ until });
  const { lab, env } = open;
  const { read } = lab.world;
  const network = openNetwork(lab);
  const pki = openPki({ read, epochMicros: lab.epochMicros });
  const names = read.hosts().map(({ name }) => name);
  const hosts = names.filter((name) => name !== 'workstation');
  const stop = serveKube({ lab, network, pki, hosts });
  for (const host of hosts) network.listen(host, 22, (stream) => stream.destroy());

  /** What was noted while `act` ran: for clients that name no session of the test's. */
  async function during(act: () => Promise<unknown>): Promise<readonly Look[]> {
    const before = lab.looks().length;
    await act();
    return lab.looks().slice(before);
  }
  return {
    open,
    async page(host, lines) {
      rows += 1;
      const name = `row ${rows}`;
      const left = lines.split('\n');
      const decoder = new TextDecoder();
      let screen = '';
      await new Promise<void>((resolve) => {
        const session = openShell({
          lab,
          network,
          pki,
          host,
          user: 'core',
          tty: { columns: 160, rows: 30 },
          assetsDir: env['ASSETS_DIR'] ?? '',
          session: name,
          stdout(bytes, written) {
            screen += decoder.decode(bytes, { stream: true });
            if (!PROMPT.test(screen)) return;
            screen = '';
            setImmediate(() => {
              session.ackPainted(written);
              const line = left.shift();
              if (line !== undefined) session.write(`${line}\r`);
              else void stand(DWELL_MILLIS).then(() => session.close());
            });
          },
          onExit: () => resolve(),
        });
      });
      return lab.looks().filter(({ session }) => session === name);
    },
    ssh: (host, line) =>
      during(() => run('ssh', ['-F', env['EGGTOOTH_SSH_CONFIG'] ?? '', host, line])),
    kubectl(line) {
      // The same within a second would be no further look.
      lab.world.runUntil(lab.world.now + 2 * SECOND);
      return during(() =>
        run('sh', ['-c', `'${KUBECTL}' --cache-dir "$ASSETS_DIR/cache" ${line}`], env),
      );
    },
    pane(host, unit, words) {
      const before = lab.looks().length;
      let read: readonly { readonly id: string; readonly message: string }[] = [];
      const channel = journalChannel({ type: 'journal', channel: 1, host, unit }, lab, {
        full: () => read.length > 0,
        send(message) {
          if (message.type !== 'lines') return;
          read = message.entries as typeof read;
        },
      });
      channel.drain();
      const ids = read.map(({ id }) => id);
      channel.message({ type: 'seen', channel: 1, ids });
      for (const { id, message } of read)
        if (words !== undefined && message.includes(words))
          channel.message({ type: 'seen', channel: 1, ids: [id], chosen: id });
      channel.close();
      return lab.looks().slice(before);
    },
    async close() {
      stop();
      network.close();
      await open.close();
    },
  };
}
