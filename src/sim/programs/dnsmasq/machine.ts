/**
 * The dnsmasq that libvirt starts for a network: answers on the bridge's address, port 53. SIGHUP reads the hosts
 * file again. Real: dnsmasq 2.85 under libvirt 9. Chart: serving
 */
import { setup } from 'xstate';
import type { Env } from '../../env.ts';
import type { DnsRecords } from '../../net/resolver.ts';
import { DNSMASQ_CONF, DNSMASQ_HOSTS } from '../../text/libvirt-network.ts';
import { dnsRecords } from './records.ts';

interface Input {
  readonly env: Env;
}
interface Context extends Input {
  readonly memory: { records: DnsRecords };
}
type Events = { type: 'HANGUP' } | { type: 'CHANGED'; topic: string };
type Args = { context: Context; event: Events };

const DNS_PORT = 53;

function read({ context: c }: Args): void {
  const text = (path: string): string => c.env.file(path)?.content ?? '';
  c.memory.records = dnsRecords(text(DNSMASQ_CONF), text(DNSMASQ_HOSTS));
  c.env.net.changed();
}

export const dnsmasq = setup({
  types: {} as { context: Context; input: Input; events: Events },
  actions: {
    read,
    serve: ({ context: c }: Args) => {
      c.env.net.listen(DNS_PORT, 'dnsmasq');
      c.env.net.serveNames(() => c.memory.records);
    },
  },
}).createMachine({
  id: 'dnsmasq',
  context: ({ input }) => ({ ...input, memory: { records: dnsRecords('', '') } }),
  options: { maxIterations: 1000 },
  initial: 'serving',
  entry: ['read', 'serve'],
  states: { serving: { on: { HANGUP: { actions: 'read' } } } },
});
