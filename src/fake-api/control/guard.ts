/**
 * Who may speak to the control API: this machine's browser on our own page, or a program with the
 * token. A foreign Host or Origin is 403 (DNS rebinding, other sites), a missing token 401.
 */
import { timingSafeEqual } from 'node:crypto';

export interface Guard {
  readonly port: number;
  readonly staffToken: string;
  readonly traineeToken: string;
}
export interface Presented {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** The reason to refuse by Host or Origin, or undefined. */
export function foreign(guard: Guard, { host, origin }: Presented): string | undefined {
  const own = OWN_NAMES.map((name) => `${name}:${guard.port}`);
  if (host === undefined || !own.includes(host.toLowerCase())) return 'foreign Host';
  if (origin !== undefined && !own.some((name) => origin === `http://${name}`)) {
    return 'foreign Origin';
  }
  return undefined;
}

export function hasToken(guard: Guard, authorization: string | undefined): boolean {
  const match = /^Bearer (.+)$/.exec(authorization ?? '');
  return match?.[1] !== undefined && isToken(guard, match[1]);
}

export function isToken({ staffToken, traineeToken }: Guard, presented: string): boolean {
  return same(staffToken, presented) || same(traineeToken, presented);
}

/** Whether the request carries the trainee's token. */
export function isTrainee({ traineeToken }: Guard, authorization: string | undefined): boolean {
  return same(`Bearer ${traineeToken}`, authorization ?? '');
}

function same(token: string, presented: string): boolean {
  const wanted = Buffer.from(token);
  const given = Buffer.from(presented);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
