/**
 * Failures as the API server words them: metav1.Status with a reason, and the ways in which a
 * connection dies. Real: apimachinery pkg/api/errors, apiserver responsewriters/status.go.
 */
import type { Answer } from '../../sim/index.ts';
import type { KubeResponse } from './exchange.ts';
import { json } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { qualified, type Resource } from './resources.ts';

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Expired',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** A request that failed in a way that has a Status. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor(
    code: number,
    message: string,
    options: { reason?: string; details?: JsonObject } = {},
  ) {
    super(message);
    this.code = code;
    this.reason = options.reason ?? REASONS[code] ?? '';
    this.details = options.details;
  }
}
/** A request whose connection dies: reset, or closed without an answer. */
export class ConnectionLost extends Error {
  readonly how: 'reset' | 'eof';

  constructor(how: 'reset' | 'eof') {
    super(how);
    this.how = how;
  }
}

export function statusObject(error: StatusError): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: error.message,
    ...(error.reason === '' ? {} : { reason: error.reason }),
    ...(error.details === undefined ? {} : { details: error.details }),
    code: error.code,
  };
}
export function statusResponse(error: StatusError): KubeResponse {
  const response = json(error.code, statusObject(error));
  const seconds = error.details?.['retryAfterSeconds'];
  if (typeof seconds === 'number') response.headers['retry-after'] = String(seconds);
  return response;
}

export function notFound(resource: Resource, name: string): StatusError {
  return new StatusError(404, `${qualified(resource)} "${name}" not found`, {
    details: { name, ...groupOf(resource), kind: resource.plural },
  });
}
export function conflict(resource: Resource, name: string, why?: string): StatusError {
  const message =
    why ??
    'the object has been modified; please apply your changes to the latest version and try again';
  return new StatusError(
    409,
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${message}`,
    { details: { name, ...groupOf(resource), kind: resource.plural } },
  );
}

/** The world's no, as this API server says it. */
export function failure(
  answer: Answer & { readonly ok: false },
  resource: Resource,
  name: string,
): StatusError | ConnectionLost {
  const details: JsonObject = { name, ...groupOf(resource), kind: resource.plural };
  switch (answer.error) {
    case 'refused':
    case 'reset':
      return new ConnectionLost('reset');
    case 'eof':
      return new ConnectionLost('eof');
    case 'timeout':
      return new StatusError(
        504,
        answer.message || 'request did not complete within the allotted timeout',
      );
    case 'unavailable':
      return new StatusError(
        503,
        answer.message || 'the server is currently unable to handle the request',
        {
          details: { retryAfterSeconds: 5 },
        },
      );
    case 'etcdTimeout':
      return new StatusError(500, 'etcdserver: request timed out', { reason: '' });
    case 'notFound':
      return answer.message === '' || resource.plural !== 'namespaces'
        ? missing(answer.message, resource, name)
        : new StatusError(404, answer.message, { details });
    case 'alreadyExists':
      return new StatusError(409, `${qualified(resource)} "${name}" already exists`, {
        reason: 'AlreadyExists',
        details,
      });
    case 'conflict':
      return conflict(resource, name);
    case 'invalid':
      return new StatusError(422, answer.message || `${resource.kind} "${name}" is invalid`, {
        // Here, and only here, the kind is a kind and no resource.
        details: {
          ...details,
          kind: resource.kind,
          ...(answer.causes && { causes: answer.causes.map((cause) => ({ ...cause })) }),
        },
      });
    case 'rejected':
      return new StatusError(
        403,
        answer.message || `${qualified(resource)} "${name}" is forbidden`,
        {
          details,
        },
      );
  }
}

/** A create into a namespace that is not there says so; anything else names the object itself. */
function missing(message: string, resource: Resource, name: string): StatusError {
  const namespace = /^namespaces "([^"]+)" not found$/.exec(message)?.[1];
  if (namespace === undefined) return notFound(resource, name);
  return new StatusError(404, message, { details: { name: namespace, kind: 'namespaces' } });
}

function groupOf(resource: Resource): JsonObject {
  return resource.group === '' ? {} : { group: resource.group };
}
