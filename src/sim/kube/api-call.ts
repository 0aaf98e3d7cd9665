/** A call to an API server as the world's programs make it, and what comes back. */
import type { KubeObject } from '../world/facts.ts';
import type { Template } from './store.ts';
import type { Cause } from './validation.ts';

export interface Reading {
  readonly verb: 'get' | 'list' | 'watch';
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  /** The client's own limit, which it also sends as `?timeout=`. */
  readonly withinSeconds?: number;
}
export interface Writing {
  readonly verb: 'create' | 'update' | 'delete';
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  readonly withinSeconds?: number;
  /** The object to store, made when the write is applied from what is there then. */
  readonly make?: (current: KubeObject | undefined) => Template | undefined;
}
export type ApiCall = Reading | Writing;
export type ApiError =
  | 'refused'
  | 'eof'
  | 'timeout'
  | 'unreachable'
  | 'unavailable'
  | 'etcdTimeout'
  | 'notFound'
  | 'alreadyExists'
  | 'conflict'
  | 'invalid'
  | 'rejected';
export type ApiAnswer =
  | { readonly ok: true; readonly object?: KubeObject }
  | {
      readonly ok: false;
      readonly error: ApiError;
      readonly message: string;
      readonly causes?: readonly Cause[];
    };
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly error: string;
}
