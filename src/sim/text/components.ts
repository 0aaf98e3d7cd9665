/** Lines of the control plane's programs. Wording: Kubernetes 1.31 sources; reference/openshift README. */
const klog = (level: 'I' | 'W' | 'E' | 'F', source: string, text: string): string =>
  `${level}@@klog@@       1 ${source}] ${text}`;

export const apiServer = {
  start: (version: string): readonly string[] => [
    klog('I', 'options.go:228', `external host was not specified, using 192.168.126.100`),
    klog('I', 'server.go:142', `Version: ${version}`),
    klog('I', 'server.go:144', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""'),
  ],
  etcdRefused: (authority: string, dialled: string) =>
    klog(
      'W',
      'logging.go:55',
      `[core] [Channel #1 SubChannel #3]grpc: addrConn.createTransport failed to connect to {Addr: "${authority}", ServerName: "${authority}", }. Err: connection error: desc = "transport: Error while dialing: dial tcp ${dialled}: connect: connection refused"`,
    ),
  etcdGaveUp: () =>
    klog(
      'F',
      'instance.go:225',
      'Error creating leases: error creating storage factory: context deadline exceeded',
    ),
  portTaken: (port: number) =>
    klog(
      'E',
      'run.go:74',
      `"command failed" err="failed to create listener: failed to listen on 0.0.0.0:${port}: listen tcp 0.0.0.0:${port}: bind: address already in use"`,
    ),
  serving: (port: number): readonly string[] => [
    klog('I', 'handler.go:286', 'Adding GroupVersion  v1 to ResourceManager'),
    klog('I', 'handler.go:286', 'Adding GroupVersion apps v1 to ResourceManager'),
    klog(
      'I',
      'handler.go:286',
      'Adding GroupVersion rbac.authorization.k8s.io v1 to ResourceManager',
    ),
    klog('I', 'handler.go:286', 'Adding GroupVersion apiextensions.k8s.io v1 to ResourceManager'),
    klog('I', 'secure_serving.go:213', `Serving securely on [::]:${port}`),
    klog('I', 'tlsconfig.go:243', '"Starting DynamicServingCertificateController"'),
  ],
  hook: (name: string) => klog('I', 'hooks.go:203', `finished post-start hook "${name}"`),
  hookFailed: (name: string, error: string) =>
    klog('E', 'storage_rbac.go:187', `unable to initialize ${name}: ${error}`),
  trace: (what: string, millis: number) =>
    klog('I', 'trace.go:236', `Trace[${millis}]: "${what}" (total time: ${millis}ms):`),
};

export const leaseHolder = {
  start: (name: string, version: string): readonly string[] => [
    klog('I', 'serving.go:386', 'Generated self-signed cert in-memory'),
    klog(
      'I',
      `${name === 'kube-scheduler' ? 'server' : 'controllermanager'}.go:185`,
      `"Starting" version="${version}"`,
    ),
    klog(
      'I',
      'secure_serving.go:213',
      `Serving securely on [::]:${name === 'kube-scheduler' ? 10259 : 10257}`,
    ),
  ],
  waiting: (server: string, error: string) =>
    klog('W', 'helpers.go:66', `Failed to get API Group-Resources: Get "${server}/api": ${error}`),
  controllersFailed: (error: string) =>
    klog(
      'E',
      'controllermanager.go:247',
      `"Error starting controllers" err=${JSON.stringify(error)}`,
    ),
  gaveUp: () =>
    klog(
      'E',
      'run.go:72',
      '"command failed" err="failed to wait for apiserver being healthy: timed out waiting for the condition"',
    ),
  attempting: (lease: string) =>
    klog('I', 'leaderelection.go:254', `attempting to acquire leader lease ${lease}...`),
  acquired: (lease: string) =>
    klog('I', 'leaderelection.go:268', `successfully acquired lease ${lease}`),
  failedOnce: (lease: string, error: string) =>
    klog('E', 'leaderelection.go:436', `error retrieving resource lock ${lease}: ${error}`),
  failedRenew: (lease: string) =>
    klog(
      'I',
      'leaderelection.go:297',
      `failed to renew lease ${lease}: timed out waiting for the condition`,
    ),
  lost: (name: string) =>
    klog(
      'E',
      name === 'kube-scheduler' ? 'server.go:242' : 'controllermanager.go:332',
      '"leaderelection lost"',
    ),
  controllers: (): readonly string[] =>
    [
      'namespace-controller',
      'deployment-controller',
      'daemonset-controller',
      'node-lifecycle-controller',
      'garbage-collector-controller',
      'serviceaccount-controller',
    ].map((controller) =>
      klog('I', 'controllermanager.go:797', `"Started controller" controller="${controller}"`),
    ),
};
