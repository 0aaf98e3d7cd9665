/**
 * The lab's network as its programs meet it: one `dial` for all who connect. What changes a way (a link, a filter, a
 * listener, a name) says so by `changed`; until then every way is what it was.
 */
import type { World } from '../world/world.ts';
import { type Dialled, type Relay, type Wires, connect, dial } from './dial.ts';
import { dialError } from './go-words.ts';
import { wayTo } from './path.ts';
import { type DnsRecords, resolve } from './resolver.ts';

export class Network implements Wires {
  readonly world: World;
  readonly nameServers = new Map<string, () => DnsRecords>();
  readonly relays = new Map<string, Relay>();
  readonly #told: () => void;
  readonly #reached = new Map<string, boolean>();
  #turn = 0;

  constructor(world: World, told: () => void) {
    this.world = world;
    this.#told = told;
  }

  changed(): void {
    this.#reached.clear();
    this.#told();
  }

  /** A connection of a program of the world: a balancer's next turn. */
  dial(from: string, name: string, port: number): Dialled {
    return dial(this, { from, name, port, turn: this.#turn++ });
  }

  /** Where a connection would end, at that turn; nothing moves. */
  look(from: string, name: string, port: number, turn = 0): Dialled {
    return dial(this, { from, name, port, turn });
  }

  /** Why a connection would fail now, in a Go client's words; EOF when the other side only closes. */
  why(from: string, name: string, port: number): string {
    const end = this.look(from, name, port);
    return end.ok ? 'EOF' : dialError(end, name, port, this.world.host(from).address);
  }

  connect(from: string, address: string, port: number, hops = 0): Dialled {
    return connect(this, { from, address, port, turn: 0 }, 0, hops);
  }

  resolve(from: string, name: string): string | undefined {
    const found = resolve(this.world, this.nameServers, from, name);
    return found.ok ? found.address : undefined;
  }

  /** Whether packets of a connection from one host to a port of another come through, both ways. */
  reaches(from: string, to: string, port: number): boolean {
    const key = `${from}|${to}|${port}`;
    let reached = this.#reached.get(key);
    if (reached === undefined) {
      const { address } = this.world.host(to);
      reached = wayTo(this.world, from, address, { protocol: 'tcp', port }).end === 'host';
      this.#reached.set(key, reached);
    }
    return reached;
  }
}
