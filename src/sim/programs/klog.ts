/** klog's lines, as the Kubernetes components write them to standard error. */
export const klog = (level: 'I' | 'W' | 'E' | 'F', source: string, text: string): string =>
  `${level}@@klog@@       1 ${source}] ${text}`;

/** How a component of Kubernetes ends that could not start. Real: component-base cli/run.go. */
export const commandFailed = (error: string): string =>
  klog('E', 'run.go:72', `"command failed" err=${JSON.stringify(error)}`);
