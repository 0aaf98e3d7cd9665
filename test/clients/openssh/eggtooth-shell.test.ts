/** The handbook's lines in `eggtooth shell`: the person's own shell on a real terminal. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../src/host/package-root.ts';
import { skipped } from '../../helpers/clients.ts';
import { openRealLab } from '../../helpers/real-lab.ts';
import { openTerminal, type SshTerminal } from '../../helpers/ssh-terminal.ts';

/** Ends a line's output, in the person's own shell, with a mark that the line itself does not hold. */
async function typed(terminal: SshTerminal, line: string): Promise<string> {
  terminal.type(`${line}; echo "en""d $?"\r`);
  return (await terminal.see(/(?:\n|\$ )end \d+\r\n/)).replaceAll('\r\n', '\n');
}

test.skipIf(skipped('ssh') || skipped('script'))(
  'eggtooth shell leads the lines into the lab',
  async () => {
    const lab = await openRealLab({ until: 'cluster-manifests-applied' });
    const program = `node ${join(packageRoot(), 'bin', 'eggtooth.js')} shell`;
    const terminal = openTerminal(['script', '-qfc', program, '/dev/null'], {
      EGGTOOTH_URL: lab.url,
      EGGTOOTH_TOKEN: lab.token,
      SHELL: '/bin/sh',
      PS1: '$ ',
    });
    await terminal.see(/"exit" comes back/);

    expect(await typed(terminal, 'virsh start ${CLUSTER_NAME}-bootstrap')).toContain(
      'error: Domain is already active',
    );
    expect(
      await typed(terminal, 'curl -sk https://api.${CLUSTER_DOMAIN}:6443/healthz; echo'),
    ).toMatch(/^(?:\$ )?ok\nend 0/m);
    await typed(terminal, 'export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig');
    expect(await typed(terminal, 'oc get nodes')).toMatch(/\nbootstrap +Ready +bootstrap /);
    expect(await typed(terminal, 'oc get pods -A')).toMatch(/openshift-etcd +etcd-bootstrap +1\/1/);
    expect(await typed(terminal, 'oc get co')).toMatch(/\nauthentication .*False +True +True/);

    terminal.type('ssh core@${BOOTSTRAP_IP}\r');
    await terminal.see('[core@bootstrap ~]$ ');
    expect(await terminal.run('sudo crictl pods')).toMatch(/ etcd-bootstrap +Running\n/);
    expect(await terminal.run('sudo crictl pods | grep -c Running')).toBe('4\n');
    terminal.type('exit\r');
    await terminal.see(/Connection to \S+ closed\.\s+\$ $/);
    expect(
      await typed(terminal, 'ssh core@${BOOTSTRAP_IP} "sudo crictl pods | grep -c Running"'),
    ).toMatch(/\n4\r?\nend 0/);

    terminal.type('exit\r');
    expect(await terminal.exited).toBe(0);
    await lab.close();
  },
);
