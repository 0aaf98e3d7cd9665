/** What a kernel event was, in words: `<process>:<TYPE>` for the reader of `why`. */

const ETCD: Readonly<Record<string, string>> = {
  ANSWER: 'etcd answered a request',
  BACKEND_TIMER: "the etcd backend's batch timer: a commit began",
  BACKGROUND_BLOCK: 'writes that nobody waits for',
  BACKGROUND_END: 'writes that nobody waits for were done',
  BACKGROUND_WRITE: 'a write that nobody waits for (a lease, a status)',
  CHECK_QUORUM: 'the etcd leader counted who answers',
  ELECTION: 'an etcd member had heard of no leader for its election timeout',
  FSYNCED: 'an fsync of the disk under etcd ended',
  HEARTBEAT: 'an etcd leader sent its heartbeat late',
  JOIN_TICK: 'an etcd member was found by its leader',
  MESSAGE: 'a raft message arrived',
  READ_RETRY: 'an etcd read was asked for again',
  READ_STATE_DROPPED: 'the etcd loop was free again',
  READ_TIMEOUT: 'an etcd read was given up',
  TIMEOUT: 'an etcd request was given up after 7 s',
};
const TYPES: Readonly<Record<string, string>> = {
  ANSWER: 'was answered',
  APPLY_ANSWER: 'was answered: the object is stored',
  BOOTED: 'had read its data',
  HEALTH_ANSWER: 'was answered: healthz',
  HOOK_ANSWER: 'was answered: a built-in object is stored',
  LEASE_ANSWER: 'was answered: its lease',
  POD_ANSWER: 'was answered: its pod',
  REGISTER_ANSWER: 'was answered: its node',
  STATUS_ANSWER: 'was answered: a status is stored',
  STATUS_STORED: 'was answered: a pod is stored',
  CHANGED: 'heard of a change that it waits for',
  ELECTION_TIMEOUT: 'began an election',
  EXITED: 'heard that its program ended',
  LEADER_HEARD: 'heard of a leader',
  POWER_OFF: 'lost its power',
  POWER_ON: 'was given power',
  QUORUM_LOST: 'had lost its quorum',
  RECORD: 'recorded an event',
  RESTART: 'was told to restart',
  START: 'was told to start',
  STOP: 'was told to stop',
  TIMER: 'went on when its time was up',
  VOTE: 'was asked for its vote',
};

/** `container` says the name of a container by the first digits of its id. */
export function eventName(label: string, container: (id: string) => string): string {
  const colon = label.lastIndexOf(':');
  const process = label.slice(0, colon);
  const type = label.slice(colon + 1);
  if (process === 'etcd') return ETCD[type] ?? `etcd: ${type}`;
  if (process === 'control-plane') return 'an API server answered';
  if (process === 'input') return `an input: ${type.toLowerCase()}`;
  if (process === 'timeline') return 'the scenario changed a cause';
  const did = TYPES[type] ?? `got ${type}`;
  const [host = '', rest = ''] = [process.split('/')[0], process.slice(process.indexOf('/') + 1)];
  if (rest === process) return `${host} ${did}`;
  if (rest.startsWith('unit:')) return `${host}: systemd, for ${rest.slice(5)}.service, ${did}`;
  if (rest.startsWith('pod:')) return `${host}: kubelet, for pod ${rest.slice(4)}, ${did}`;
  if (rest.startsWith('container:')) {
    const [id = '', ...more] = rest.slice('container:'.length).split('/');
    return `${host}: ${container(id)}${more.length > 0 ? ' (its status)' : ''} ${did}`;
  }
  if (rest.startsWith('workload:'))
    return `the controllers, for ${rest.slice('workload:'.length)}, ${did}`;
  return `${host}: ${rest} ${did}`;
}
