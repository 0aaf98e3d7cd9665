/**
 * Which browser asks, told by a cookie that the page sets: a class shares one link, and what one of them has open must
 * not keep it from the others. It opens nothing: that is the token's.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'eggtooth-person';
const YEAR_SECONDS = 365 * 86_400;

/** Undefined for a program, which keeps no cookies. */
export function personOf({ headers }: FastifyRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
  return /^[\w-]{16,64}$/.test(value) ? value : undefined;
}

/** The same for all labs of this machine: browsers keep cookies by host, whatever the port. */
export function introduce(request: FastifyRequest, reply: FastifyReply): void {
  if (personOf(request) !== undefined) return;
  const value = randomBytes(18).toString('base64url');
  const how = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${YEAR_SECONDS}`;
  void reply.header('set-cookie', `${COOKIE}=${value}; ${how}`);
}
