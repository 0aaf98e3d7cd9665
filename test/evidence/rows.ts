/** Ways to look, check by check: those that show the state of the bootstrap now, and those that do not. */
import type { Check } from '../../src/training/checklist.ts';

export interface Row {
  readonly check: Check['id'];
  readonly by: 'page' | 'ssh' | 'kubectl' | 'journal pane';
  readonly host: string;
  /** What is typed; of a pane, its unit, and the words of the lines that are chosen. */
  readonly line: string;
  readonly expect: 'verified' | 'not';
}

const B = 'bootstrap';
const W = 'workstation';
const M = 'master-0';
const PODS = 'sudo crictl pods';
const ETCD = 'sudo crictl exec $(sudo crictl ps -q --name etcd) etcdctl endpoint health';
/** A master has other containers with etcd in their names. */
const MASTER_ETCD = ETCD.replace('etcd)', 'etcd$)');
const API = 'curl -sk https://localhost:6443/healthz';
const NS = 'oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns';
const LOG = 'sudo crictl logs $(sudo crictl ps -q --name etcd) 2>&1 | grep healthy';
const EXPORT = 'export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig';

/** Run while the lab is young; read later. */
export const EARLY = [
  `${PODS} > /tmp/pods.early; ${ETCD} > /tmp/etcd.early 2>&1`,
  `curl -k https://localhost:6443/healthz > /tmp/api.early 2>&1; ${NS} > /tmp/manifests.early 2>&1`,
];

/** What hides any answer: the line is the look itself. */
const hidden = (check: Row['check'], line: string, words: string): Row[] =>
  [
    `${line} > /dev/null; echo '${words}'`,
    `echo '${words}'`,
    `alias look="echo '${words}'"\nlook`,
    `look() { ${line} > /dev/null 2>&1; echo '${words}'; }\nlook`,
    `${line} | head -0`,
    `${line} | sha256sum`,
    `${line}; clear`,
    `${line}; seq 100`,
    `printf '\\e[8m'; ${line}; printf '\\e[m'`,
    `${line} > /dev/null && echo good`,
    `[ -n "$(${line})" ] && echo '${words}'`,
    `x=$(${line}); x='${words}'; echo "$x"`,
    `cat /tmp/${check}.early`,
  ].map((text): Row => ({ check, by: 'page', host: B, line: text, expect: 'not' }));
const rows = (
  check: Row['check'],
  expect: Row['expect'],
  list: readonly (readonly [Row['by'], string, string])[],
): Row[] => list.map(([by, host, line]) => ({ check, by, host, line, expect }));

/** Read while what they tell of is young. */
export const LOGS: readonly Row[] = [
  ...rows('pods', 'verified', [
    ['journal pane', B, 'crio.service: Ran pod sandbox'],
    ['page', B, `sudo journalctl -u crio --no-pager | grep 'Ran pod sandbox'`],
    ['ssh', B, `sudo journalctl -u crio -o cat | grep -o 'infra container: .*/POD'`],
  ]),
  ...rows('pods', 'not', [
    ['journal pane', M, 'crio.service: Ran pod sandbox'],
    ['journal pane', B, 'crio.service'],
    ['page', B, `sudo journalctl -u crio --no-pager | grep 'Running pod sandbox'`],
  ]),
  ...rows('etcd', 'verified', [
    ['journal pane', B, 'bootkube.service: is healthy'],
    ['journal pane', B, 'pod:etcd: cluster is healthy'],
    ['page', B, 'sudo journalctl -u bootkube --no-pager | grep healthy'],
    ['page', B, LOG],
    ['ssh', B, LOG],
  ]),
  ...rows('etcd', 'not', [
    ['journal pane', B, 'bootkube.service'],
    ['journal pane', B, 'bootkube.service: etcd is not ready'],
    ['page', B, LOG.replace('grep healthy', 'wc -c')],
  ]),
  ...rows('api', 'verified', [
    ['journal pane', B, 'bootkube.service: API server is up'],
    ['page', B, 'sudo journalctl -u bootkube -o json | grep -o "API server is .*"'],
  ]),
  ...rows('api', 'not', [
    ['journal pane', B, 'pod:kube-apiserver'],
    ['page', B, 'logger -t bootkube.sh "API server is up"; sudo journalctl -t bootkube.sh -n 1'],
  ]),
  ...rows('manifests', 'verified', [
    ['journal pane', B, 'bootkube.service: namespace/'],
    ['page', B, 'sudo journalctl -u bootkube --no-pager | grep namespace/'],
    ['ssh', B, 'sudo journalctl -u bootkube | grep -c namespace/openshift'],
  ]),
  ...rows('manifests', 'not', [
    ['page', B, 'sudo journalctl -u bootkube --no-pager | grep customresource'],
    ['page', B, `logger 'namespace/openshift-etcd created'; sudo journalctl -n 1`],
  ]),
];

export const ROWS: readonly Row[] = [
  ...rows('pods', 'verified', [
    ['page', B, PODS],
    ['page', B, `${PODS} | grep -c Running`],
    ['page', B, `${PODS} | grep -o Running`],
    ['page', B, `${PODS} -o json | grep '"state"'`],
    ['page', B, `${PODS} | awk 'NR>1 {print $2": "$3}'`],
    ['page', B, `n=$(${PODS} | grep -c Running); echo "pods: $n"`],
    ['page', B, `${PODS} > /tmp/now; sort -k2 /tmp/now | cat -n`],
    ['page', W, `ssh core@$BOOTSTRAP_IP ${PODS}`],
    ['ssh', B, PODS],
    ['ssh', B, `${PODS} | grep -c Running`],
  ]),
  ...hidden('pods', PODS, '4 Running'),
  ...rows('pods', 'not', [
    ['page', B, `${PODS} -q`],
    ['page', B, `${PODS} | wc -l`],
    ['page', B, 'crictl pods'],
    ['page', M, PODS],
    ['ssh', M, PODS],
    ['ssh', B, `${PODS} > /dev/null; echo 4`],
    ['kubectl', W, 'get pods -A > /dev/null'],
    ['journal pane', B, 'kubelet.service'],
  ]),

  ...rows('etcd', 'verified', [
    ['page', B, ETCD],
    ['page', B, ETCD.replace('exec', 'exec -it')],
    ['page', B, `${ETCD} --cluster`],
    ['page', B, `${ETCD} -w table`],
    ['page', B, `${ETCD} -w json`],
    ['page', B, `${ETCD} 2>&1 | grep -c 'is healthy'`],
    ['page', B, `${ETCD} | awk '{print $1, $3}'`],
    ['page', W, `ssh core@$BOOTSTRAP_IP '${ETCD}'`],
    ['ssh', B, ETCD],
    ['ssh', B, `echo "etcd: $(${ETCD})"`],
  ]),
  ...hidden('etcd', ETCD, '127.0.0.1:2379 is healthy: successfully committed proposal'),
  ...rows('etcd', 'not', [
    ['page', B, `etcdctl() { echo "127.0.0.1:2379 is healthy"; }\netcdctl endpoint health`],
    ['page', B, LOG],
    ['page', B, 'sudo crictl ps --name etcd'],
    ['page', M, MASTER_ETCD],
    ['ssh', M, MASTER_ETCD],
    ['kubectl', W, 'get --raw /healthz/etcd'],
    ['journal pane', B, 'pod:etcd'],
    ['journal pane', B, 'bootkube.service'],
  ]),

  ...rows('api', 'verified', [
    ['page', B, API],
    ['page', B, 'curl -k https://localhost:6443/healthz'],
    ['page', B, `${API}?verbose`],
    ['page', B, `${API} -o /dev/null -w '%{http_code}\\n'`],
    ['page', B, `echo "api: $(${API})"`],
    ['page', B, NS.replace('get ns', 'get --raw /healthz')],
    ['page', B, NS.replace('get ns', 'get --raw /healthz?verbose')],
    ['page', W, 'curl -sk https://$BOOTSTRAP_IP:6443/healthz'],
    ['page', W, `ssh core@$BOOTSTRAP_IP ${API}`],
    ['ssh', B, API],
    ['ssh', B, `${API} -i`],
    ['kubectl', W, 'get --raw /healthz'],
    ['kubectl', W, "get --raw '/healthz?verbose'"],
  ]),
  ...hidden('api', API, 'ok'),
  ...rows('api', 'not', [
    ['page', B, `${API} -o /dev/null; echo ok`],
    ['page', B, `curl() { echo ok; }\n${API}`],
    ['page', B, `${API}/ping`],
    ['page', B, `${API}?exclude=etcd`],
    ['page', B, NS.replace('get ns', 'get --raw /healthz/ping')],
    ['page', M, API],
    ['page', W, 'curl -sk https://192.168.126.101:6443/healthz'],
    ['ssh', M, API],
    ['kubectl', W, 'get --raw /healthz/ping'],
    ['kubectl', W, "get --raw '/healthz?exclude=etcd'"],
    ['kubectl', W, 'version'],
    ['journal pane', B, 'pod:kube-apiserver'],
  ]),

  ...rows('manifests', 'verified', [
    ['page', B, NS],
    ['page', B, `${NS} -o name`],
    ['page', B, `${NS} -o yaml | grep '^    name: openshift'`],
    ['page', B, `${NS} --no-headers | awk '{print $1}'`],
    ['page', B, `${NS} | grep -c openshift`],
    ['page', B, `${NS} -o jsonpath='{.items[*].metadata.name}'`],
    ['page', B, `${NS} -o json | grep '"name": "openshift-k'`],
    ['page', W, `${EXPORT}\noc get ns`],
    ['ssh', B, NS],
    ['ssh', B, `${NS} | grep openshift`],
    ['kubectl', W, 'get ns'],
    ['kubectl', W, 'get namespaces -o name'],
  ]),
  ...hidden('manifests', NS, 'openshift-etcd   Active   3s'),
  ...rows('manifests', 'not', [
    ['page', B, `oc() { echo openshift-etcd Active; }\n${NS}`],
    ['page', B, `${NS} default kube-system openshift-etcd`],
    ['page', B, `${NS} | grep '^kube-'`],
    ['page', W, 'KUBECONFIG=/nowhere oc get ns'],
    ['ssh', B, `${NS} | grep -q openshift`],
    ['kubectl', W, 'get ns -l no=where'],
    ['kubectl', W, 'get ns default'],
    ['kubectl', W, 'get nodes'],
    ['journal pane', B, 'bootkube.service'],
  ]),
];
