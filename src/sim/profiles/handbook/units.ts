/**
 * The systemd units of the handbook's nodes. Source: reference/openshift/README.md section 1.1 (last
 * line), reference/handbook.md.
 */
import { NIC } from '../../text/software.ts';
import {
  CRIO_START,
  DAEMON_START,
  KUBELET_START,
  SCRIPT_START,
} from '../../physics/profiles/boot.ts';
import type { ServiceProgram, UnitProfile } from '../../profile.ts';
import { crio } from '../../text/kubelet.ts';

const ini = (sections: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(sections)
    .map(([name, lines]) => [`[${name}]`, ...lines, ''].join('\n'))
    .join('\n');

interface Daemon {
  readonly name: string;
  readonly description: string;
  readonly after?: readonly string[];
  /** The target whose link in the image starts it; without one its own [Install] does. */
  readonly target?: string;
}

/** A unit of the operating system's image. */
const daemon = ({ name, description, after = [], target }: Daemon): UnitProfile => ({
  name,
  vendor: true,
  enabled: 'image',
  target: target ?? 'multi-user.target',
  content: ini({
    Unit: [`Description=${description}`, ...after.map((other) => `After=${other}`)],
    Service: [`ExecStart=${PATHS[name] ?? ''}`, 'Restart=on-failure', 'RestartSec=1'],
    ...(target === undefined && { Install: ['WantedBy=multi-user.target'] }),
  }),
});

const PATHS: Readonly<Record<string, string>> = {
  'systemd-journald': '/usr/lib/systemd/systemd-journald',
  NetworkManager: '/usr/sbin/NetworkManager',
  chronyd: '/usr/sbin/chronyd',
  'dbus-broker': '/usr/bin/dbus-broker-launch',
  sshd: '/usr/sbin/sshd',
};

const COMMON: readonly UnitProfile[] = [
  daemon({ name: 'systemd-journald', description: 'Journal Service', target: 'sysinit.target' }),
  daemon({ name: 'NetworkManager', description: 'Network Manager' }),
  daemon({
    name: 'chronyd',
    description: 'NTP client/server',
    after: ['NetworkManager.service'],
  }),
  daemon({
    name: 'dbus-broker',
    description: 'D-Bus System Message Bus',
    target: 'sockets.target',
  }),
  daemon({
    name: 'sshd',
    description: 'OpenSSH server daemon',
    after: ['NetworkManager.service'],
  }),
  {
    name: 'crio',
    vendor: true,
    enabled: 'ignition',
    target: 'multi-user.target',
    content: ini({
      Unit: [
        'Description=Container Runtime Interface for OCI (CRI-O)',
        'Wants=network-online.target',
        'After=network-online.target multi-user.target',
      ],
      Service: [
        'Type=notify',
        'ExecStart=/usr/bin/crio',
        'KillMode=process',
        'Restart=on-failure',
        'RestartSec=10',
      ],
      Install: ['WantedBy=multi-user.target'],
    }),
  },
];

const kubelet = (kubeconfig: string): UnitProfile => ({
  name: 'kubelet',
  vendor: false,
  enabled: 'ignition',
  target: 'multi-user.target',
  content: ini({
    Unit: [
      'Description=Kubernetes Kubelet',
      'Wants=network-online.target crio.service',
      'After=network-online.target crio.service',
    ],
    Service: [
      'Type=notify',
      `ExecStart=/usr/bin/kubenswrapper /usr/bin/kubelet --config=/etc/kubernetes/kubelet.conf --kubeconfig=${kubeconfig} --container-runtime-endpoint=/var/run/crio/crio.sock`,
      'Restart=always',
      'RestartSec=10',
    ],
    Install: ['WantedBy=multi-user.target'],
  }),
});

const bootkube: UnitProfile = {
  name: 'bootkube',
  vendor: false,
  enabled: 'ignition',
  target: 'multi-user.target',
  content: ini({
    Unit: [
      'Description=Bootstrap the OpenShift cluster',
      'Wants=kubelet.service',
      'After=kubelet.service',
      'ConditionPathExists=!/opt/openshift/.bootkube.done',
    ],
    Service: [
      'WorkingDirectory=/opt/openshift',
      'ExecStart=/opt/openshift/bootkube.sh',
      'RemainAfterExit=yes',
      'Restart=on-failure',
      'RestartSec=5s',
    ],
    Install: ['WantedBy=multi-user.target'],
  }),
};

const gateway: UnitProfile = {
  name: 'systemd-journal-gatewayd',
  vendor: false,
  enabled: 'ignition',
  target: 'multi-user.target',
  content: ini({
    Unit: ['Description=Journal Gateway Service', 'After=NetworkManager.service'],
    Service: [
      'ExecStart=/usr/lib/systemd/systemd-journal-gatewayd',
      'Restart=on-failure',
      'RestartSec=1',
    ],
    Install: ['WantedBy=multi-user.target'],
  }),
};

/** The balancer: on the operator's machine, which puts the VIPs on its bridge. */
const haproxy = (after: readonly string[]): UnitProfile => ({
  name: 'haproxy',
  vendor: true,
  enabled: 'image',
  target: 'multi-user.target',
  content: ini({
    Unit: ['Description=HAProxy Load Balancer', ...after.map((other) => `After=${other}`)],
    Service: [
      'Type=notify',
      'ExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid',
      'ExecReload=/usr/sbin/haproxy -f /etc/haproxy/haproxy.cfg -c -q',
      'ExecReload=/bin/kill -USR2 $MAINPID',
      'KillMode=mixed',
      'Restart=no',
    ],
    Install: ['WantedBy=multi-user.target'],
  }),
});

export const UNITS = {
  workstation: [haproxy(['network-online.target'])],
  bootstrap: [
    ...COMMON,
    gateway,
    kubelet('/etc/kubernetes/kubeconfigs/localhost.kubeconfig'),
    bootkube,
  ],
  master: [...COMMON, kubelet('/etc/kubernetes/kubeconfig')],
} as const satisfies Record<string, readonly UnitProfile[]>;

/** Programs of RHCOS. The wrapper gives the kubelet its arguments and is replaced by it. */
export const PROGRAMS: Readonly<Record<string, ServiceProgram>> = {
  '/usr/lib/systemd/systemd-journald': {
    startup: DAEMON_START,
    lines: ['Journal started', 'Runtime Journal is 8.0M, max 156.1M, 148.1M free.'],
  },
  '/usr/sbin/NetworkManager': {
    startup: DAEMON_START,
    lines: [
      '<info>  NetworkManager (version 1.46.0-26.el9_4) is starting...',
      `<info>  device (${NIC}): state change: ip-config -> ip-check (reason 'none', sys-iface-state: 'managed')`,
      `<info>  device (${NIC}): Activation: successful, device activated.`,
      '<info>  manager: NetworkManager state is now CONNECTED_GLOBAL',
    ],
  },
  '/usr/sbin/chronyd': {
    startup: DAEMON_START,
    lines: [
      'chronyd version 4.5 starting (+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER +SIGND +ASYNCDNS +NTS +SECHASH +IPV6 +DEBUG)',
      'Selected source 192.168.126.1',
      'System clock TAI offset set to 37 seconds',
    ],
  },
  '/usr/bin/dbus-broker-launch': { startup: DAEMON_START, lines: ['Ready'] },
  '/usr/sbin/sshd': {
    startup: DAEMON_START,
    ports: [22],
    lines: ['Server listening on 0.0.0.0 port 22.', 'Server listening on :: port 22.'],
  },
  '/usr/lib/systemd/systemd-journal-gatewayd': { startup: DAEMON_START, ports: [19_531] },
  '/usr/bin/crio': { startup: CRIO_START, lines: crio.start() },
  '/usr/bin/kubenswrapper': { startup: KUBELET_START },
  '/usr/bin/kubelet': { startup: KUBELET_START },
  '/usr/sbin/haproxy': { startup: DAEMON_START, kind: 'haproxy' },
};
/** bootkube.sh as it is shipped. */
export const BOOTKUBE_PROGRAM: ServiceProgram = { startup: SCRIPT_START, kind: 'bootkube' };

/** On a node itself it balances the masters' API servers. */
const NODE_CFG = `defaults
  mode tcp
  timeout connect 10s
  timeout client 5m
  timeout server 5m
frontend api
  bind *:6443
  default_backend api
backend api
  server master-0 192.168.126.101:6443 check
  server master-1 192.168.126.102:6443 check
  server master-2 192.168.126.103:6443 check
`;
/** A balancer that somebody has set up on a node itself. Source: reference/faults.md (a program on the node holds 6443). */
export const HAPROXY = {
  name: 'haproxy',
  files: {
    '/etc/systemd/system/haproxy.service': haproxy([
      'network-online.target',
      'NetworkManager.service',
    ]).content,
    '/etc/haproxy/haproxy.cfg': NODE_CFG,
  },
};
