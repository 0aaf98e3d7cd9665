/** The handbook's lines, typed where it says, against the real world: what must be seen, and before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShellWorld } from './world.ts';
import type { ShellWorld } from './world.ts';

const ETCDCTL = String.raw`sudo crictl exec -it $(sudo crictl ps -q --name etcd) \
  etcdctl endpoint health`;
const KUBECONFIG = 'export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig';
const NAMESPACES = 'oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns';

const oc = (world: ShellWorld, line: string) => world.run('workstation', `${KUBECONFIG}; ${line}`);

describe('the handbook', () => {
  let world: ShellWorld;
  beforeAll(() => {
    world = openShellWorld();
  });
  afterAll(() => world.close());

  test('before anything is started, ssh finds nobody', async () => {
    const { stderr, status } = await world.run('workstation', 'ssh core@${BOOTSTRAP_IP}');

    expect(stderr).toMatch(/No route to host|Connection timed out|Connection refused/);
    expect(status).toBe(255);
  });

  test('virsh starts the bootstrap', async () => {
    const { stdout } = await world.run('workstation', 'virsh start ${CLUSTER_NAME}-bootstrap');

    expect(stdout).toBe("Domain 'ocp4-bootstrap' started\n\n");
  });

  test('ssh leads to a shell on the bootstrap once it has booted', async () => {
    await world.lab.clock.until('rhcos-booted');
    // A busy machine must not take the lab to where the API answers.
    world.lab.clock.setPace(1);

    expect(
      await world.see('workstation', 'ssh core@${BOOTSTRAP_IP}', /core@bootstrap ~\]\$ /),
    ).toBeTruthy();
  });

  test('systemctl restart returns when the unit is up, and with --no-block at once', async () => {
    const restart = 'sudo systemctl restart chronyd; systemctl is-active chronyd';

    expect((await world.run('bootstrap', restart)).stdout).toBe('active\n');
    const left = restart.replace('restart', '--no-block restart');
    expect((await world.run('bootstrap', left)).stdout).toBe('deactivating\n');
  });

  test('too early, the API refuses and the runtime is not up', async () => {
    const curl = await world.run('bootstrap', 'curl -k https://localhost:6443/healthz');
    const pods = await world.run('bootstrap', 'sudo crictl pods | grep -c Running');

    expect(curl.stderr).toContain(
      'curl: (7) Failed to connect to localhost port 6443: Connection refused',
    );
    expect(curl.status).toBe(7);
    expect(pods.stdout).toBe('0\n');
    world.lab.clock.setPace(20);
  });

  test('journalctl -f shows bootkube starting, as it happens', async () => {
    const screen = await world.see(
      'bootstrap',
      'sudo journalctl -u bootkube -f',
      /Rendering etcd manifests\.\.\./,
    );

    expect(screen).toMatch(/bootstrap bootkube\.sh\[\d+\]: Starting bootkube\.sh\.\.\./);
  });

  test('interface, kernel and runtime have one name for whoever asks', async () => {
    await world.lab.clock.until('kubelet-started');
    const journal = 'journalctl -b --no-pager';
    const crio = '1.31.4-2.rhaos4.18.git.el9';

    expect((await world.run('bootstrap', 'ip -br a')).stdout).toContain('\nenp1s0           UP ');
    expect((await world.run('bootstrap', `ip r; ${journal} | grep -c ens3`)).stdout).toMatch(
      / dev enp1s0 [^]*\n0\n$/,
    );
    expect((await world.run('bootstrap', `${journal} | grep -cF "$(uname -r)"`)).stdout).toBe(
      '2\n',
    );
    expect((await world.run('bootstrap', 'sudo crictl version')).stdout).toContain(
      `RuntimeVersion:  ${crio}\n`,
    );
    expect((await world.run('bootstrap', `${journal} -u crio`)).stdout).toContain(
      `Starting CRI-O, version: ${crio},`,
    );
  });

  test('the static pods run, and etcd is healthy', async () => {
    await world.lab.clock.until('etcd-started');

    const pods = await world.run('bootstrap', 'sudo crictl pods');
    expect(pods.stdout).toMatch(/^POD ID +NAME +STATE\n/);
    for (const name of [
      'etcd-bootstrap',
      'kube-apiserver-bootstrap',
      'kube-controller-manager',
      'kube-scheduler',
    ])
      expect(pods.stdout).toMatch(new RegExp(` ${name} +Running\n`));
    expect((await world.run('bootstrap', 'sudo crictl pods | grep -c Running')).stdout).toBe('4\n');
    const images = await world.run('bootstrap', 'sudo crictl images');
    expect(images.stdout).toMatch(/^IMAGE +TAG +IMAGE ID +SIZE\n/);
    expect(images.stdout).toMatch(/^quay\.io\/openshift\/etcd +4\.18\.0 +[0-9a-f]{13} +165MB$/m);
    const log = 'sudo crictl logs $(sudo crictl ps -q --name etcd)';
    expect((await world.run('bootstrap', log)).stderr).toContain('etcd cluster is healthy');
    expect((await world.run('bootstrap', `${ETCDCTL} --cluster`)).stdout).toMatch(
      /^https:\/\/192\.168\.126\.100:2379 is healthy: successfully committed proposal: took = /,
    );
    expect((await world.run('bootstrap', ETCDCTL)).stdout).toContain('is healthy');
  });

  test('the API answers, and the manifests are applied', async () => {
    await world.lab.clock.until('cluster-manifests-applied');

    expect((await world.run('bootstrap', 'curl -k https://localhost:6443/healthz')).stdout).toBe(
      'ok',
    );
    const vip = await world.run(
      'workstation',
      'curl -k https://api.${CLUSTER_DOMAIN}:6443/healthz',
    );
    expect(vip.stdout).toBe('ok');
    expect((await world.run('bootstrap', NAMESPACES)).stdout).toMatch(/^openshift-etcd +Active +/m);
    const log = await world.run('bootstrap', 'sudo journalctl -u bootkube --no-pager');
    for (const line of [
      'Starting bootkube.sh...',
      'Rendering etcd manifests...',
      'Rendering kube-apiserver manifests...',
      'Starting cluster-bootstrap...',
      'Waiting for API server to come up...',
      'API server is up',
      'Applying cluster manifests...',
      'Waiting for bootstrap to complete...',
    ])
      expect(log.stdout).toContain(`: ${line}\n`);
    const api = 'sudo crictl logs $(sudo crictl ps -a -q --name kube-apiserver)';
    expect((await world.run('bootstrap', api)).status).toBe(0);
  });

  test('oc on the workstation sees nodes, pods and operators', async () => {
    expect((await oc(world, 'oc get nodes')).stdout).toMatch(
      /^NAME +STATUS +ROLES +AGE +VERSION\nbootstrap +/,
    );
    expect((await oc(world, 'oc get pods -A')).stdout).toMatch(
      /^openshift-etcd +etcd-bootstrap +1\/1 +Running/m,
    );
    expect((await oc(world, 'oc get co')).stdout).toMatch(
      /^NAME +VERSION +AVAILABLE +PROGRESSING +DEGRADED/,
    );
    expect((await oc(world, 'oc get nosuch')).stderr).toBe(
      'error: the server doesn\'t have a resource type "nosuch"\n',
    );
  });

  test('the unit, the script and the manifest agree', async () => {
    const { stdout } = await world.run(
      'bootstrap',
      'systemctl cat bootkube; ls /opt/openshift/bootkube.sh',
    );

    expect(stdout).toContain('ExecStart=/opt/openshift/bootkube.sh\n');
    expect(stdout).toContain('/opt/openshift/bootkube.sh\n');
  });

  test('a manifest that is moved away stops etcd, and starts it again when it is back', async () => {
    const away = 'sudo mv /etc/kubernetes/manifests/etcd-pod.yaml /root/';
    const back = 'sudo mv /root/etcd-pod.yaml /etc/kubernetes/manifests/';

    const gone = await world.run('bootstrap', `${away}; sleep 40; sudo crictl pods`);
    expect(gone.stdout).not.toContain('etcd-bootstrap');
    const there = await world.run('bootstrap', `${back}; sleep 60; sudo crictl pods`);
    expect(there.stdout).toMatch(/ etcd-bootstrap +Running\n/);
  }, 20_000);
});
