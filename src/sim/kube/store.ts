/**
 * The cluster's objects as etcd holds them: keys, resourceVersions and what a write does to them.
 * A write is judged when it is applied, as the API server's transaction is. No HTTP.
 */
import { hexOf } from '../kernel/stream.ts';
import type { Micros } from '../kernel/time.ts';
import type { KubeObject, ObjectFact } from '../world/facts.ts';
import { type World, objectKey } from '../world/world.ts';
import { type Cause, invalidity } from './validation.ts';

export type WriteError = 'notFound' | 'alreadyExists' | 'conflict' | 'invalid' | 'rejected';
export type WriteResult =
  | { readonly ok: true; readonly object: KubeObject }
  | {
      readonly ok: false;
      readonly error: WriteError;
      readonly message: string;
      /** Of an object that is invalid: what is wrong with which field. */
      readonly causes?: readonly Cause[];
    };

export interface Write {
  readonly verb: 'create' | 'update' | 'delete';
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** The object that is to be stored, made from what is there when the write is applied. */
  readonly make: (current: KubeObject | undefined) => Template | undefined;
}
/** An object before the server has given it its identity. */
export interface Template {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** Real: kubernetes plugin/pkg/admission/namespace/lifecycle. */
const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

export class Store {
  readonly #world: World;
  readonly #seed: number;

  constructor(world: World, seed: number) {
    this.#world = world;
    this.#seed = seed;
  }

  get(resource: string, namespace: string, name: string): KubeObject | undefined {
    return this.#world.objects.get(resource)?.get(`${namespace}|${name}`);
  }

  /** All of a resource, ordered by namespace and name. */
  list(resource: string, namespace?: string): readonly KubeObject[] {
    const stored = this.#world.objectsOf(resource);
    const chosen =
      namespace === undefined ? stored : stored.filter(([key]) => key.startsWith(`${namespace}|`));
    return chosen.map(([, object]) => object);
  }

  /** Judges and applies a write; an update that changes nothing makes no revision. */
  apply(write: Write, now: Micros): WriteResult {
    const { resource, namespace, name, verb } = write;
    const current = this.get(resource, namespace, name);
    const short = resource.slice(resource.indexOf('/') + 1);
    const what = `${short.includes('.') || !resource.startsWith('core/') ? qualified(resource) : short} "${name}"`;
    if (verb === 'create' && current !== undefined) {
      return { ok: false, error: 'alreadyExists', message: `${what} already exists` };
    }
    if (verb !== 'create' && current === undefined) {
      return { ok: false, error: 'notFound', message: `${what} not found` };
    }
    if (verb === 'delete') {
      if (current === undefined) return { ok: false, error: 'notFound', message: '' };
      if (resource === 'core/namespaces' && IMMORTAL.has(name)) {
        const message = `${what} is forbidden: this namespace may not be deleted`;
        return { ok: false, error: 'rejected', message };
      }
      this.#commit('DELETED', write, this.#next(current), current);
      return { ok: true, object: current };
    }
    const template = write.make(current);
    if (template === undefined) {
      return { ok: false, error: 'invalid', message: `${what} is invalid` };
    }
    const wrong = invalidity(resource, template);
    if (wrong !== undefined) return { ok: false, error: 'invalid', ...wrong };
    const expected = template.metadata.resourceVersion;
    if (
      current !== undefined &&
      expected !== undefined &&
      expected !== current.metadata.resourceVersion
    ) {
      return {
        ok: false,
        error: 'conflict',
        message: `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`,
      };
    }
    const object = this.#stamp(template, current, write, now);
    if (current !== undefined && same(object, current)) return { ok: true, object: current };
    const stored = this.#next(object);
    this.#commit(current === undefined ? 'ADDED' : 'MODIFIED', write, stored, current);
    return { ok: true, object: stored };
  }

  /** Whether an update would leave the object as it is. */
  unchanged(write: Write): boolean {
    const current = this.get(write.resource, write.namespace, write.name);
    const template = current === undefined ? undefined : write.make(current);
    if (current === undefined || template === undefined) return false;
    return same(this.#stamp(template, current, write, 0), current);
  }

  #stamp(
    template: Template,
    current: KubeObject | undefined,
    { resource, namespace, name }: Write,
    now: Micros,
  ): KubeObject {
    return {
      ...template,
      metadata: {
        ...template.metadata,
        ...(namespace === '' ? {} : { namespace }),
        name,
        uid: current?.metadata.uid ?? this.#uid(objectKey(resource, namespace, name), now),
        resourceVersion: current?.metadata.resourceVersion ?? '0',
        creationTimestamp: current?.metadata.creationTimestamp ?? now,
      },
    };
  }

  /** A version 4 UUID. */
  #uid(key: string, now: Micros): string {
    const hex = hexOf(this.#seed, `uid:${key}:${now}`, 32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  #next(object: KubeObject): KubeObject {
    const resourceVersion = String(this.#world.resourceVersion + 1);
    return { ...object, metadata: { ...object.metadata, resourceVersion } };
  }

  #commit(
    type: ObjectFact['type'],
    { resource, namespace, name }: Write,
    object: KubeObject,
    previous: KubeObject | undefined,
  ): void {
    const resourceVersion = this.#world.resourceVersion + 1;
    this.#world.emit({
      kind: 'object',
      type,
      resource,
      namespace,
      name,
      resourceVersion,
      object,
      previous: previous ?? null,
    });
  }
}

/** `clusteroperators.config.openshift.io`. */
export const qualified = (resource: string): string => {
  const [group = '', plural = ''] = resource.split('/');
  return group === 'core' ? plural : `${plural}.${group}`;
};

const same = (a: KubeObject, b: KubeObject): boolean => JSON.stringify(a) === JSON.stringify(b);
