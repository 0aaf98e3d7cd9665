/** Reviews: questions about users and rights, answered and not stored. */
import { readBody } from './body.ts';
import { json, type KubeRequest, type KubeResponse } from './exchange.ts';
import { at, text, type JsonObject } from './json.ts';
import { groupVersion, type Resource } from './resources.ts';
import { mayDo, mayVisit, type User } from './users.ts';
import { list } from './json.ts';

export const isReview = ({ kind }: Resource): boolean => kind.endsWith('Review');

export async function review(request: KubeRequest, resource: Resource): Promise<KubeResponse> {
  const { user } = request;
  const sent = await readBody(request.headers['content-type'], request.body);
  const answer = (status: JsonObject): KubeResponse =>
    json(201, {
      kind: resource.kind,
      apiVersion: groupVersion(resource),
      metadata: { creationTimestamp: null },
      spec: at(sent, 'spec') ?? {},
      status,
    });
  switch (resource.kind) {
    case 'SelfSubjectReview':
      return answer({ userInfo: { username: user.name, groups: [...user.groups] } });
    case 'SelfSubjectRulesReview':
      return answer(rules(user));
    case 'TokenReview':
      return answer({ user: {}, error: 'invalid bearer token' });
    case 'SelfSubjectAccessReview':
      return answer({ allowed: allowed(user, sent) });
    default:
      return answer({ allowed: allowed(subject(sent), sent) });
  }
}

function subject(sent: JsonObject): User {
  const groups = list(sent, 'spec', 'groups').filter((group) => typeof group === 'string');
  return { name: text(sent, 'spec', 'user'), groups };
}
function allowed(user: User, sent: JsonObject): boolean {
  const path = text(sent, 'spec', 'nonResourceAttributes', 'path');
  if (path !== '') return mayVisit(user, path);
  const attributes = at(sent, 'spec', 'resourceAttributes');
  return mayDo(user, {
    verb: text(attributes, 'verb'),
    group: text(attributes, 'group'),
    resource: text(attributes, 'resource'),
  });
}
function rules(user: User): JsonObject {
  const masters = user.groups.includes('system:masters');
  const verbs = masters ? ['*'] : ['get', 'list', 'watch'];
  return {
    resourceRules: [{ verbs, apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: masters ? ['*'] : ['get'], nonResourceURLs: ['*'] }],
    incomplete: false,
  };
}
