/** What bootkube.sh prints beside its eight key lines. Source: reference/handbook.md, data/bootkube-stages.json. */
import type { Manifest } from '../profile.ts';

/** As kubectl names what it applied: the kind in small letters, and its group. */
const short = ({ resource, template }: Manifest): string => {
  const [group = ''] = resource.split('/');
  const singular = template.kind.toLowerCase();
  return group === 'core' ? singular : `${singular}.${group}`;
};

export const bootkube = {
  /** oc's last line, on standard error. */
  unseen: (why: string) =>
    why.endsWith('connection refused')
      ? 'The connection to the server localhost:6443 was refused - did you specify the right host or port?'
      : `Unable to connect to the server: ${why}`,
  present: (path: string) => `  ${path}`,
  waitingEtcd: (seconds: number) => `  etcd is not ready yet (${seconds}s)`,
  etcdHealthy: () => '  https://localhost:2379 is healthy',
  components: (names: readonly string[]) => `  Waiting for ${names.join(', ')}`,
  applied: (manifest: Manifest, created: boolean) =>
    `${short(manifest)}/${manifest.template.metadata.name} ${created ? 'created' : 'unchanged'}`,
  applyFailed: ({ file }: Manifest, error: string, message: string) =>
    error === 'refused' || error === 'eof'
      ? `The connection to the server localhost:6443 was refused - did you specify the right host or port?`
      : `Error from server: error when creating "${file}": ${message}`,
  masters: (ready: number, all: number) => `  Ready masters: ${ready}/${all}`,
  pivot: (voters: number) => `  Control plane is moving to the masters (etcd voters: ${voters})`,
  pivoted: () => '  Control plane runs on the masters, etcd has left the bootstrap',
  removing: (path: string) => `  Removing ${path}`,
  complete: () => 'bootkube.service complete',
  timeout: (seconds: number) => `TIMEOUT: not ready after ${seconds}s`,
};
