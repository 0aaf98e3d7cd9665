/**
 * Who asks, and what they may. A certificate's CN is the user and its O the groups. Simplified:
 * system:masters may do everything, other certificates may read, nobody else anything but health
 * and version; stored roles are shown but not evaluated.
 */
import { StatusError } from './status.ts';
import { qualified, type Resource } from './resources.ts';

export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
const MASTERS = 'system:masters';
const READS = new Set(['get', 'list', 'watch']);
const OPEN_PATHS = /^\/(?:healthz|livez|readyz|version)(?:\/|$)/;

export function certificateUser(commonName: string, organizations: readonly string[]): User {
  return { name: commonName, groups: [...organizations, 'system:authenticated'] };
}

export function mayDo(user: User, { verb, resource }: Attributes): boolean {
  if (user.groups.includes(MASTERS)) return true;
  if (user.name === ANONYMOUS.name) return false;
  return READS.has(verb) || resource.startsWith('selfsubject');
}
export function mayVisit(user: User, path: string): boolean {
  return OPEN_PATHS.test(path) || user.name !== ANONYMOUS.name;
}

export function requireResource(
  user: User,
  verb: string,
  resource: Resource,
  where: { readonly namespace: string; readonly name: string; readonly subresource: string },
): void {
  const { subresource, name, namespace } = where;
  if (mayDo(user, { verb, group: resource.group, resource: resource.plural, subresource })) return;
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `${resource.plural}${subresource === '' ? '' : `/${subresource}`}`;
  throw new StatusError(
    403,
    `${qualified(resource)}${name === '' ? '' : ` "${name}"`} is forbidden: User "${user.name}" cannot ${verb} resource "${what}" in API group "${resource.group}" ${scope}`,
    { details: { ...(name === '' ? {} : { name }), group: resource.group, kind: resource.plural } },
  );
}
export function requirePath(user: User, path: string, method: string): void {
  if (mayVisit(user, path)) return;
  throw new StatusError(
    403,
    `forbidden: User "${user.name}" cannot ${method.toLowerCase()} path "${path}"`,
    { details: {} },
  );
}
