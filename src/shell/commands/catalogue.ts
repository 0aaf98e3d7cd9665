/** Every program of the simulated hosts, by name. */
import { textToolNames } from '../text-tools/text-tool.ts';
import { CLOCK } from './clock.ts';
import type { CommandTable, Program } from './command.ts';
import { crictl } from './crictl/crictl.ts';
import { curl } from './curl/curl.ts';
import { etcdctl } from './etcdctl/etcdctl.ts';
import { FILE_PROGRAMS } from './files/catalogue.ts';
import { journalctl } from './journalctl/journalctl.ts';
import { kubectl } from './kubectl/kubectl.ts';
import { missingProgram } from './missing.ts';
import { dig, getent, host, nslookup } from './network/dns.ts';
import { haproxy } from './network/haproxy.ts';
import { ip } from './network/ip.ts';
import { iptables } from './network/iptables.ts';
import { ping } from './network/ping.ts';
import { openssl } from './openssl/openssl.ts';
import { RUNNERS } from './runners.ts';
import { scp } from './ssh/scp.ts';
import { ssh } from './ssh/ssh.ts';
import { su } from './su.ts';
import { SYSTEM } from './system.ts';
import { systemctl } from './systemctl/systemctl.ts';
import { TEXT_PROGRAMS } from './text/catalogue.ts';
import { which } from './which.ts';
import { virsh } from './virsh/virsh.ts';

const ALL: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...FILE_PROGRAMS,
    ...TEXT_PROGRAMS,
    ...RUNNERS,
    ...SYSTEM,
    ...CLOCK,
    crictl: { run: crictl, on: 'nodes' },
    curl: { run: curl },
    etcdctl: { run: etcdctl, inContainer: 'etcd' },
    dig: { run: dig },
    getent: { run: getent },
    haproxy: { run: haproxy, on: 'workstation', folder: '/usr/sbin' },
    host: { run: host },
    ip: { run: ip, folder: '/usr/sbin' },
    iptables: { run: iptables, folder: '/usr/sbin' },
    journalctl: { run: journalctl },
    kubectl: { run: kubectl },
    oc: { run: kubectl },
    nslookup: { run: nslookup },
    openssl: { run: openssl },
    ping: { run: ping },
    scp: { run: scp },
    ssh: { run: ssh },
    su: { run: su },
    systemctl: { run: systemctl },
    which: { run: which },
    virsh: { run: virsh, on: 'workstation' },
  } satisfies Record<string, Program>),
);

/** What an image brings along. */
const IN_CONTAINERS = new Set(
  'sh bash env cat ls grep head tail date sleep id hostname uname curl find stat ps'.split(' '),
);

export const PROGRAMS: CommandTable = {
  find(name, { host, container }) {
    const program = ALL.get(name);
    if (!program || (container && !program.inContainer && !IN_CONTAINERS.has(name)))
      return undefined;
    if (program.inContainer !== undefined) {
      return container?.name.includes(program.inContainer) ? program : undefined;
    }
    const node = host !== 'workstation';
    if (program.on === 'workstation' && node) return undefined;
    if (program.on === 'nodes' && !node) return undefined;
    return program;
  },
  missing: missingProgram,
  names: (host) =>
    [
      ...new Set([
        ...[...ALL.keys()].filter((name) => PROGRAMS.find(name, { host }) !== undefined),
        ...textToolNames(),
      ]),
    ].toSorted(),
};
