/** Every program that a container's command or a unit's ExecStart may name, by the name of its binary. */
import { etcd } from './etcd/config.ts';
import { haproxy } from './haproxy/flags.ts';
import { kubeApiserver } from './kube-apiserver/config.ts';
import { kubeControllerManager } from './kube-controller-manager/config.ts';
import { kubeScheduler } from './kube-scheduler/config.ts';
import { kubelet } from './kubelet/config.ts';
import { type Program, ends } from './start.ts';

const COMPONENTS = {
  'kube-apiserver': kubeApiserver,
  'kube-controller-manager': kubeControllerManager,
  'kube-scheduler': kubeScheduler,
  kubelet,
} satisfies Record<string, Program>;

/** The image's wrapper: runs the component that its first argument names. Real: openshift/kubernetes images/hyperkube/hyperkube. */
const hyperkube: Program = (start) => {
  const name = start.argv[1] ?? '';
  const program = Object.entries(COMPONENTS).find(([known]) => known === name)?.[1];
  if (program !== undefined) return program({ ...start, argv: start.argv.slice(1) });
  if (name === '' || name === 'help' || name === '--help') return ends(0, USAGE, 20);
  return ends(
    1,
    [`Error: unknown command "${name}" for "hyperkube"`, "Run 'hyperkube --help' for usage."],
    20,
  );
};
const USAGE = [
  'Usage:',
  '  hyperkube [flags]',
  '  hyperkube [command]',
  '',
  'Available Commands:',
  '  help                     Help about any command',
  ...Object.keys(COMPONENTS).map((name) => `  ${name}`),
];

export const PROGRAMS: Readonly<Record<string, Program>> = {
  ...COMPONENTS,
  etcd,
  haproxy,
  hyperkube,
};
