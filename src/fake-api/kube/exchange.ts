/** What goes in and out of the API server, with no wire in it. */
import type { Stopwatch } from '../../host/stopwatch.ts';
import type { User } from './users.ts';

export interface KubeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly user: User;
  /** Host whose API server was reached. */
  readonly host: string;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Of a client in the lab: notes what it waits for. */
  readonly watch?: Stopwatch | undefined;
}
export interface Sink {
  /** False when the client does not keep up. */
  write(text: string): boolean;
  end(): void;
}
export interface KubeResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** A stream starts when its headers are out; what it returns is called when the client has gone. */
  readonly body: string | ((sink: Sink) => () => void);
}

export const JSON_TYPE = 'application/json';

export function json(status: number, value: unknown, type = JSON_TYPE): KubeResponse {
  const body = typeof value === 'string' ? value : `${JSON.stringify(value)}\n`;
  return { status, headers: { 'content-type': type }, body };
}
export function plain(status: number, body: string): KubeResponse {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body,
  };
}

/** Go's rule for boolean parameters: there, and neither "0" nor "false". */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && !/^(?:false|0)$/i.test(value);
}
