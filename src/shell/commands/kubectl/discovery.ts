/** Which resources the server has: aggregated discovery, and names as people type them. */
import type { Client } from './client.ts';
import { ACCEPT, getJson } from './client.ts';
import { field, items, text } from './config.ts';
import type { Json } from './config.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  /** `pods`. */
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

export async function discover(client: Client): Promise<Resource[]> {
  const core = await getJson(client, '/api', ACCEPT.discovery);
  const groups = await getJson(client, '/apis', ACCEPT.discovery);
  return [...resourcesOf(core), ...resourcesOf(groups)];
}

function resourcesOf(list: Json): Resource[] {
  return items(field(list, 'items')).flatMap((group) => {
    // The first version is the preferred one.
    const [version] = items(field(group, 'versions'));
    return items(field(version, 'resources')).map((resource): Resource => ({
      group: text(field(group, 'metadata', 'name')),
      version: text(field(version, 'version')),
      plural: text(field(resource, 'resource')),
      singular: text(field(resource, 'singularResource')),
      kind: text(field(resource, 'responseKind', 'kind')),
      shortNames: items(field(resource, 'shortNames')).map(text),
      categories: items(field(resource, 'categories')).map(text),
      namespaced: text(field(resource, 'scope')) === 'Namespaced',
      verbs: items(field(resource, 'verbs')).map(text),
    }));
  });
}

/** `po`, `pod`, `pods`, `pods.v1`, `co`, `clusteroperators.config.openshift.io`. */
export function findResource(all: readonly Resource[], typed: string): Resource | undefined {
  const [name = '', ...rest] = typed.toLowerCase().split('.');
  const suffix = rest.join('.');
  const listed = all.filter(
    (resource) =>
      suffix === '' ||
      resource.group === suffix ||
      `${resource.version}.${resource.group}`.startsWith(suffix) ||
      resource.group.startsWith(suffix),
  );
  return (
    listed.find((resource) => resource.plural === name || resource.singular === name) ??
    listed.find((resource) => resource.shortNames.includes(name)) ??
    listed.find((resource) => resource.kind.toLowerCase() === name)
  );
}

export const apiVersionOf = ({ group, version }: Resource): string =>
  group === '' ? version : `${group}/${version}`;

export function pathOf(resource: Resource, namespace: string | undefined, name?: string): string {
  const root =
    resource.group === ''
      ? `/api/${resource.version}`
      : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${resource.plural}${name === undefined ? '' : `/${name}`}`;
}
