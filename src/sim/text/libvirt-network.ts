/**
 * A libvirt network's XML and what libvirt makes of it for its dnsmasq. Real: libvirt docs/formatnetwork, src/conf/
 * network_conf.c, src/network/bridge_driver.c (networkDnsmasqConfContents, networkBuildDnsmasqHostsList).
 */
export const NETWORK_XML = '/etc/libvirt/qemu/networks/ocp4.xml';
export const DNSMASQ_CONF = '/var/lib/libvirt/dnsmasq/ocp4.conf';
export const DNSMASQ_HOSTS = '/var/lib/libvirt/dnsmasq/ocp4.addnhosts';

export interface DnsHost {
  readonly address: string;
  readonly names: readonly string[];
}
export interface DnsService {
  readonly service: string;
  readonly target: string;
  readonly port: number;
  readonly weight: number;
}
export interface LibvirtNetwork {
  readonly name: string;
  readonly uuid: string;
  readonly bridge: string;
  readonly domain: string;
  readonly address: string;
  readonly hosts: readonly DnsHost[];
  readonly services: readonly DnsService[];
}

export function networkXml(network: LibvirtNetwork): string {
  const { name, uuid, bridge, domain, address, hosts, services } = network;
  return [
    '<network>',
    `  <name>${name}</name>`,
    `  <uuid>${uuid}</uuid>`,
    `  <forward mode='nat'/>`,
    `  <bridge name='${bridge}' stp='on' delay='0'/>`,
    `  <domain name='${domain}' localOnly='yes'/>`,
    '  <dns>',
    ...services.map(
      (each) =>
        `    <srv service='${each.service}' protocol='tcp' domain='${domain}' target='${each.target}' port='${each.port}' weight='${each.weight}'/>`,
    ),
    ...hosts.flatMap((host) => [
      `    <host ip='${host.address}'>`,
      ...host.names.map((each) => `      <hostname>${each}</hostname>`),
      '    </host>',
    ]),
    '  </dns>',
    `  <ip address='${address}' netmask='255.255.255.0'>`,
    '    <dhcp>',
    `      <range start='${address.replace(/\d+$/, '200')}' end='${address.replace(/\d+$/, '254')}'/>`,
    '    </dhcp>',
    '  </ip>',
    '</network>',
    '',
  ].join('\n');
}

const attribute = (text: string, name: string): string =>
  new RegExp(`\\b${name}=['"]([^'"]*)['"]`).exec(text)?.[1] ?? '';

export function readNetworkXml(xml: string): LibvirtNetwork {
  const dns = /<dns>([\s\S]*?)<\/dns>/.exec(xml)?.[1] ?? '';
  return {
    name: /<name>(.*?)<\/name>/.exec(xml)?.[1] ?? '',
    uuid: /<uuid>(.*?)<\/uuid>/.exec(xml)?.[1] ?? '',
    bridge: attribute(/<bridge [^>]*>/.exec(xml)?.[0] ?? '', 'name'),
    domain: attribute(/<domain [^>]*>/.exec(xml)?.[0] ?? '', 'name'),
    address: attribute(/<ip [^>]*>/.exec(xml)?.[0] ?? '', 'address'),
    hosts: [...dns.matchAll(/<host\b[\s\S]*?<\/host>/g)].flatMap(([text]) => dnsHost(text) ?? []),
    services: [...dns.matchAll(/<srv [^>]*\/>/g)].map(([text]) => ({
      service: attribute(text, 'service'),
      target: attribute(text, 'target'),
      port: Number(attribute(text, 'port')),
      weight: Number(attribute(text, 'weight') || 0),
    })),
  };
}

/** `<host ip='192.168.126.10'><hostname>api.ocp4.example.com</hostname></host>`; undefined for what is none. */
export function dnsHost(xml: string): DnsHost | undefined {
  const address = attribute(/<host\b[^>]*>/.exec(xml)?.[0] ?? '', 'ip');
  const names = [...xml.matchAll(/<hostname>(.*?)<\/hostname>/g)].map(([, name = '']) => name);
  return address === '' || !/^\s*<host\b[\s\S]*<\/host>\s*$/.test(xml)
    ? undefined
    : { address, names };
}

export const dnsmasqHosts = ({ hosts }: LibvirtNetwork): string =>
  hosts.map(({ address, names }) => `${address}\t${names.join('\t')}\n`).join('');

/** The hosts of a running network, from the file that its dnsmasq reads. */
export const readDnsmasqHosts = (text: string): readonly DnsHost[] =>
  text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([address = '', ...names]) => (address === '' ? [] : [{ address, names }]));

export const dnsmasqConf = ({ name, bridge, domain, services }: LibvirtNetwork): string =>
  [
    '##WARNING:  THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE',
    '##OVERWRITTEN AND LOST.  Changes to this configuration should be made using:',
    `##    virsh net-edit ${name}`,
    '## or other application using the libvirt API.',
    '##',
    '## dnsmasq conf file created by libvirt',
    'strict-order',
    `local=/${domain}/`,
    `domain=${domain}`,
    'expand-hosts',
    `pid-file=/run/libvirt/network/${name}.pid`,
    'except-interface=lo',
    'bind-dynamic',
    `interface=${bridge}`,
    ...services.map(
      (each) =>
        `srv-host=_${each.service}._tcp.${domain},${each.target},${each.port},0,${each.weight}`,
    ),
    `addn-hosts=${DNSMASQ_HOSTS}`,
    '',
  ].join('\n');
