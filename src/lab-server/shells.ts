/**
 * Shells behind terminals and sshd. Both rooms are large, so each is loaded when a first connection
 * asks for it; until then a host's port 22 only has a handler that waits.
 */
import type { Duplex } from 'node:stream';
import type { OpenTerminal } from '../fake-api/control/control-options.ts';
import type { SshFace } from '../fake-api/ssh/server.ts';
import type { LiveLab } from '../host/live-lab.ts';
import type { Network } from '../host/network.ts';
import type { Pki } from '../host/pki.ts';
import type { Standing } from '../shell/standing.ts';

export interface Rooms {
  readonly lab: LiveLab;
  readonly network: Network;
  readonly pki: Pki;
  /** ASSETS_DIR, which the workstation shows too. */
  readonly assetsDir: string;
  /** A case: whoever complains has worked there before. */
  readonly isHandedOver: boolean;
}
export interface SshHosts {
  handle(host: string, stream: Duplex): void;
  close(): void;
}
const SSH_PORT = 22;

export function openTerminals(rooms: Rooms): OpenTerminal<Standing> {
  return async ({ columns, rows, write, ...request }) => {
    const { openShell } = await import('../shell/open-shell.ts');
    const tty = { columns, rows };
    return openShell({ ...rooms, ...request, user: 'core', tty, stdout: write, source: 'page' });
  };
}

export function serveSshHosts(rooms: Rooms): SshHosts {
  const { lab, network, pki } = rooms;
  const faces = new Map<string, Promise<SshFace>>();

  async function load(host: string): Promise<SshFace> {
    const [{ serveSsh }, { openShell }, { openRemoteFiles }] = await Promise.all([
      import('../fake-api/ssh/server.ts'),
      import('../shell/open-shell.ts'),
      import('../shell/remote-files.ts'),
    ]);
    return serveSsh({
      lab,
      network,
      host,
      hostKey: pki.sshHostKey(host).privateKey,
      authorizedKeys: [pki.sshUserKey.publicKey],
      openShell: (request) => openShell({ ...rooms, ...request, user: 'core' }),
      openFiles: () => openRemoteFiles({ ...rooms, host }),
    });
  }
  function handle(host: string, stream: Duplex): void {
    const face = faces.get(host) ?? load(host);
    faces.set(host, face);
    face.then(
      (loaded) => loaded.handle(stream),
      (error: unknown) => stream.destroy(error instanceof Error ? error : undefined),
    );
  }
  const hosts = lab.world.read.hosts().map(({ name }) => name);
  const offs = hosts.map((host) =>
    network.listen(host, SSH_PORT, (stream) => handle(host, stream)),
  );
  return {
    handle,
    close() {
      for (const off of offs) off();
      for (const face of faces.values()) void face.then((loaded) => loaded.close());
    },
  };
}
