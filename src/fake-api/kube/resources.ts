/**
 * Which resources the API server serves: the built-in ones of Kubernetes 1.32, and one for every
 * CustomResourceDefinition that is stored at the moment of asking. Groups that OpenShift adds by
 * aggregation (project, route, image, …) come with a back end that a bootstrap does not have.
 */
import type { LabRead } from '../../sim/index.ts';
import { at, list, text } from './json.ts';
import { BUILT_IN } from './built-in-resources.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
  readonly verbs: readonly string[];
  /** Of a custom resource: the definition's own columns. */
  readonly columns?: readonly PrinterColumn[];
}
export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly priority: number;
}

export const ALL_VERBS: readonly string[] =
  'create delete deletecollection get list patch update watch'.split(' ');
const CRDS = 'apiextensions.k8s.io/customresourcedefinitions';

/** `v1`, `apps/v1`. */
export function groupVersion({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}
/** `pods`, `deployments.apps`: as error messages name it. */
export function qualified({ group, plural }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
/** The world's key: `core/pods`. Both event APIs show the same stored events. */
export function storageKey({ group, plural }: Resource): string {
  if (plural === 'events') return 'core/events';
  return `${group === '' ? 'core' : group}/${plural}`;
}

export function servedResources(read: LabRead): readonly Resource[] {
  return [...BUILT_IN, ...read.objects(CRDS).flatMap(fromDefinition)];
}
export function findResource(read: LabRead, gv: string, plural: string): Resource | undefined {
  return servedResources(read).find(
    (resource) => resource.plural === plural && groupVersion(resource) === gv,
  );
}

const strings = (value: readonly unknown[]): string[] =>
  value.filter((entry) => typeof entry === 'string');

function fromDefinition(definition: unknown): Resource[] {
  const names = at(definition, 'spec', 'names');
  const kind = text(names, 'kind');
  return list(definition, 'spec', 'versions')
    .filter((version) => at(version, 'served') !== false)
    .map((version) => ({
      group: text(definition, 'spec', 'group'),
      version: text(version, 'name') || 'v1',
      kind,
      plural: text(names, 'plural'),
      singular: text(names, 'singular') || kind.toLowerCase(),
      namespaced: text(definition, 'spec', 'scope') === 'Namespaced',
      shortNames: strings(list(names, 'shortNames')),
      categories: strings(list(names, 'categories')),
      subresources: at(version, 'subresources', 'status') === undefined ? [] : ['status'],
      verbs: ALL_VERBS,
      columns: list(version, 'additionalPrinterColumns').map((column) => ({
        name: text(column, 'name'),
        type: text(column, 'type'),
        jsonPath: text(column, 'jsonPath'),
        priority: Number(at(column, 'priority') ?? 0),
      })),
    }));
}
