/** What handlers know of the lab: its reads, the door for requests, and printed objects. */
import type { LiveLab } from '../../host/live-lab.ts';
import type { Answer, KubeObject, KubeVerb } from '../../sim/index.ts';
import type { Pki } from '../../host/pki.ts';
import type { KubeRequest } from './exchange.ts';
import { failure } from './status.ts';
import { groupVersion, storageKey, type Resource } from './resources.ts';
import type { Times } from './times.ts';
import { asNewEvent } from './new-events.ts';

export interface Kube {
  readonly lab: LiveLab;
  readonly times: Times;
  /** An object's JSON; made once per stored revision. */
  print(resource: Resource, object: KubeObject): string;
}

export function openKube(lab: LiveLab, times: Times, pki: Pki): Kube {
  const printed = new WeakMap<KubeObject, string>();
  return {
    lab,
    times,
    print(resource, object) {
      if (resource.group === 'events.k8s.io') {
        return JSON.stringify(times.print(asNewEvent(object)));
      }
      const known = printed.get(object);
      if (known !== undefined) return known;
      const made = withCertificates(JSON.stringify(times.print(object)), pki);
      printed.set(object, made);
      return made;
    },
  };
}

/** Stored objects quote certificates by name; the host's keys put their text there. */
function withCertificates(text: string, pki: Pki): string {
  if (!text.includes('@@')) return text;
  return text.replaceAll(/@@[A-Z0-9]+ [^@"]+@@/g, (token) =>
    JSON.stringify(pki.render(token)).slice(1, -1),
  );
}

export interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}

/** One request through the door; throws what the client must be told when it failed. */
export async function ask(
  kube: Kube,
  request: KubeRequest,
  verb: KubeVerb,
  { resource, namespace, name }: Target,
  body?: KubeObject,
): Promise<Answer & { readonly ok: true }> {
  const answer = await kube.lab.ask(
    {
      who: request.user.name,
      kind: 'kube',
      host: request.host,
      verb,
      resource: storageKey(resource),
      namespace,
      name,
      ...(body === undefined ? {} : { body }),
    },
    request.signal,
    request.watch,
  );
  if (!answer.ok) throw failure(answer, resource, name);
  return answer;
}

/** In the order of their keys, as etcd ranges over them. */
export function selectObjects(
  kube: Kube,
  { resource, namespace, name }: Target,
): readonly KubeObject[] {
  const key = storageKey(resource);
  const all = kube.lab.world.read.objects(key, namespace === '' ? undefined : namespace);
  const chosen = name === '' ? all : all.filter((object) => object.metadata.name === name);
  return chosen.toSorted(byKey);
}
function byKey(a: KubeObject, b: KubeObject): number {
  const left = `${a.metadata.namespace ?? ''}/${a.metadata.name}`;
  const right = `${b.metadata.namespace ?? ''}/${b.metadata.name}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

export const listHead = (resource: Resource): string =>
  `"kind":"${resource.kind}List","apiVersion":"${groupVersion(resource)}"`;
