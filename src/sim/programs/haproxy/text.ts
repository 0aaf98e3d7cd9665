/** haproxy's lines: its own log (syslog), and on stderr with a level. Wording: haproxy 2.4 to 2.6, src/server.c, proxy.c. */
import type { Change, Probe } from './balancer.ts';

const INFO: Readonly<Record<Exclude<Probe, 'ok'>, string>> = {
  refused: 'reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms',
  noRoute: 'reason: Layer4 connection problem, info: "No route to host", check duration: 1ms',
  timeout: 'reason: Layer4 timeout, check duration: 2001ms',
};

export const haproxy = {
  start: (pid: number): readonly string[] => [
    `[NOTICE]   (${pid}) : New worker (${pid + 2}) forked`,
    `[NOTICE]   (${pid}) : Loading success.`,
  ],
  stderr: (level: 'ALERT' | 'WARNING' | 'NOTICE', pid: number, text: string): string =>
    `${`[${level}]`.padEnd(10)} (${pid}) : ${text}`,
  change: ({ state, up, probe, left }: Change): string => {
    const name = `Server ${state.backend}/${state.server.name}`;
    return up || probe === 'ok'
      ? `${name} is UP, reason: Layer4 check passed, check duration: 0ms. ${left} active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`
      : `${name} is DOWN, ${INFO[probe]}. ${left} active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`;
  },
  noServer: (backend: string): string => `backend ${backend} has no server available!`,
  cannotBind: (pid: number, file: string, frontend: string, port: number, line: number): string =>
    haproxy.stderr(
      'ALERT',
      pid,
      `Binding [${file}:${line}] for frontend ${frontend}: cannot bind socket (Address already in use) for [0.0.0.0:${port}]`,
    ),
};
