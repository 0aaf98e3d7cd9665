/**
 * What the API server refuses to store, in its own words. Only what its clients and the components rely
 * on: names, a pod's containers, a workload's spec, conditions. Real: kubernetes pkg/apis/core/validation.
 */
import type { Template } from './store.ts';

const WORKLOADS: ReadonlySet<string> = new Set(
  ['deployments', 'daemonsets', 'replicasets', 'statefulsets'].map((name) => `apps/${name}`),
);
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const IS_SUBDOMAIN = new RegExp(`^${SUBDOMAIN}$`);
const NAME_RULE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;

/** What is wrong with one field: metav1.StatusCause. */
export interface Cause {
  readonly reason: 'FieldValueRequired' | 'FieldValueInvalid';
  readonly message: string;
  readonly field: string;
}
export interface Invalidity {
  readonly message: string;
  readonly causes: readonly Cause[];
}

/** `Pod "x" is invalid: spec.containers: Required value`; undefined when nothing is wrong. */
export function invalidity(resource: string, object: Template): Invalidity | undefined {
  const causes = [...ofName(resource, object), ...ofSpec(resource, object), ...ofStatus(object)];
  if (causes.length === 0) return undefined;
  const [group = ''] = resource.split('/');
  const kind = group === 'core' ? object.kind : `${object.kind}.${group}`;
  const wrong = causes.map(({ field, message }) => `${field}: ${message}`);
  const list = wrong.length === 1 ? wrong[0] : `[${wrong.join(', ')}]`;
  return { message: `${kind} "${object.metadata.name}" is invalid: ${list}`, causes };
}
const required = (field: string): Cause => ({
  reason: 'FieldValueRequired',
  message: 'Required value',
  field,
});
const invalid = (field: string, why: string): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${why}`,
  field,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Roles and their like may have a colon. */
function ofName(resource: string, { metadata }: Template): readonly Cause[] {
  const isNamed = resource.startsWith('core/') || resource.startsWith('apps/');
  if (!isNamed || IS_SUBDOMAIN.test(metadata.name)) return [];
  return [invalid('metadata.name', `"${metadata.name}": ${NAME_RULE}`)];
}

function ofSpec(resource: string, object: Template): readonly Cause[] {
  const { spec } = object as { readonly spec?: unknown };
  if (WORKLOADS.has(resource)) return isObject(spec) ? [] : [required('spec.selector')];
  if (resource !== 'core/pods') return [];
  const containers = isObject(spec) ? spec['containers'] : undefined;
  if (!Array.isArray(containers) || containers.length === 0) return [required('spec.containers')];
  return containers.flatMap((container: unknown, i) =>
    ['name', 'image'].flatMap((key) =>
      isObject(container) && typeof container[key] === 'string' && container[key] !== ''
        ? []
        : [required(`spec.containers[${i}].${key}`)],
    ),
  );
}

function ofStatus(object: Template): readonly Cause[] {
  const { status } = object as { readonly status?: unknown };
  const conditions = isObject(status) ? status['conditions'] : undefined;
  if (conditions === undefined || conditions === null) return [];
  if (Array.isArray(conditions) && conditions.every(isObject)) return [];
  return [invalid('status.conditions', 'must be a list of conditions')];
}
