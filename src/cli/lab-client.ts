/** Finds the lab that is meant and speaks to its control API. */
import { EggtoothError, ERRORS, type ErrorCode } from '../errors.ts';
import { liveLabs, type LiveLabState } from '../lab-server/live-labs.ts';

export interface ClientOptions {
  readonly url?: string;
}
export interface LabClient {
  readonly url: string;
  readonly token: string;
  /** `GET /api/v1/labs/<id>/<path>`; with a body POST. */
  request<Reply>(path: string, body?: object): Promise<Reply>;
}

interface Failure {
  readonly error?: string;
  readonly code?: ErrorCode;
  readonly details?: EggtoothError['details'];
}

export async function labClient(options: ClientOptions): Promise<LabClient> {
  const { url, token } = found(options);
  const call = async <Reply>(path: string, body?: object): Promise<Reply> => {
    const response = await reach(url, token, path, body);
    const reply = (await response.json()) as Reply & Failure;
    if (response.ok) return reply;
    // What the lab says about its own names is told as if it had been found here.
    if (reply.code !== undefined && reply.code in ERRORS)
      throw new EggtoothError(reply.code, reply.details);
    throw new EggtoothError('EGT_REFUSED', {
      reason: reply.error ?? response.statusText,
      status: response.status,
    });
  };
  const { labs } = await call<{ labs: readonly { id: string }[] }>('/api/v1/labs');
  const id = labs[0]?.id ?? '';
  return {
    url,
    token,
    request: (path, body) => call(`/api/v1/labs/${id}${path === '' ? '' : `/${path}`}`, body),
  };
}

function found({ url: given }: ClientOptions): { readonly url: string; readonly token: string } {
  const address = given ?? process.env['EGGTOOTH_URL'];
  const live = liveLabs();
  if (address === undefined || address === '') return single(live);
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed === undefined) {
    throw new EggtoothError('EGT_LAB_UNREACHABLE', { url: address, reason: 'It is no address.' });
  }
  const url = parsed.origin;
  const fragment = new URLSearchParams(parsed.hash.slice(1)).get('token');
  const known = live.find((state) => state.url === url)?.token;
  return { url, token: process.env['EGGTOOTH_TOKEN'] ?? fragment ?? known ?? '' };
}

function single(live: readonly LiveLabState[]): { readonly url: string; readonly token: string } {
  // Those that a page's doors opened are further ones: somebody who means one of them names it.
  const [first, ...others] = live.filter(({ home }) => home === undefined);
  if (first === undefined) throw new EggtoothError('EGT_NO_LAB');
  if (others.length === 0)
    return { url: first.url, token: process.env['EGGTOOTH_TOKEN'] ?? first.token };
  const labs = live.map(({ id, url }) => `${id} at ${url}`).join(', ');
  throw new EggtoothError('EGT_SEVERAL_LABS', { labs });
}

async function reach(
  url: string,
  token: string,
  path: string,
  body: object | undefined,
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  const init: RequestInit =
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  try {
    return await fetch(`${url}${path}`, init);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const reason = cause instanceof Error ? cause.message : String(error);
    throw new EggtoothError('EGT_LAB_UNREACHABLE', { url, reason });
  }
}

/** `12:04.5` of lab time. */
export function labTime(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  return `${String(minutes).padStart(2, '0')}:${((tenths - minutes * 600) / 10).toFixed(1).padStart(4, '0')}`;
}
