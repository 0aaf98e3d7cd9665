/** Acts that nobody scripted, through real OpenSSH: they have consequences, and are undone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../../src/lab-server/open-lab.ts';
import { skipped } from '../../helpers/clients.ts';
import { openRealLab } from '../../helpers/real-lab.ts';
import { logIn, type SshTerminal } from '../../helpers/ssh-terminal.ts';

const PACE = 60;
/** Half a second of wall time at this pace, so that a busy machine is no failure of the cluster. */
const HEALTHZ = 'curl -sk --max-time 30 https://localhost:6443/healthz; echo " $?"';
const ETCD = 'sudo crictl exec $(sudo crictl ps -q --name etcd) etcdctl endpoint health';
const MANIFEST = 'etcd-pod.yaml';
const FOLDER = '/etc/kubernetes/manifests';

describe.skipIf(skipped('ssh'))('acts on the bootstrap', () => {
  let lab: OpenLab;
  let terminal: SshTerminal;
  beforeAll(async () => {
    lab = await openRealLab({ until: 'cluster-manifests-applied', paused: false });
    lab.lab.clock.setPace(PACE);
    terminal = await logIn(lab.env, 'bootstrap');
  });
  afterAll(async () => {
    await terminal.close();
    await lab.close();
  });
  const count = async (name: string): Promise<string> =>
    (await terminal.run(`sudo crictl ps -q --name ${name} | wc -l`)).trim();

  test('line 13: the manifest moved away stops etcd, and back it starts', async () => {
    await terminal.run(`sudo mv ${FOLDER}/${MANIFEST} /root/; sleep 40`);
    expect(await count('etcd')).toBe('0');
    expect(await terminal.run(HEALTHZ)).not.toMatch(/^ok 0/);

    await terminal.run(`sudo mv /root/${MANIFEST} ${FOLDER}/; sleep 60`);
    expect(await count('etcd')).toBe('1');
    expect(await terminal.run(ETCD)).toContain('is healthy');
    await terminal.run('sleep 120');
    expect(await terminal.run(HEALTHZ)).toBe('ok 0\n');
  });

  test('kubelet stopped: containers run on and the API stays up', async () => {
    const before = await terminal.run('sudo crictl ps -q');
    await terminal.run('sudo systemctl stop kubelet; sleep 60');
    expect(await terminal.run('systemctl is-active kubelet')).toBe('inactive\n');
    expect(await terminal.run('sudo crictl ps -q')).toBe(before);
    expect(await terminal.run(HEALTHZ)).toBe('ok 0\n');

    await terminal.run('sudo systemctl start kubelet; sleep 30');
    expect(await terminal.run('systemctl is-active kubelet')).toBe('active\n');
    expect(await terminal.run('sudo crictl ps -q')).toBe(before);
  });

  test('CRI-O stopped: crictl fails with its own words, containers run on', async () => {
    await terminal.run('sudo systemctl stop crio');
    expect(await terminal.run('sudo crictl ps')).toMatch(
      /FATA.*validate service connection.*dial unix \/var\/run\/crio\/crio\.sock: connect: no such file or directory/,
    );
    expect(await terminal.run(HEALTHZ)).toBe('ok 0\n');

    await terminal.run('sudo systemctl start crio kubelet; sleep 30');
    expect(await count('kube-apiserver')).toBe('1');
  });

  test("the API server's container stopped: refused, and another takes its place", async () => {
    const id = await terminal.run('sudo crictl ps -q --name kube-apiserver');
    expect(
      await terminal.run(`sudo crictl stop $(sudo crictl ps -q --name kube-apiserver); ${HEALTHZ}`),
    ).toMatch(/ 7\n$/);

    await terminal.run('sleep 120');
    expect(await terminal.run(HEALTHZ)).toBe('ok 0\n');
    expect(await terminal.run('sudo crictl ps -q --name kube-apiserver')).not.toBe(id);
    expect(await terminal.run('sudo crictl ps -a -q --name kube-apiserver')).toContain(id.trim());
  });
});

test.skipIf(skipped('ssh'))(
  'of three members one may be lost; with two lost, writes fail',
  async () => {
    const lab = await openRealLab({ until: 'etcd-three-members', paused: false });
    lab.lab.clock.setPace(PACE);
    const workstation = await logIn(lab.env, 'workstation');
    const bootstrap = await logIn(lab.env, 'bootstrap');
    const put =
      'sudo crictl exec $(sudo crictl ps -q --name etcd) etcdctl put a b --command-timeout=5s';

    await workstation.run('virsh destroy ${CLUSTER_NAME}-master-0; sleep 20');
    expect(await bootstrap.run(put)).toBe('OK\n');

    await workstation.run('virsh destroy ${CLUSTER_NAME}-master-1; sleep 20');
    expect(await bootstrap.run(put)).toMatch(/context deadline exceeded|no leader|timed out/);
    expect(await bootstrap.run(HEALTHZ)).not.toMatch(/^ok 0/);

    await workstation.run('virsh start ${CLUSTER_NAME}-master-1; sleep 300');
    expect(await bootstrap.run(put)).toBe('OK\n');

    await Promise.all([workstation.close(), bootstrap.close()]);
    await lab.close();
  },
);
