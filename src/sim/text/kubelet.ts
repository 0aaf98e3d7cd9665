/** The kubelet's klog lines. Wording: Kubernetes 1.31 sources and reference/openshift README 1.5. */
import { CRIO, CRIO_RELEASE } from './software.ts';

const klog = (level: 'I' | 'W' | 'E', source: string, text: string): string =>
  `${level}@@klog@@ @@pid@@ ${source}] ${text}`;
/** klog writes the values of a structured line with Go's %q. */
const quoted = (text: string): string => JSON.stringify(text);

export const kubelet = {
  start: (version: string, staticPodPath: string): readonly string[] => [
    klog('I', 'server.go:486', `"Kubelet version" kubeletVersion="${version}"`),
    klog('I', 'server.go:488', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""'),
    klog('I', 'server.go:929', '"Client rotation is on, will bootstrap in background"'),
    klog(
      'I',
      'container_manager_linux.go:268',
      '"Container manager verified user specified cgroup-root exists" cgroupRoot=[]',
    ),
    klog('I', 'topology_manager.go:138', '"Creating topology manager with none policy"'),
    klog('I', 'state_mem.go:36', '"Initialized new in-memory state store"'),
    klog('I', 'kubelet.go:408', '"Attempting to sync node with API server"'),
    ...(staticPodPath === ''
      ? []
      : [klog('I', 'kubelet.go:313', `"Adding static pod path" path=${quoted(staticPodPath)}`)]),
    klog('I', 'kubelet.go:324', '"Adding apiserver pod source"'),
    klog(
      'I',
      'kuberuntime_manager.go:262',
      `"Container runtime initialized" containerRuntime="cri-o" version="${CRIO_RELEASE}" apiVersion="v1"`,
    ),
    klog('I', 'server.go:163', '"Starting to listen" address="0.0.0.0" port=10250'),
    klog('I', 'volume_manager.go:287', '"Starting Kubelet Volume Manager"'),
    klog('I', 'kubelet.go:2302', '"Starting kubelet main sync loop"'),
  ],
  add: (source: 'file' | 'api', pod: string) =>
    klog('I', 'kubelet.go:2421', `"SyncLoop ADD" source="${source}" pods=["${pod}"]`),
  remove: (source: 'file' | 'api', pod: string) =>
    klog('I', 'kubelet.go:2431', `"SyncLoop REMOVE" source="${source}" pods=["${pod}"]`),
  volume: (name: string, pod: string) =>
    klog(
      'I',
      'operation_generator.go:721',
      `"MountVolume.SetUp succeeded for volume \\"${name}\\" pod=\\"${pod}\\"" pod="${pod}"`,
    ),
  sandboxNeeded: (pod: string) =>
    klog(
      'I',
      'util.go:30',
      `"No sandbox for pod can be found. Need to start a new one" pod="${pod}"`,
    ),
  event: (pod: string, type: string, id: string) =>
    klog(
      'I',
      'kubelet.go:2453',
      `"SyncLoop (PLEG): event for pod" pod="${pod}" event={"ID":"${id.slice(0, 12)}","Type":"${type}","Data":"${id}"}`,
    ),
  probe: (pod: string) =>
    klog(
      'I',
      'kubelet.go:2542',
      `"SyncLoop (probe)" probe="readiness" status="ready" pod="${pod}"`,
    ),
  backOff: (pod: string, container: string, seconds: number) =>
    klog(
      'E',
      'pod_workers.go:1301',
      `"Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"${container}\\" with CrashLoopBackOff: \\"back-off ${seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`} restarting failed container=${container} pod=${pod}\\"" pod="${pod}"`,
    ),
  runtimeDown: () =>
    klog(
      'E',
      'remote_runtime.go:407',
      '"ListPodSandbox with filter from runtime service failed" err="rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing: dial unix /var/run/crio/crio.sock: connect: no such file or directory\\""',
    ),
  noNode: (node: string, error: string) =>
    klog(
      'E',
      'kubelet_node_status.go:96',
      `"Unable to register node with API server" err=${quoted(error)} node="${node}"`,
    ),
  attempt: (node: string) =>
    klog('I', 'kubelet_node_status.go:76', `"Attempting to register node" node="${node}"`),
  registered: (node: string) =>
    klog('I', 'kubelet_node_status.go:79', `"Successfully registered node" node="${node}"`),
  nodeEvent: (node: string, event: string) =>
    klog(
      'I',
      'kubelet_node_status.go:724',
      `"Recording event message for node" node="${node}" event="${event}"`,
    ),
  mirror: (pod: string) =>
    klog('I', 'kubelet.go:1909', `"Trying to delete pod" pod="${pod}" podUID=""`),
  createMirror: (pod: string) =>
    klog('I', 'kubelet.go:3340', `"Creating a mirror pod for static pod" pod="${pod}"`),
  noCni: () =>
    klog(
      'E',
      'kubelet.go:2916',
      '"Container runtime network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: no CNI configuration file in /etc/kubernetes/cni/net.d/. Has your network provider started?"',
    ),
  ready: (node: string) =>
    klog(
      'I',
      'kubelet_node_status.go:489',
      `"Fast updating node status as it just became ready" node="${node}"`,
    ),
  leaseFailed: (error: string) =>
    klog('E', 'controller.go:195', `"Failed to update lease" err=${quoted(error)}`),
  statusRetry: (node: string, error: string) =>
    klog(
      'E',
      'kubelet_node_status.go:535',
      `"Error updating node status, will retry" err=${quoted(`error getting node "${node}": ${error}`)}`,
    ),
  statusGivenUp: () =>
    klog(
      'E',
      'kubelet_node_status.go:522',
      '"Unable to update node status" err="update node status exceeds retry count"',
    ),
  leaseFallback: (attempts: number) =>
    klog(
      'I',
      'controller.go:115',
      `"failed to update lease using latest lease, fallback to ensure lease" err="failed ${attempts} attempts to update lease"`,
    ),
  leaseEnsure: (error: string, millis: number) =>
    klog(
      'E',
      'controller.go:145',
      `"Failed to ensure lease exists, will retry" err=${quoted(error)} interval="${millis < 1000 ? `${millis}ms` : `${millis / 1000}s`}"`,
    ),
  statusFailed: (pod: string, error: string) =>
    klog(
      'W',
      'status_manager.go:851',
      `"Failed to update status for pod" err=${quoted(error)} pod="${pod}"`,
    ),
  /** What is wrong with a manifest file, as the kubelet names it. Real: pkg/kubelet/config/file.go. */
  manifestProblem: (
    path: string,
    { problem, undecoded }: { problem: string; undecoded: boolean },
  ) =>
    undecoded ? `${path}: couldn't parse as pod(${problem}), please check config file` : problem,
  /** At each reading of the folder. */
  badManifest: (path: string, why: string) =>
    klog(
      'E',
      'file.go:187',
      `"Could not process manifest file" err=${quoted(why)} path=${quoted(path)}`,
    ),
  /** When the file is written. Real: file.go, file_linux.go consumeWatchEvent. */
  badManifestEvent: (path: string, why: string) =>
    klog(
      'E',
      'file.go:108',
      `"Unable to process watch event" err=${quoted(`can't process config file ${quoted(path)}: ${why}`)}`,
    ),
  folderInFolder: (path: string) =>
    klog(
      'E',
      'file.go:182',
      `"Provided manifest path is a directory, not recursing into manifest path" path=${quoted(path)}`,
    ),
  createFailed: (pod: string, container: string, why: string) =>
    klog(
      'E',
      'pod_workers.go:1301',
      `"Error syncing pod, skipping" err=${quoted(`failed to "StartContainer" for "${container}" with CreateContainerError: ${quoted(why)}`)} pod="${pod}"`,
    ),
};

const crioLine = (level: string, message: string, call: string, id: string): string =>
  `time="@@nano@@" level=${level} msg="${message}" id=${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)} name=/runtime.v1.${call}`;
const runtime = (call: string): string => `RuntimeService/${call}`;

/** CRI-O's lines. Wording: cri-o/cri-o 1.31 server/*.go. */
export const crio = {
  start: (): readonly string[] => [
    `time="@@nano@@" level=info msg="Starting CRI-O, version: ${CRIO}, git: ()"`,
    'time="@@nano@@" level=info msg="Node configuration value for hugetlb cgroup is true"',
    'time="@@nano@@" level=info msg="Node configuration value for memoryswap cgroup is true"',
    'time="@@nano@@" level=info msg="Using default capabilities: CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_KILL"',
    'time="@@nano@@" level=info msg="Conmon does support the --sync option"',
    'time="@@nano@@" level=info msg="Got socket activation for CRI-O streaming server: no"',
    'time="@@nano@@" level=info msg="Registered SIGHUP reload watcher"',
  ],
  runSandbox: (pod: string, id: string) =>
    crioLine('info', `Running pod sandbox: ${pod}/POD`, runtime('RunPodSandbox'), id),
  ranSandbox: (pod: string, id: string) =>
    crioLine(
      'info',
      `Ran pod sandbox ${id} with infra container: ${pod}/POD`,
      runtime('RunPodSandbox'),
      id,
    ),
  checking: (image: string, id: string) =>
    crioLine('info', `Checking image status: ${image}`, 'ImageService/ImageStatus', id),
  notFound: (image: string, id: string) =>
    crioLine('info', `Image ${image} not found`, 'ImageService/ImageStatus', id),
  pulling: (image: string, id: string) =>
    crioLine('info', `Pulling image: ${image}`, 'ImageService/PullImage', id),
  pulled: (image: string, id: string) =>
    crioLine('info', `Pulled image: ${image}`, 'ImageService/PullImage', id),
  creating: (name: string, id: string) =>
    crioLine('info', `Creating container: ${name}`, runtime('CreateContainer'), id),
  createFailed: (why: string, id: string) =>
    crioLine('error', why.replaceAll('"', '\\"'), runtime('CreateContainer'), id),
  created: (name: string, id: string) =>
    crioLine('info', `Created container ${id}: ${name}`, runtime('CreateContainer'), id),
  starting: (id: string) =>
    crioLine('info', `Starting container: ${id}`, runtime('StartContainer'), id),
  started: (name: string, id: string, pid: number, sandbox: string) =>
    crioLine(
      'info',
      `Started container PID=${pid} containerID=${id} description=${name} sandboxID=${sandbox}`,
      runtime('StartContainer'),
      id,
    ),
  stopping: (id: string) =>
    crioLine('info', `Stopping container: ${id} (timeout: 30s)`, runtime('StopContainer'), id),
  removed: (name: string, id: string) =>
    crioLine('info', `Removed container ${id}: ${name}`, runtime('RemoveContainer'), id),
};
