/** /etc/hosts and /etc/resolv.conf as glibc and Go read them. Real: hosts(5), resolv.conf(5). */
export interface ResolverConfig {
  /** At most three are asked. */
  readonly nameServers: readonly string[];
  readonly search: readonly string[];
}

const hosts = new WeakMap<object, ReadonlyMap<string, string>>();

/** Name, in small letters, -> the first IPv4 address that stands for it. `key` is what the text belongs to. */
export function namesIn(key: object, text: string): ReadonlyMap<string, string> {
  const known = hosts.get(key);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [address = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!isAddress(address)) continue;
    for (const name of rest)
      if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), address);
  }
  hosts.set(key, names);
  return names;
}

/** Without a file, or a `nameserver` line, the machine itself is asked. */
export function resolverConfig(text: string | undefined): ResolverConfig {
  const nameServers: string[] = [];
  let search: readonly string[] = [];
  for (const line of (text ?? '').split('\n')) {
    const [key = '', ...values] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (key === 'nameserver' && values[0] !== undefined) nameServers.push(values[0]);
    if (key === 'search' || key === 'domain') search = values;
  }
  return {
    nameServers: nameServers.length === 0 ? ['127.0.0.1'] : nameServers.slice(0, 3),
    search,
  };
}

export const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
