/** The doors of a lab on 127.0.0.1: balancer, journal, proxy, and one ssh port a host. */
import { openDoor, type Door } from '../host/door.ts';
import type { LiveLab } from '../host/live-lab.ts';
import type { Network } from '../host/network.ts';
import type { Socket } from 'node:net';

export interface Ports {
  readonly api: number;
  readonly journal: number;
  readonly proxy: number;
  readonly page: number;
  /** Of the first host; the others take the numbers after it. 0 takes free ones. */
  readonly ssh: number;
}
export interface Doors {
  readonly api: number;
  readonly journal: number;
  readonly proxy: number;
  readonly ssh: ReadonlyMap<string, number>;
  /** They lead into another branch from now on; who came in through them before is cut off. */
  lead(to: Inside): void;
  /** Somebody is connected. */
  isBusy(): boolean;
  close(): Promise<void>;
}
/** Where the doors lead. */
export interface Inside {
  readonly lab: LiveLab;
  readonly network: Network;
  /** The workstation is where one sits: its sshd is no part of the world and always answers. */
  readonly onWorkstation: (socket: Socket) => void;
}
interface DoorsOptions {
  readonly inside: Inside;
  readonly ports: Ports;
  readonly domain: string;
  readonly journal: { readonly host: string; readonly port: number };
  /** Somebody comes in. */
  readonly onUse: () => void;
}
const SSH_PORT = 22;
const API_PORT = 6443;
const WORKSTATION = 'workstation';

export async function openDoors(options: DoorsOptions): Promise<Doors> {
  const { ports, domain, journal, onUse } = options;
  let { inside } = options;
  const opened: Door[] = [];
  const open = async (port: number, flag: string, onSocket: (s: Socket) => void): Promise<Door> => {
    const door = await openDoor({
      port,
      flag,
      onSocket(socket) {
        onUse();
        socket.once('close', onUse);
        onSocket(socket);
      },
    });
    opened.push(door);
    return door;
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.map((door) => door.close()));
  };
  const into =
    (to: string, port: number) =>
    (socket: Socket): void =>
      pass(inside.network, socket, to, port);
  try {
    const { serveProxy } = await import('../fake-api/proxy/door.ts');
    const [api, journalDoor, proxy] = await Promise.all([
      open(ports.api, '--api-port', into(`api.${domain}`, API_PORT)),
      open(ports.journal, '--journal-port', into(journal.host, journal.port)),
      open(ports.proxy, '--proxy-port', serveProxy({ dial: (to) => inside.network.dial(to) })),
    ]);
    const ssh = new Map<string, Door>();
    const names = inside.lab.world.read.hosts().map(({ name }) => name);
    await Promise.all(
      names.map(async (name, index) => {
        const port = ports.ssh === 0 ? 0 : ports.ssh + index;
        const onSocket =
          name === WORKSTATION
            ? (socket: Socket): void => inside.onWorkstation(socket)
            : into(name, SSH_PORT);
        ssh.set(name, await open(port, '--ssh-port', onSocket));
      }),
    );
    /** A world that stands still refuses, as a machine does that is off. */
    const shut = (): void => {
      for (const door of opened) {
        door.setOpen(false);
        door.cut();
      }
    };
    const follow = (): (() => void) => {
      const offs = [followSsh(inside.lab, ssh), inside.lab.onBroken(shut)];
      return () => {
        for (const off of offs) off();
      };
    };
    let stop = follow();
    return {
      api: api.port,
      journal: journalDoor.port,
      proxy: proxy.port,
      ssh: new Map(names.map((name) => [name, ssh.get(name)?.port ?? 0])),
      lead(to) {
        inside = to;
        stop();
        for (const door of opened) {
          door.cut();
          door.setOpen(true);
        }
        stop = follow();
      },
      isBusy: () => opened.some((door) => door.isBusy()),
      async close() {
        stop();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** A connection from outside is one from the workstation; where nothing answers it is closed. */
function pass(network: Network, socket: Socket, to: string, port: number): void {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  network.connect({ from: WORKSTATION, to, port, signal: gone.signal }, socket).then(
    (result) => {
      if (!result.ok) socket.destroySoon();
    },
    () => socket.destroy(),
  );
}

/** A host's ssh port is open while its sshd listens. */
function followSsh(lab: LiveLab, doors: ReadonlyMap<string, Door>): () => void {
  let due = false;
  const look = (): void => {
    due = false;
    for (const [host, door] of doors) {
      if (host === WORKSTATION) continue;
      door.setOpen(lab.world.read.route(WORKSTATION, host, SSH_PORT).ok);
    }
  };
  look();
  return lab.world.on((fact) => {
    const moved = fact.kind === 'power' || (fact.kind === 'socket' && fact.port === SSH_PORT);
    if (!moved || due) return;
    due = true;
    queueMicrotask(look);
  });
}
