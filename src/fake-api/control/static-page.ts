/** The page's files, from one folder, with a policy that lets nothing in from elsewhere. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { introduce } from './person.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function servePage(app: FastifyInstance, folder: string | undefined): void {
  app.get('/*', async (request, reply) => {
    const [path = '/'] = request.url.split('?');
    const isView = path === '/' || path.startsWith('/l/') || path.startsWith('/d/');
    if (isView) introduce(request, reply);
    return sendFile(reply, folder, isView ? '/index.html' : path);
  });
}

async function sendFile(
  reply: FastifyReply,
  folder: string | undefined,
  path: string,
): Promise<FastifyReply> {
  const type = TYPES[extname(path)];
  const name = decoded(path);
  const file =
    folder === undefined || name === undefined ? undefined : join(folder, normalize(name));
  if (file === undefined || type === undefined || !file.startsWith(folder ?? '')) {
    return reply.code(404).type('text/plain').send('Not found.\n');
  }
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (content instanceof Error) return reply.code(404).type('text/plain').send('Not found.\n');
  return reply
    .type(type)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache')
    .send(content);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
