/**
 * Discovery, derived from what is served at the moment of asking: legacy documents and the
 * aggregated form that kubectl asks for since 1.26 (KEP-3352).
 */
import { groupVersion, type Resource } from './resources.ts';
import type { JsonObject } from './json.ts';

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}
const SUBRESOURCE_KINDS: Readonly<Record<string, Kind>> = {
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
};
const SUBRESOURCE_VERBS: Readonly<Record<string, readonly string[]>> = {
  log: ['get'],
  eviction: ['create'],
  finalize: ['update'],
};
const STATUS_VERBS = ['get', 'patch', 'update'];

export function apiVersions(host: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
  };
}

export function groupList(served: readonly Resource[]): JsonObject {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groups(served)].map(([name, versions]) => apiGroup(name, versions)),
  };
}
export function oneGroup(served: readonly Resource[], name: string): JsonObject | undefined {
  const versions = groups(served).get(name);
  if (versions === undefined) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(name, versions) };
}

export function resourceList(served: readonly Resource[], gv: string): JsonObject | undefined {
  const here = served.filter((resource) => groupVersion(resource) === gv);
  if (here.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: gv,
    resources: here.flatMap((resource) => [
      {
        name: resource.plural,
        singularName: resource.singular,
        namespaced: resource.namespaced,
        kind: resource.kind,
        verbs: [...resource.verbs],
        ...names(resource),
      },
      ...resource.subresources.map((subresource) => ({
        name: `${resource.plural}/${subresource}`,
        singularName: '',
        namespaced: resource.namespaced,
        ...(SUBRESOURCE_KINDS[subresource] ?? { kind: resource.kind }),
        verbs: subresourceVerbs(subresource),
      })),
    ]),
  };
}

export function aggregatedDiscovery(
  served: readonly Resource[],
  core: boolean,
  version: string,
): JsonObject {
  const ofGroup = core ? new Map([['', ['v1']]]) : groups(served);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: [...ofGroup].map(([group, versions]) => ({
      metadata: { ...(core ? {} : { name: group }), creationTimestamp: null },
      versions: versions.map((v) => ({
        version: v,
        freshness: 'Current',
        resources: served
          .filter((resource) => resource.group === group && resource.version === v)
          .map(discovered),
      })),
    })),
  };
}

function discovered(resource: Resource): JsonObject {
  const { group, version, kind } = resource;
  return {
    resource: resource.plural,
    responseKind: { group, version, kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: [...resource.verbs],
    ...names(resource),
    subresources: resource.subresources.map((subresource) => ({
      subresource,
      responseKind: { ...(SUBRESOURCE_KINDS[subresource] ?? { group, version, kind }) },
      verbs: subresourceVerbs(subresource),
    })),
  };
}

const names = ({ shortNames, categories }: Resource): JsonObject => ({
  ...(shortNames.length === 0 ? {} : { shortNames: [...shortNames] }),
  ...(categories.length === 0 ? {} : { categories: [...categories] }),
});
const subresourceVerbs = (subresource: string): string[] => [
  ...(SUBRESOURCE_VERBS[subresource] ?? STATUS_VERBS),
];

function groups(served: readonly Resource[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { group, version } of served) {
    if (group === '') continue;
    const versions = found.get(group) ?? [];
    if (!versions.includes(version)) versions.push(version);
    found.set(group, versions);
  }
  return found;
}
function apiGroup(name: string, versions: readonly string[]): JsonObject {
  const all = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: all, preferredVersion: all[0] ?? null };
}
