/** The handbook's verification checklist as it is copied from the page: comments, empty lines and all. */
export const CHECKLIST_BLOCK = String.raw`# Static pods are running
sudo crictl pods | grep -c Running
# Should show 4 or more

# etcd is healthy
sudo crictl exec -it $(sudo crictl ps -q --name etcd) \
  etcdctl endpoint health

# The API responds: it says "ok"
curl -k https://localhost:6443/healthz

# Cluster manifests are applied (don't worry about the order)
oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns
`;
/** The first three by themselves, and the table that the fourth prints. */
export const OUTPUTS = [
  /(^|\r|\n)4\r?\n/,
  /127\.0\.0\.1:2379 is healthy/,
  /(^|\r|\n)ok/,
  /openshift-etcd +Active/,
];
