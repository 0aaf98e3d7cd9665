/** The handbook's lines, typed as blocks into real OpenSSH's terminal, at their milestone and before it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../../src/lab-server/open-lab.ts';
import { skipped } from '../../helpers/clients.ts';
import { openRealLab } from '../../helpers/real-lab.ts';
import { logIn, type SshTerminal } from '../../helpers/ssh-terminal.ts';
import { LINES, MILESTONES, type HandbookLine, type Milestone } from './handbook-lines.ts';

const EXPORT = 'export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig';
const MEMBERS = String.raw`sudo crictl exec -it $(sudo crictl ps -q --name etcd) \
  etcdctl member list`;

const before = (milestone: Milestone): Milestone | undefined =>
  MILESTONES[MILESTONES.indexOf(milestone) - 1];
/** What appears under the line; a follow is ended by Ctrl-C when everything so far has come. */
async function typed(terminal: SshTerminal, { line, follows }: HandbookLine): Promise<string> {
  if (follows !== true) return terminal.run(line);
  const printed = await terminal.follow(line, '\u0003', 150);
  expect(await terminal.run('echo $?')).toBe('130\n');
  return printed;
}

describe.skipIf(skipped('ssh'))('the handbook through OpenSSH', () => {
  const used = MILESTONES.filter((name) =>
    LINES.some(({ milestone }) => milestone === name || before(milestone) === name),
  );
  describe.each(used)('at %s', (name) => {
    let lab: OpenLab;
    const at = new Map<string, SshTerminal>();
    beforeAll(async () => {
      lab = await openRealLab({ until: name });
      for (const host of ['workstation', 'bootstrap']) at.set(host, await logIn(lab.env, host));
      await at.get('workstation')?.run(EXPORT);
    });
    afterAll(async () => {
      for (const terminal of at.values()) await terminal.close();
      await lab.close();
    });
    const terminal = (host: string): SshTerminal => at.get(host) as SshTerminal;
    const due = LINES.filter(({ milestone }) => milestone === name);
    const early = LINES.filter(({ milestone }) => before(milestone) === name);

    test.each(due)('line $number, `$line`, is right', async (line) => {
      const printed = await typed(terminal(line.host), line);

      for (const wanted of line.right) expect(printed).toMatch(wanted);
    });

    test.each(early)('line $number, `$line`, comes too early', async (line) => {
      const printed = await typed(terminal(line.host), line);

      expect(printed).toMatch(line.early.seen);
      if (line.early.absent) expect(printed).not.toMatch(line.early.absent);
      expect(line.right.every((wanted) => wanted.test(printed))).toBe(false);
    });
  });
});

describe.skipIf(skipped('ssh'))('before the machine is on', () => {
  let lab: OpenLab;
  let workstation: SshTerminal;
  beforeAll(async () => {
    lab = await openRealLab({ autopilot: false });
    workstation = await logIn(lab.env, 'workstation');
  });
  afterAll(async () => {
    await workstation.close();
    await lab.close();
  });

  test('line 2 finds nobody, in the workstation and from outside', async () => {
    lab.lab.clock.setPace(10);
    expect(await workstation.run('ssh core@${BOOTSTRAP_IP}')).toMatch(
      /No route to host|Connection (timed out|refused)/,
    );
    await expect(logIn(lab.env, 'bootstrap', 2000)).rejects.toThrow(
      /Connection (refused|closed|reset)|kex_exchange/,
    );
  });

  test('line 1 starts it, line 8 says nothing, and line 2 leads in once it has booted', async () => {
    expect(await workstation.run('virsh start ${CLUSTER_NAME}-bootstrap')).toBe(
      "Domain 'ocp4-bootstrap' started\n\n",
    );
    expect(await workstation.run(EXPORT)).toBe('');
    await lab.lab.clock.until('rhcos-booted');
    workstation.type('ssh core@${BOOTSTRAP_IP}\r');
    await workstation.see('[core@bootstrap ~]$ ');
  });

  test('line 12: the unit runs the script that is there', async () => {
    const unit = await workstation.run('systemctl cat bootkube.service');

    expect(unit).toMatch(/^ExecStart=\/opt\/openshift\/bootkube\.sh$/m);
    expect(await workstation.run('ls -l /opt/openshift/bootkube.sh')).toMatch(/^-rwx/);
    expect(await workstation.run('cat /opt/openshift/bootkube.sh')).toContain(
      'Starting bootkube.sh...',
    );
  });
});

describe.skipIf(skipped('ssh'))('what grows', () => {
  const rows = (printed: string, row: RegExp): number => printed.match(row)?.length ?? 0;
  test.each([
    ['kube-apiserver-started', 0, 1],
    ['cluster-manifests-applied', 1, 1],
    ['masters-joined', 4, 1],
    ['etcd-three-members', 4, 3],
  ] as const)('at %s there are %i nodes and %i etcd members', async (until, nodes, members) => {
    const lab = await openRealLab({ until });
    const workstation = await logIn(lab.env, 'workstation');
    const bootstrap = await logIn(lab.env, 'bootstrap');

    await workstation.run(EXPORT);
    expect(rows(await workstation.run('oc get nodes'), / Ready /g)).toBe(nodes);
    expect(rows(await bootstrap.run(MEMBERS), / started, /g)).toBe(members);
    const health = LINES.find(({ number }) => number === 15)?.line ?? '';
    expect(rows(await bootstrap.run(health), / is healthy/g)).toBe(members);

    await Promise.all([workstation.close(), bootstrap.close()]);
    await lab.close();
  });
});

test.skipIf(skipped('ssh'))('after the bootstrap is complete it can be destroyed', async () => {
  const lab = await openRealLab({ until: 'bootstrap-complete' });
  const workstation = await logIn(lab.env, 'workstation');
  const bootstrap = await logIn(lab.env, 'bootstrap');
  await workstation.run(EXPORT);
  const look = async (): Promise<string[]> => [
    await workstation.run('curl -k https://api.${CLUSTER_DOMAIN}:6443/healthz'),
    await workstation.run('oc get co --no-headers | wc -l'),
    await workstation.run('oc get pods -A --no-headers | grep -c Running'),
    await workstation.run(
      "ssh core@192.168.126.101 'sudo crictl exec $(sudo crictl ps -q --name etcd$) etcdctl endpoint health --cluster | grep -c healthy'",
    ),
  ];

  expect(await bootstrap.run('curl -k https://localhost:6443/healthz')).toContain(
    'Connection refused',
  );
  const there = await look();
  expect(there[0]).toBe('ok');
  expect(there[3]).toBe('3\n');
  expect(await workstation.run('virsh destroy ${CLUSTER_NAME}-bootstrap')).toContain('destroyed');
  expect(await bootstrap.exited).toBe(255);
  lab.lab.clock.setPace(60);
  await workstation.run('sleep 60');
  lab.lab.clock.pause();
  expect(await look()).toEqual(there);

  await workstation.close();
  await lab.close();
});
