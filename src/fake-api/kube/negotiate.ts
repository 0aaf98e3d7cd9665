/**
 * Content negotiation: the first clause of Accept that can be served wins. Protobuf and CBOR
 * answers are never given; every client that prefers them takes JSON too.
 */
import { StatusError } from './status.ts';

export type Form = 'object' | 'table' | 'metadata';

export function negotiate(accept: string | undefined, watch: boolean): Form {
  for (const clause of (accept ?? '*/*').split(',')) {
    const [type = '', ...rest] = clause.split(';').map((part) => part.trim());
    if (!['application/json', '*/*', 'application/*'].includes(type)) continue;
    const parameters = new Map(rest.map((part) => part.split('=') as [string, string]));
    const as = parameters.get('as');
    if (as === undefined) return 'object';
    if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1') continue;
    if (as === 'Table') return 'table';
    if (as.startsWith('PartialObjectMetadata')) return 'metadata';
  }
  const streams = watch
    ? ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch'
    : '';
  throw new StatusError(
    406,
    `only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf${streams}`,
  );
}

/** `v2`, `v2beta1` where aggregated discovery is asked for. */
export function discoveryVersion(accept: string | undefined): string | undefined {
  for (const clause of (accept ?? '').split(',')) {
    const parts = clause.split(';').map((part) => part.trim());
    if (!parts.includes('as=APIGroupDiscoveryList')) continue;
    const version = parts.find((part) => part === 'v=v2' || part === 'v=v2beta1');
    if (version !== undefined) return version.slice(2);
  }
  return undefined;
}
