/** The operator's machine has long been up when a lab begins: its balancer, and its network's name server. */
import type { Parts } from './parts.ts';

export function startWorkstation({ kernel, world }: Parts): void {
  const host = world.host('workstation');
  host.power = true;
  host.phase = 'running';
  host.boots.push({ id: '0'.repeat(32), at: 0 });
  kernel.start('workstation', 'host', { role: 'workstation' }, '');
  kernel.start('workstation/dnsmasq', 'dnsmasq', {}, 'workstation');
}
