/** A real world with the bootstrap's sshd on a loopback port, and an ssh command line that finds it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSsh } from '../../../src/fake-api/ssh/server.ts';
import type { LiveLab } from '../../../src/host/live-lab.ts';
import { openNetwork } from '../../../src/host/network.ts';
import { openLiveLab } from '../../../src/host/open-live-lab.ts';
import { openPki } from '../../../src/host/pki.ts';
import { createLab, MINUTE, RUN_EPOCH_MICROS } from '../../../src/sim/index.ts';
import { openShell } from '../../../src/shell/open-shell.ts';
import { openRemoteFiles } from '../../../src/shell/remote-files.ts';

export interface SshLab {
  readonly lab: LiveLab;
  /** Arguments of ssh up to and including the destination. */
  readonly arguments: readonly string[];
  close(): void;
}

export async function openSshLab(until: string): Promise<SshLab> {
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
  const lab = openLiveLab(world, { epochMicros, pace: 1, paused: false });
  lab.tell({ who: 'operator', kind: 'power', host: 'bootstrap', verb: 'start' });
  await lab.clock.until(until);
  const pki = openPki({ read: world.read, epochMicros });
  const network = openNetwork(lab);
  const face = serveSsh({
    lab,
    network,
    host: 'bootstrap',
    hostKey: pki.sshHostKey('bootstrap').privateKey,
    authorizedKeys: [pki.sshUserKey.publicKey],
    openFiles: () =>
      openRemoteFiles({ lab, network, pki, host: 'bootstrap', assetsDir: '/assets' }),
    openShell: (request) =>
      openShell({ ...request, lab, network, pki, user: 'core', assetsDir: '/assets' }),
  });
  const server = createServer((socket) => face.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-ssh-'));
  const key = join(folder, 'id_ed25519');
  writeFileSync(key, pki.sshUserKey.privateKey, { mode: 0o600 });
  return {
    lab,
    arguments: [
      ...`-F none -i ${key} -p ${port} -o StrictHostKeyChecking=no`.split(' '),
      ...'-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o IdentityAgent=none'.split(' '),
      'core@127.0.0.1',
    ],
    close() {
      face.close();
      server.close();
      network.close();
      lab.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
