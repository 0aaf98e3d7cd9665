/** What a host's kernel holds of its network: interfaces and packet filter, as `ip addr` and `iptables -S` show them. */
export interface Interface {
  readonly device: string;
  /** As the host has it: `ip link set`. */
  readonly up: boolean;
  /** The cable, as the hypervisor has it: `virsh domif-setlink`. */
  readonly carrier: boolean;
  /** `192.168.126.101/24`. */
  readonly addresses: readonly string[];
}

/** Nothing is filtered: what a host boots with. */
export const OPEN_FILTER: readonly string[] = [
  '-P INPUT ACCEPT',
  '-P FORWARD ACCEPT',
  '-P OUTPUT ACCEPT',
];
