/** systemd runs what unit files say, after a boot or a daemon-reload; scripts are what lies there. */
import { test } from 'vitest';
import { type Case, play } from './play.ts';

const UNIT = '/etc/systemd/system/kubelet.service';
const RELOAD = 'sudo systemctl daemon-reload; sudo systemctl restart kubelet';
const journal = (host: string, unit: string) => ({
  on: host,
  line: `sudo journalctl -u ${unit} --no-pager --since -2min`,
  within: 60,
});
const active = (host: string, unit: string) => ({
  on: host,
  line: `systemctl is-active ${unit}`,
  shows: /^active/,
  within: 60,
});
const SCRIPT = '/opt/openshift/bootkube.sh';
const again = { on: 'bootstrap', line: 'sudo systemctl restart --no-block bootkube' };
const keepScript = { on: 'bootstrap', line: `sudo cp ${SCRIPT} /var/tmp/keep` };
const backScript = { on: 'bootstrap', line: `sudo cp /var/tmp/keep ${SCRIPT}` };

const CASES: readonly Case[] = [
  {
    says: 'a program that is not there ends with 203/EXEC, and the node turns NotReady',
    source: 'systemd.exec(5)',
    at: 'masters-joined',
    does: [
      { on: 'master-1', line: `sudo cp ${UNIT} /var/tmp/keep` },
      {
        on: 'master-1',
        line: `sudo sed -i -E 's#^ExecStart=.*#ExecStart=/usr/bin/kubelet-gone#' ${UNIT}; ${RELOAD}`,
      },
    ],
    sees: [
      { ...journal('master-1', 'kubelet'), shows: /status=203\/EXEC/ },
      {
        ...journal('master-1', 'kubelet'),
        shows: /Failed at step EXEC spawning \/usr\/bin\/kubelet-gone: No such file or directory/,
      },
      {
        on: 'master-1',
        line: 'systemctl status kubelet',
        shows: /activating \(auto-restart\) \(Result: exit-code\)/,
      },
      {
        on: 'workstation',
        line: 'oc get node master-1 --no-headers',
        shows: /^master-1 +NotReady/,
        within: 180,
      },
    ],
    repair: [{ on: 'master-1', line: `sudo cp /var/tmp/keep ${UNIT}; ${RELOAD}` }],
    after: [
      active('master-1', 'kubelet'),
      {
        on: 'workstation',
        line: 'oc get node master-1 --no-headers',
        shows: /^master-1 +Ready\b/,
        within: 200,
      },
    ],
  },
  {
    says: 'what changed on disk is not what runs until systemd is told to read it',
    source: 'systemd 252 systemctl',
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo sed -i -E 's#^ExecStart=.*#ExecStart=/usr/bin/kubelet-gone#' ${UNIT}; sudo systemctl restart kubelet`,
      },
    ],
    sees: [
      active('bootstrap', 'kubelet'),
      {
        on: 'bootstrap',
        line: 'systemctl status kubelet',
        shows:
          /^Warning: The unit file, source configuration file or drop-ins of kubelet\.service changed on disk\. Run 'systemctl daemon-reload'/m,
      },
    ],
  },
  {
    says: 'a drop-in gives the kubelet a flag that it does not know',
    source: 'systemd.unit(5); kubelet 1.31, unknown-flag',
    at: 'kubelet-started',
    does: [
      {
        on: 'bootstrap',
        line: `sudo mkdir -p ${UNIT}.d; printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/kubelet --bogus\\n' | sudo tee ${UNIT}.d/10-own.conf; ${RELOAD}`,
      },
    ],
    sees: [
      {
        ...journal('bootstrap', 'kubelet'),
        shows: /"command failed" err="failed to parse kubelet flag: unknown flag: --bogus"/,
      },
      { on: 'bootstrap', line: 'systemctl cat kubelet', shows: /^# .*10-own\.conf$/m },
    ],
    repair: [{ on: 'bootstrap', line: `sudo rm ${UNIT}.d/10-own.conf; ${RELOAD}` }],
    after: [active('bootstrap', 'kubelet')],
  },
  {
    says: 'a unit whose file is gone is not found once it has been stopped',
    source: 'systemd 252',
    at: 'masters-joined',
    does: [
      {
        on: 'master-0',
        line: `sudo mv ${UNIT} /root/; sudo systemctl stop kubelet; sudo systemctl daemon-reload`,
      },
    ],
    sees: [
      {
        on: 'master-0',
        line: 'sudo systemctl start kubelet',
        shows: /Failed to start kubelet\.service: Unit kubelet\.service not found\./,
        status: 5,
      },
    ],
    repair: [
      {
        on: 'master-0',
        line: `sudo mv /root/kubelet.service ${UNIT}; sudo systemctl daemon-reload; sudo systemctl start kubelet`,
      },
    ],
    after: [active('master-0', 'kubelet')],
  },
  {
    says: 'another ExecStart of crio is what fails, and the kubelet says what it misses',
    source: 'systemd.exec(5)',
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: "sudo sed 's#/usr/bin/crio#/usr/bin/crioo#' /usr/lib/systemd/system/crio.service | sudo tee /etc/systemd/system/crio.service; sudo systemctl daemon-reload; sudo systemctl restart crio",
      },
    ],
    sees: [{ ...journal('bootstrap', 'crio'), shows: /status=203\/EXEC/ }],
    repair: [
      {
        on: 'bootstrap',
        line: 'sudo rm /etc/systemd/system/crio.service; sudo systemctl daemon-reload; sudo systemctl restart crio',
      },
    ],
    after: [active('bootstrap', 'crio')],
  },
  {
    says: 'the kubelet wants a runtime: starting it starts crio first',
    source: 'systemd.unit(5) Wants=, After=',
    at: 'etcd-started',
    does: [
      {
        on: 'bootstrap',
        line: 'sudo systemctl stop kubelet crio; systemctl is-active kubelet crio',
      },
      { on: 'bootstrap', line: 'sudo systemctl start kubelet' },
    ],
    sees: [
      { on: 'bootstrap', line: 'systemctl is-active kubelet crio', shows: /^active\nactive\n/ },
      { ...journal('bootstrap', 'kubelet'), hides: /crio\.sock: connect/ },
    ],
  },
  {
    says: 'the exit status of bootkube.sh is what systemd reports, and it is started again',
    source: 'openshift/installer#5581; systemd 252 exit-status.c',
    at: 'kube-apiserver-started',
    does: [keepScript, { on: 'bootstrap', line: `sudo sed -i '2i exit 7' ${SCRIPT}` }, again],
    sees: [
      { ...journal('bootstrap', 'bootkube'), shows: /code=exited, status=7\/NOTRUNNING/ },
      { ...journal('bootstrap', 'bootkube'), shows: /Scheduled restart job/ },
    ],
    repair: [backScript, again],
    after: [active('bootstrap', 'bootkube')],
  },
  {
    says: 'what another bootkube.sh prints stands in the journal, in lab time',
    source: 'systemd.exec(5) StandardOutput=journal',
    at: 'etcd-started',
    does: [
      keepScript,
      {
        on: 'bootstrap',
        line: `printf '#!/usr/bin/env bash\\necho one; hostname\\nsleep 30\\necho two >&2; touch /var/tmp/mark; exit 3\\n' | sudo tee ${SCRIPT}`,
      },
      again,
    ],
    sees: [
      { ...journal('bootstrap', 'bootkube'), shows: /bootkube\.sh\[\d+\]: one$/m },
      { ...journal('bootstrap', 'bootkube'), shows: /bootkube\.sh\[\d+\]: two$/m, within: 120 },
      { ...journal('bootstrap', 'bootkube'), shows: /status=3\/NOTIMPLEMENTED/ },
      { on: 'bootstrap', line: 'ls -l /var/tmp/mark', shows: /root/ },
    ],
    repair: [backScript, again],
    after: [
      { ...journal('bootstrap', 'bootkube'), shows: /Waiting for|etcd is not ready|healthy/ },
    ],
  },
  {
    says: 'a bootkube.sh that is gone, or may not be executed, ends with 203/EXEC',
    source: 'systemd.exec(5)',
    at: 'kube-apiserver-started',
    does: [{ on: 'bootstrap', line: `sudo chmod -x ${SCRIPT}` }, again],
    sees: [
      {
        ...journal('bootstrap', 'bootkube'),
        shows: /Failed at step EXEC spawning \/opt\/openshift\/bootkube\.sh: Permission denied/,
      },
      {
        on: 'bootstrap',
        line: `sudo mv ${SCRIPT} /root/; sleep 12; sudo journalctl -u bootkube --no-pager --since -30s`,
        shows:
          /Failed to locate executable \/opt\/openshift\/bootkube\.sh: No such file or directory/,
      },
    ],
    repair: [
      { on: 'bootstrap', line: `sudo mv /root/bootkube.sh ${SCRIPT}; sudo chmod +x ${SCRIPT}` },
      again,
    ],
    after: [active('bootstrap', 'bootkube')],
  },
];

test.each(CASES)('$says', async (given) => play(given), 120_000);
