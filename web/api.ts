/** The control API from the page: requests with the token of the address. */
export const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
/** `/l/<lab>` shows that lab; anything else is home. */
export const labInPath = /^\/l\/([^/]+)/.exec(location.pathname)?.[1];
const query = new URLSearchParams(location.search);
/** `?b=2`: that way of the lab; without it the one to which the doors lead. */
export const branchInPath = /^\d+$/.exec(query.get('b') ?? '')?.[0];
/** `?at=06:52`: a moment of the past. */
export const momentInPath = query.get('at') ?? '';
/** `/l/<lab>/debrief`. */
export const debriefInPath = /^\/l\/[^/]+\/debrief\/?$/.test(location.pathname);
/** `/d/<case>?seed=7`: a fresh one is begun. */
export const caseInPath = /^\/d\/([a-z0-9-]+)\/?$/.exec(location.pathname)?.[1];
/** `?p=term,jour`: only these panes. */
export const panesInPath = query.get('p')?.split(',') ?? [];

/** Writes what is looked at into the address, so that it can be shared; nothing is added to the history. */
export function rename(values: Readonly<Record<string, string | undefined>>): void {
  const wanted = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') wanted.delete(name);
    else wanted.set(name, value);
  }
  const text =
    wanted.size === 0 ? '' : `?${wanted.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
  history.replaceState(null, '', `${location.pathname}${text}${location.hash}`);
}

export function request(path: string, body?: object): Promise<Response> {
  return fetch(`/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export function remove(path: string): Promise<Response> {
  return fetch(`/api/v1${path}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
}

/** The answer, or undefined when the lab says no. */
export async function ask<Answer>(path: string, body?: object): Promise<Answer | undefined> {
  const response = await request(path, body);
  return response.ok ? ((await response.json()) as Answer) : undefined;
}

export const LEVELS = ['guided', 'normal', 'exam'] as const;
export type Level = (typeof LEVELS)[number];

export interface Started {
  readonly url: string;
}
/** Opens a further lab and goes there; answers what was wrong, when it was. */
export async function go(body: {
  readonly scenario: string;
  readonly seed?: number;
  readonly watch?: boolean;
  readonly level?: string;
  readonly profile?: string;
}): Promise<string | undefined> {
  const response = await request('/labs', body);
  const answer = (await response.json()) as Started & { readonly error?: string };
  if (!response.ok) return answer.error ?? response.statusText;
  location.assign(answer.url);
  return undefined;
}
