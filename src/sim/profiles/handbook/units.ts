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
import type { UnitProfile } from '../../profile.ts';
import { crio } from '../../text/kubelet.ts';

const ini = (sections: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(sections)
    .map(([name, lines]) => [`[${name}]`, ...lines, ''].join('\n'))
    .join('\n');

const daemon = (
  name: string,
  description: string,
  command: string,
  lines: readonly string[],
  more: Partial<UnitProfile> = {},
): UnitProfile => ({
  name,
  description,
  after: [],
  enabled: 'enabled',
  type: 'simple',
  restart: 'on-failure',
  restartSeconds: 1,
  command,
  startup: DAEMON_START,
  identifier: command,
  lines,
  content: ini({
    Unit: [`Description=${description}`],
    Service: [`ExecStart=/usr/sbin/${command}`, 'Restart=on-failure'],
    Install: ['WantedBy=multi-user.target'],
  }),
  ...more,
});

const COMMON: readonly UnitProfile[] = [
  daemon(
    'systemd-journald',
    'Journal Service',
    'systemd-journald',
    ['Journal started', 'Runtime Journal is 8.0M, max 156.1M, 148.1M free.'],
    { enabled: 'static' },
  ),
  daemon('NetworkManager', 'Network Manager', 'NetworkManager', [
    '<info>  NetworkManager (version 1.46.0-26.el9_4) is starting...',
    `<info>  device (${NIC}): state change: ip-config -> ip-check (reason 'none', sys-iface-state: 'managed')`,
    `<info>  device (${NIC}): Activation: successful, device activated.`,
    '<info>  manager: NetworkManager state is now CONNECTED_GLOBAL',
  ]),
  daemon(
    'chronyd',
    'NTP client/server',
    'chronyd',
    [
      'chronyd version 4.5 starting (+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER +SIGND +ASYNCDNS +NTS +SECHASH +IPV6 +DEBUG)',
      'Selected source 192.168.126.1',
      'System clock TAI offset set to 37 seconds',
    ],
    { after: ['NetworkManager'] },
  ),
  daemon('dbus-broker', 'D-Bus System Message Bus', 'dbus-broker', ['Ready'], {
    enabled: 'static',
  }),
  daemon(
    'sshd',
    'OpenSSH server daemon',
    'sshd',
    ['Server listening on 0.0.0.0 port 22.', 'Server listening on :: port 22.'],
    { after: ['NetworkManager'], ports: [22] },
  ),
  daemon('crio', 'Container Runtime Interface for OCI (CRI-O)', 'crio', crio.start(), {
    after: ['NetworkManager', 'multi-user.target'],
    type: 'notify',
    startup: CRIO_START,
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
    restartSeconds: 10,
  }),
];

const kubelet: UnitProfile = {
  name: 'kubelet',
  description: 'Kubernetes Kubelet',
  after: ['crio'],
  enabled: 'enabled',
  type: 'notify',
  restart: 'always',
  restartSeconds: 10,
  command: 'kubelet',
  identifier: 'kubenswrapper',
  startup: KUBELET_START,
  kind: 'kubelet',
  ports: [10250],
  content: ini({
    Unit: [
      'Description=Kubernetes Kubelet',
      'Wants=network-online.target crio.service',
      'After=network-online.target crio.service',
    ],
    Service: [
      'Type=notify',
      'ExecStart=/usr/bin/kubenswrapper /usr/bin/kubelet --config=/etc/kubernetes/kubelet.conf --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig --container-runtime-endpoint=/var/run/crio/crio.sock',
      'Restart=always',
      'RestartSec=10',
    ],
    Install: ['WantedBy=multi-user.target'],
  }),
};

const bootkube: UnitProfile = {
  name: 'bootkube',
  description: 'Bootstrap the OpenShift cluster',
  after: ['kubelet'],
  enabled: 'enabled',
  type: 'simple',
  restart: 'on-failure',
  restartSeconds: 5,
  command: 'bootkube.sh',
  identifier: 'bootkube.sh',
  startup: SCRIPT_START,
  kind: 'bootkube',
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
      'Restart=on-failure',
      'RestartSec=5s',
    ],
    Install: ['WantedBy=multi-user.target'],
  }),
};

const gateway = daemon(
  'systemd-journal-gatewayd',
  'Journal Gateway Service',
  'systemd-journal-gatewayd',
  [],
  { after: ['NetworkManager'], ports: [19531] },
);

export const UNITS = {
  bootstrap: [...COMMON, gateway, kubelet, bootkube],
  master: [...COMMON, kubelet],
} as const satisfies Record<string, readonly UnitProfile[]>;

const HAPROXY_CFG = `defaults
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
const haproxy = daemon(
  'haproxy',
  'HAProxy Load Balancer',
  'haproxy',
  ['[NOTICE]   (1) : haproxy version is 2.4.22', '[NOTICE]   (1) : Loading success.'],
  {
    after: ['NetworkManager'],
    ports: [6443],
    restart: 'no',
    content: ini({
      Unit: ['Description=HAProxy Load Balancer', 'After=network-online.target'],
      Service: ['ExecStart=/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg', 'Restart=no'],
      Install: ['WantedBy=multi-user.target'],
    }),
    cannotBind:
      '[ALERT]    (1) : Starting frontend api: cannot bind socket (Address already in use) [0.0.0.0:6443]',
  },
);
/** A balancer that somebody has set up on a node itself. Source: reference/faults.md (a program on the node holds 6443). */
export const HAPROXY = {
  ...haproxy,
  files: {
    '/etc/systemd/system/haproxy.service': haproxy.content,
    '/etc/haproxy/haproxy.cfg': HAPROXY_CFG,
  },
};
