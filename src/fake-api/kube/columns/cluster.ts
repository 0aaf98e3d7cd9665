/** The columns of nodes, events, certificate requests and OpenShift's own status objects. */
import { humanDuration } from '../age.ts';
import { at, condition, list, map, number, text } from '../json.ts';
import { AGE, column, NAME, orNone, since, wide, type Column } from './column.ts';

const ROLE = 'node-role.kubernetes.io/';
const address = (type: string) => (node: unknown) =>
  orNone(
    text(
      list(node, 'status', 'addresses').find((a) => at(a, 'type') === type),
      'address',
    ),
  );
const nodeInfo = (field: string) => (node: unknown) =>
  text(node, 'status', 'nodeInfo', field) || '<unknown>';

export const NODE: readonly Column[] = [
  NAME,
  column('Status', (node) => {
    const ready = text(condition(node, 'Ready'), 'status');
    const state = ready === '' ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady';
    return at(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
  }),
  column('Roles', (node) => {
    const labels = Object.keys(map(node, 'metadata', 'labels'));
    const roles = labels.filter((l) => l.startsWith(ROLE)).map((l) => l.slice(ROLE.length));
    return orNone(
      roles
        .filter((role) => role !== '')
        .toSorted()
        .join(','),
    );
  }),
  AGE,
  column('Version', (node) => text(node, 'status', 'nodeInfo', 'kubeletVersion')),
  wide('Internal-IP', address('InternalIP')),
  wide('External-IP', address('ExternalIP')),
  wide('OS-Image', nodeInfo('osImage')),
  wide('Kernel-Version', nodeInfo('kernelVersion')),
  wide('Container-Runtime', nodeInfo('containerRuntimeVersion')),
];

const lastSeen = (event: unknown): unknown =>
  at(event, 'series', 'lastObservedTime') ?? at(event, 'lastTimestamp') ?? at(event, 'eventTime');
const involved = (event: unknown): unknown => at(event, 'involvedObject') ?? at(event, 'regarding');

export const EVENT: readonly Column[] = [
  column('Last Seen', (event, now) => since(lastSeen(event), now)),
  column('Type', (event) => text(event, 'type')),
  column('Reason', (event) => text(event, 'reason')),
  column('Object', (event) => {
    const object = involved(event);
    return `${text(object, 'kind').toLowerCase()}/${text(object, 'name')}`;
  }),
  wide('Subobject', (event) => text(involved(event), 'fieldPath')),
  wide('Source', (event) =>
    [text(event, 'source', 'component'), text(event, 'source', 'host')].filter(Boolean).join(', '),
  ),
  column('Message', (event) => (text(event, 'message') || text(event, 'note')).trim()),
  wide('First Seen', (event, now) =>
    since(at(event, 'firstTimestamp') ?? at(event, 'eventTime'), now),
  ),
  wide('Count', (event) => String(at(event, 'count') ?? 1)),
  { ...NAME, priority: 1 },
];

export const CERTIFICATE_REQUEST: readonly Column[] = [
  NAME,
  AGE,
  column('SignerName', (csr) => orNone(text(csr, 'spec', 'signerName'))),
  column('Requestor', (csr) => text(csr, 'spec', 'username')),
  column('RequestedDuration', (csr) => {
    const seconds = number(csr, 'spec', 'expirationSeconds');
    return seconds === undefined ? '<none>' : humanDuration(seconds * 1_000_000);
  }),
  column('Condition', (csr) => {
    const has = (type: string): boolean => condition(csr, type) !== undefined;
    const verdict = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
    const failed = has('Failed') ? ',Failed' : '';
    return verdict + failed + (text(csr, 'status', 'certificate') === '' ? '' : ',Issued');
  }),
];

const state = (type: string) => (object: unknown) => at(condition(object, type), 'status') ?? null;
const cellOf = (type: string) => (object: unknown) => {
  const value = state(type)(object);
  return typeof value === 'string' ? value : null;
};

/** MESSAGE is no column of the definition: OpenShift's API server adds it to the table. */
function operatorMessage(operator: unknown): string | null {
  const worst = (
    [
      ['Available', 'False'],
      ['Degraded', 'True'],
      ['Progressing', 'True'],
    ] as const
  ).find(([type, value]) => state(type)(operator) === value);
  if (worst === undefined) return null;
  const found = condition(operator, worst[0]);
  return text(found, 'message') || text(found, 'reason') || null;
}

export const CLUSTER_OPERATOR: readonly Column[] = [
  NAME,
  column('Version', (operator) => {
    const versions = list(operator, 'status', 'versions');
    return (
      text(
        versions.find((v) => at(v, 'name') === 'operator'),
        'version',
      ) || null
    );
  }),
  column('Available', cellOf('Available')),
  column('Progressing', cellOf('Progressing')),
  column('Degraded', cellOf('Degraded')),
  column('Since', (operator, now) => {
    const moment = at(condition(operator, 'Available'), 'lastTransitionTime');
    return moment === undefined ? null : since(moment, now);
  }),
  column('Message', operatorMessage),
];

export const CLUSTER_VERSION: readonly Column[] = [
  NAME,
  column('Version', (version) => {
    const history = list(version, 'status', 'history');
    return (
      text(
        history.find((h) => at(h, 'state') === 'Completed'),
        'version',
      ) || null
    );
  }),
  column('Available', cellOf('Available')),
  column('Progressing', cellOf('Progressing')),
  column('Since', (version, now) => {
    const moment = at(condition(version, 'Progressing'), 'lastTransitionTime');
    return moment === undefined ? null : since(moment, now);
  }),
  column('Status', (version) => text(condition(version, 'Progressing'), 'message') || null),
];
