/** The handbook's lines in their order: a click puts one into the prompt of the host where it is typed. */
import { signal } from '@preact/signals';
import { en } from '../texts/en.ts';

export interface Insertion {
  readonly host: string;
  readonly text: string;
}
/** The line that was clicked last; a new object at each click. */
export const insertion = signal<Insertion | undefined>(undefined);

const W = 'workstation';
const B = 'bootstrap';
const ETCD = '$(sudo crictl ps -q --name etcd)';
const LINES: readonly (readonly [number, string, string])[] = [
  [1, W, 'virsh start ${CLUSTER_NAME}-bootstrap'],
  [2, W, 'ssh core@${BOOTSTRAP_IP}'],
  [3, B, 'sudo journalctl -u bootkube -f'],
  [4, B, 'sudo journalctl -u kubelet -f'],
  [5, B, 'sudo crictl pods'],
  [6, W, 'curl -k https://api.${CLUSTER_DOMAIN}:6443/healthz'],
  [7, B, 'curl -k https://localhost:6443/healthz'],
  [8, W, 'export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig'],
  [9, W, 'oc get nodes'],
  [10, W, 'oc get pods -A'],
  [11, W, 'oc get co'],
  [12, B, 'systemctl cat bootkube'],
  [13, B, 'sudo ls /etc/kubernetes/manifests'],
  [14, B, `sudo crictl logs ${ETCD}`],
  [15, B, `sudo crictl exec -it ${ETCD} etcdctl endpoint health --cluster`],
  [16, B, 'sudo crictl pods | grep -c Running'],
  [17, B, `sudo crictl exec -it ${ETCD} etcdctl endpoint health`],
  [18, B, 'oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns'],
  [19, B, 'sudo journalctl -u bootkube --no-pager'],
  [20, B, 'sudo crictl logs $(sudo crictl ps -a -q --name etcd)'],
  [21, B, 'sudo crictl logs $(sudo crictl ps -a -q --name kube-apiserver)'],
  // What comes next in the course.
  [22, W, 'for n in 0 1 2; do virsh start ${CLUSTER_NAME}-master-$n; done'],
];

/** Who comes through the door of doing finds the first line in the prompt; a reload does not put it there again. */
export function offerFirstLine(): void {
  const [first] = LINES;
  if (first === undefined || !location.search.includes('door=do')) return;
  history.replaceState(null, '', `${location.pathname}${location.hash}`);
  insertion.value = { host: first[1], text: first[2] };
}

export function Steps() {
  return (
    <section class="steps" data-testid="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">{en.steps}</h2>
      <p class="hint">{en.stepsHint}</p>
      <ol>
        {LINES.map(([number, host, text]) => (
          <li key={number}>
            <button
              type="button"
              data-step={number}
              title={`${host}: ${text}`}
              onClick={() => {
                insertion.value = { host, text };
              }}
            >
              <b>{host === W ? en.onWorkstation : en.onBootstrap}</b>
              <code>{text}</code>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
