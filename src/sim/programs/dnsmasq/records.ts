/**
 * What a dnsmasq of libvirt answers: names of its addn-hosts file, SRV records and local domains of its configuration.
 * Real: dnsmasq(8); libvirt src/network/bridge_driver.c (networkDnsmasqConfContents). No name of its own domain is
 * asked elsewhere; elsewhere is not simulated.
 */
import { isAddress } from '../../net/hosts-file.ts';
import type { DnsRecords } from '../../net/resolver.ts';

export function dnsRecords(conf: string, hosts: string): DnsRecords {
  const addresses = new Map<string, string[]>();
  const names = new Map<string, string>();
  const services = new Map<string, string[]>();
  let domain = '';
  for (const line of conf.split('\n')) {
    const [key = '', value = ''] = line.split('=').map((part) => part.trim());
    if (key === 'domain') domain = value;
    if (key !== 'srv-host') continue;
    const [name = '', target = '', port = '0', priority = '0', weight = '0'] = value.split(',');
    const list = services.get(name.toLowerCase()) ?? [];
    list.push(`${priority} ${weight} ${port} ${target}.`);
    services.set(name.toLowerCase(), list);
  }
  for (const line of hosts.split('\n')) {
    const [address = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!isAddress(address)) continue;
    for (const written of rest) {
      const name = written.toLowerCase();
      // expand-hosts: a bare name is one of the domain, too.
      const all = name.includes('.') || domain === '' ? [name] : [name, `${name}.${domain}`];
      for (const each of all) {
        const list = addresses.get(each) ?? [];
        if (!list.includes(address)) list.push(address);
        addresses.set(each, list);
      }
      if (!names.has(address)) names.set(address, all.at(-1) ?? name);
    }
  }
  return { addresses, names, services, domain };
}
