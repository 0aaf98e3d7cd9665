/**
 * A host's packet filter: rules as `iptables -S` prints them, and what they do to the packets of one connection.
 * Real: iptables(8), iptables-extensions(8); table filter, IPv4. Left out: nat, mangle, matches other than those below.
 */
import { OPEN_FILTER } from '../world/interfaces.ts';

export type Verdict = 'accept' | 'drop' | 'reject';
export interface Packet {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly source: string;
  readonly destination: string;
  /** Absent for icmp. */
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly device: string;
  /** The packet answers one that this host has let through. */
  readonly answers: boolean;
}
interface Rule {
  readonly matches: (packet: Packet) => boolean;
  readonly target: string;
}
interface Chain {
  readonly policy: Verdict;
  readonly rules: readonly Rule[];
}
const BUILT_IN = new Set(['INPUT', 'FORWARD', 'OUTPUT']);
const VERDICTS: Readonly<Record<string, Verdict>> = {
  ACCEPT: 'accept',
  DROP: 'drop',
  REJECT: 'reject',
};

const parsed = new WeakMap<readonly string[], ReadonlyMap<string, Chain>>();

/** What the chain does to the packet. */
export function judge(
  rules: readonly string[],
  chain: 'INPUT' | 'OUTPUT',
  packet: Packet,
): Verdict {
  if (rules === OPEN_FILTER) return 'accept';
  let chains = parsed.get(rules);
  if (chains === undefined) parsed.set(rules, (chains = chainsOf(rules)));
  return walk(chains, chain, packet, 0) ?? chains.get(chain)?.policy ?? 'accept';
}

/** A chain of one's own that decides nothing leads back to where it was called. */
function walk(
  chains: ReadonlyMap<string, Chain>,
  name: string,
  packet: Packet,
  depth: number,
): Verdict | undefined {
  for (const { matches, target } of chains.get(name)?.rules ?? []) {
    if (!matches(packet)) continue;
    const verdict = VERDICTS[target];
    if (verdict !== undefined) return verdict;
    if (target === 'RETURN') return undefined;
    const inner = depth < 16 ? walk(chains, target, packet, depth + 1) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function chainsOf(lines: readonly string[]): ReadonlyMap<string, Chain> {
  const chains = new Map<string, { policy: Verdict; rules: Rule[] }>();
  for (const line of lines) {
    const [command = '', name = '', ...rest] = line.split(' ');
    if (command === '-A') chains.get(name)?.rules.push(ruleOf(rest));
    else chains.set(name, { policy: VERDICTS[rest[0] ?? ''] ?? 'accept', rules: [] });
  }
  return chains;
}

export const isBuiltIn = (chain: string): boolean => BUILT_IN.has(chain);
export const isVerdict = (target: string): boolean => target in VERDICTS || target === 'RETURN';

function ruleOf(words: readonly string[]): Rule {
  const conditions: ((packet: Packet) => boolean)[] = [];
  let target = '';
  let negated = false;
  const put = (condition: (packet: Packet) => boolean): void => {
    const not = negated;
    negated = false;
    conditions.push(not ? (packet) => !condition(packet) : condition);
  };
  for (let at = 0; at < words.length; at++) {
    const value = words[at + 1] ?? '';
    switch (words[at]) {
      case '!':
        negated = true;
        break;
      case '-j':
        target = value;
        at++;
        break;
      case '-p':
        put((packet) => packet.protocol === value);
        at++;
        break;
      case '-s':
        put((packet) => within(packet.source, value));
        at++;
        break;
      case '-d':
        put((packet) => within(packet.destination, value));
        at++;
        break;
      case '-i':
      case '-o':
        put((packet) => packet.device === value);
        at++;
        break;
      case '--dport':
      case '--dports':
        put((packet) => portIn(packet.destinationPort, value));
        at++;
        break;
      case '--sport':
      case '--sports':
        put((packet) => portIn(packet.sourcePort, value));
        at++;
        break;
      case '--state':
      case '--ctstate':
        put((packet) => value.split(',').includes(packet.answers ? 'ESTABLISHED' : 'NEW'));
        at++;
        break;
      case '--reject-with':
      case '--comment':
      case '-m':
        at++;
        break;
      default:
        break;
    }
  }
  return { matches: (packet) => conditions.every((condition) => condition(packet)), target };
}

/** `6443`, `2379:2380`, `80,443`. */
function portIn(port: number | undefined, wanted: string): boolean {
  if (port === undefined) return false;
  return wanted.split(',').some((range) => {
    const [low = '', high = low] = range.split(':');
    return port >= Number(low || 0) && port <= Number(high || 65_535);
  });
}

export const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether an IPv4 address lies in `192.168.126.0/24` or is the one written. */
export function within(address: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}
