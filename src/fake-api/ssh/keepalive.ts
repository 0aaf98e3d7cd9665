/**
 * Knows when the client has taken what was sent: the reply to a `keepalive@openssh.com` request comes
 * in order, so it follows everything before it. Window adjustments come too late (49 kB) to tell.
 */
import type { Connection } from 'ssh2';

interface Handlers {
  [name: string]: ((...args: unknown[]) => unknown) | undefined;
}
interface Protocol {
  ping(): void;
  readonly _handlers: Handlers;
}

/** Calls back when everything sent before has been taken. */
export type Probe = (taken: () => void) => void;

export function keepAlive(client: Connection): Probe {
  const { _protocol: protocol } = client as unknown as { _protocol: Protocol };
  const { _handlers: handlers } = protocol;
  const waiting: (() => void)[] = [];
  for (const name of ['REQUEST_FAILURE', 'REQUEST_SUCCESS']) {
    const before = handlers[name];
    handlers[name] = (...args) => {
      waiting.shift()?.();
      return before?.(...args);
    };
  }
  return (taken) => {
    waiting.push(taken);
    protocol.ping();
  };
}
