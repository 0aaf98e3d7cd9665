/**
 * Label and field selectors. Fields are only those that the real server can select by
 * (kubernetes pkg/apis/core/v1/conversion.go); any other is a 400.
 */
import { at, map } from './json.ts';
import { StatusError } from './status.ts';
import type { Resource } from './resources.ts';

export type Matcher = (object: unknown) => boolean;

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  certificatesigningrequests: ['spec.signerName'],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};
const FALSE_BY_DEFAULT = new Set(['spec.unschedulable', 'spec.hostNetwork']);
const REQUIREMENT =
  /^\s*(?:(?<absent>!)\s*)?(?<key>[\w./-]+)\s*(?:(?<set>in|notin)\s*\((?<values>[^)]*)\)|(?<operator>==|!=|=)\s*(?<value>[\w.-]*))?\s*$/;

export function selector(query: URLSearchParams, resource: Resource): Matcher {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(query.get('fieldSelector') ?? '', resource);
  return (object) =>
    labels.every((match) => match(object)) && fields.every((match) => match(object));
}

function labelSelector(selectorText: string): Matcher[] {
  if (selectorText.trim() === '') return [];
  return selectorText.split(/,(?![^(]*\))/).map((part) => {
    const groups = REQUIREMENT.exec(part)?.groups;
    if (groups === undefined) {
      throw new StatusError(
        400,
        `unable to parse requirement: invalid label selector "${selectorText}"`,
      );
    }
    const { absent, key = '', set, values = '', operator, value = '' } = groups;
    const wanted = values.split(',').map((entry) => entry.trim());
    const label = (object: unknown): unknown => map(object, 'metadata', 'labels')[key];
    if (set === 'in') return (object) => wanted.includes(String(label(object)));
    if (set === 'notin') return (object) => !wanted.includes(String(label(object)));
    if (operator === '!=') return (object) => label(object) !== value;
    if (operator !== undefined) return (object) => label(object) === value;
    return (object) => (label(object) === undefined) === (absent !== undefined);
  });
}

function fieldSelector(selectorText: string, resource: Resource): Matcher[] {
  if (selectorText.trim() === '') return [];
  const known = [
    'metadata.name',
    ...(resource.namespaced ? ['metadata.namespace'] : []),
    ...(FIELDS[resource.plural] ?? []),
  ];
  return selectorText.split(',').map((part) => {
    const match = /^([^=!]+)(!=|==|=)(.*)$/.exec(part);
    if (match === null) {
      throw new StatusError(400, `invalid selector: '${selectorText}'; can't understand '${part}'`);
    }
    const [, field = '', operator, wanted] = match;
    if (!known.includes(field)) throw new StatusError(400, `field label not supported: ${field}`);
    const path = field === 'source' ? ['source', 'component'] : field.split('.');
    return (object) => {
      const found = at(object, ...path) ?? (FALSE_BY_DEFAULT.has(field) ? 'false' : '');
      return (String(found) === wanted) === (operator !== '!=');
    };
  });
}
