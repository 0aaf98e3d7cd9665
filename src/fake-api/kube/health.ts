/** /healthz, /livez and /readyz as apiserver pkg/server/healthz writes them. */
import type { LiveLab } from '../../host/live-lab.ts';
import { flag, plain, type KubeRequest, type KubeResponse } from './exchange.ts';
import { ConnectionLost, StatusError } from './status.ts';

export type HealthEndpoint = 'healthz' | 'livez' | 'readyz';

export function healthPath(path: string): HealthEndpoint | undefined {
  const endpoint = path.split('/')[1];
  return endpoint === 'healthz' || endpoint === 'livez' || endpoint === 'readyz'
    ? endpoint
    : undefined;
}

export async function health(
  lab: LiveLab,
  request: KubeRequest,
  endpoint: HealthEndpoint,
): Promise<KubeResponse> {
  const { host, query, path, user, signal, watch } = request;
  const exclude = query.getAll('exclude').filter((name) => name !== '');
  const asked = { who: user.name, kind: 'health', host, endpoint, exclude } as const;
  const answer = await lab.ask(asked, signal, watch);
  if (!answer.ok) {
    if (answer.error === 'refused' || answer.error === 'reset') throw new ConnectionLost('reset');
    if (answer.error === 'eof') throw new ConnectionLost('eof');
    throw new StatusError(500, answer.message);
  }
  const checks = answer.checks ?? [];
  const one = path.split('/').slice(2).join('/');
  if (one !== '') {
    const check = checks.find(({ name }) => name === one);
    if (check === undefined) return plain(404, '404 page not found\n');
    return check.ok ? plain(200, 'ok') : plain(500, `internal server error: ${check.error}\n`);
  }
  const failed = checks.some(({ name, ok }) => !ok && !exclude.includes(name));
  if (!failed && !flag(query, 'verbose')) return plain(200, 'ok');
  const lines = checks.map(({ name, ok }) => {
    if (exclude.includes(name)) return `[+]${name} excluded: ok\n`;
    return ok ? `[+]${name} ok\n` : `[-]${name} failed: reason withheld\n`;
  });
  const unknown = exclude.filter((name) => !checks.some((check) => check.name === name));
  const quoted = unknown.map((name) => `"${name}"`).join(', ');
  const warning =
    unknown.length === 0
      ? ''
      : `warn: some health checks cannot be excluded: no matches for ${quoted}\n`;
  const last = `${endpoint} check ${failed ? 'failed' : 'passed'}\n`;
  return plain(failed ? 500 : 200, lines.join('') + warning + last);
}
