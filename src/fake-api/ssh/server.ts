/**
 * A host's sshd (OpenSSH 8.7's words on the wire, ssh2 below): shells, commands, pseudo-terminals,
 * signals, sftp (so scp), and direct-tcpip into the lab's network only. Judged by OpenSSH's client.
 * Left out: remote forwards, passwords.
 */
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type {
  AuthContext,
  Connection,
  KeyboardAuthContext,
  PublicKeyAuthContext,
  Server as SshServer,
  Session,
  TcpipRequestInfo,
} from 'ssh2';
import { guarded } from '../../host/safety-net.ts';
import type { LiveLab } from '../../host/live-lab.ts';
import type { Network } from '../../host/network.ts';
import { keepAlive } from './keepalive.ts';
import { openSession } from './session.ts';
import type { OpenSshShell } from './session.ts';
import type { RemoteFiles } from './sftp.ts';

export interface SshOptions {
  readonly lab: LiveLab;
  readonly network: Network;
  readonly host: string;
  /** Text of the host's private key file. */
  readonly hostKey: string;
  /** `ssh-ed25519 AAAA…` lines; who holds one of them logs in as core. */
  readonly authorizedKeys: readonly string[];
  readonly openShell: OpenSshShell;
  /** Without it the sftp subsystem is refused. */
  readonly openFiles?: () => RemoteFiles;
}
export interface SshFace {
  /** Speaks ssh on a connection: a loopback socket or a stream of the lab's network. */
  handle(stream: Duplex): void;
  close(): void;
}

export function serveSsh(options: SshOptions): SshFace {
  const { lab, host, hostKey } = options;
  const clients = new Set<Connection>();
  const server: SshServer = new ssh2.Server(
    { hostKeys: [hostKey], ident: 'OpenSSH_8.7' },
    guarded(
      'An ssh connection',
      (client: Connection) => {
        clients.add(client);
        client.on('close', () => clients.delete(client));
        client.on('error', () => client.end());
        serveClient(options, client);
      },
      destroy,
    ),
  );
  const drop = (): void => {
    for (const client of clients) destroy(client);
  };
  const unsubscribe = lab.world.on((fact) => {
    if (fact.kind === 'power' && !fact.on && fact.host === host) queueMicrotask(drop);
  });
  return {
    handle(stream) {
      if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function')
        stream.setNoDelay(true);
      // injectSocket wants a socket; it needs no more of it than a Duplex has.
      server.injectSocket(stream as Parameters<SshServer['injectSocket']>[0]);
      stream.once('error', () => stream.destroy());
    },
    close() {
      unsubscribe();
      drop();
    },
  };
}

/** A machine without power says no goodbye. */
function destroy(client: Connection): void {
  const { _sock: socket } = client as unknown as { _sock?: Duplex };
  if (socket) socket.destroy();
  else client.end();
}

function serveClient(options: SshOptions, client: Connection): void {
  const net = <Args extends readonly unknown[]>(handler: (...args: Args) => unknown) =>
    guarded('An ssh connection', handler, () => destroy(client));
  client.on(
    'authentication',
    net((attempt: Attempt) => authenticate(options, attempt)),
  );
  client.on(
    'ready',
    net(() => {
      const probe = keepAlive(client);
      client.on(
        'session',
        net((accept: () => Session) => openSession(accept(), { ...options, probe })),
      );
      client.on(
        'tcpip',
        net((accept: () => Duplex, reject: () => void, info: TcpipRequestInfo) =>
          forward(options, info.destIP, info.destPort, accept, reject),
        ),
      );
      client.on('request', (_accept, reject) => reject?.());
    }),
  );
}

type Attempt = AuthContext | KeyboardAuthContext | PublicKeyAuthContext;

function authenticate({ authorizedKeys }: SshOptions, attempt: Attempt): void {
  if (attempt.method !== 'publickey' || attempt.username !== 'core')
    return attempt.reject(['publickey']);
  const { key, blob, signature, hashAlgo } = attempt as PublicKeyAuthContext & {
    hashAlgo?: string;
  };
  for (const line of authorizedKeys) {
    const known = ssh2.utils.parseKey(line);
    if (known instanceof Error || known.type !== key.algo || !known.getPublicSSH().equals(key.data))
      continue;
    // Without a signature the client only asks whether the key would do.
    if (signature === undefined || blob === undefined) return attempt.accept();
    if (known.verify(blob, signature, hashAlgo) === true) return attempt.accept();
  }
  attempt.reject(['publickey']);
}

/** -L, -D and -J: a stream into the lab's network, never to the real machine. */
async function forward(
  { network, host }: SshOptions,
  to: string,
  port: number,
  accept: () => Duplex,
  reject: () => void,
): Promise<void> {
  const dialled = await network.dial({ from: host, to, port });
  if (!dialled.ok) return reject();
  const channel = accept();
  const { stream } = dialled;
  channel.pipe(stream).pipe(channel);
  channel.on('error', () => stream.destroy());
  stream.on('error', () => channel.destroy());
  channel.on('close', () => stream.destroy());
}
