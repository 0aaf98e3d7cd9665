/** JSON Schemas of what the control API takes. */
import { PACE_MAX } from '../../host/clock.ts';
import { LEVELS } from './control-options.ts';

const name = { type: 'string', minLength: 1, maxLength: 200 } as const;
const only = (property: string, schema: object): object => ({
  type: 'object',
  required: [property],
  additionalProperties: false,
  properties: { [property]: schema },
});

export const CLOCK_BODY = {
  oneOf: [
    only('pace', {
      oneOf: [{ type: 'number', exclusiveMinimum: 0, maximum: PACE_MAX }, { const: 'max' }],
    }),
    only('pause', { const: true }),
    only('resume', { const: true }),
    only('step', { const: true }),
    only('until', name),
  ],
};

const input = (kind: string, properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  required: ['who', 'kind', ...Object.keys(properties)],
  additionalProperties: false,
  properties: { who: name, kind: { const: kind }, ...properties },
});
export const INPUT_BODY = {
  oneOf: [
    input('patch', { set: { type: 'object', minProperties: 1 } }),
    input('heal', { id: name }),
    input('power', { host: name, verb: { enum: ['start', 'destroy', 'shutdown', 'reboot'] } }),
    input('unit', {
      host: name,
      unit: name,
      verb: { enum: ['start', 'stop', 'restart', 'enable', 'disable'] },
    }),
  ],
};
export const FAULT_BODY = {
  type: 'object',
  required: ['fault'],
  additionalProperties: false,
  properties: {
    fault: name,
    host: { type: 'string', maxLength: 200 },
    set: { type: 'object', additionalProperties: { type: 'string' } },
    at: name,
  },
};
const word = { type: 'string', maxLength: 200 } as const;
const words = { type: 'array', maxItems: 40, items: word } as const;
export const DIAGNOSIS_BODY = {
  type: 'object',
  required: ['where', 'what'],
  additionalProperties: false,
  properties: {
    where: name,
    what: name,
    follows: { ...words, default: [] },
    proof: { ...words, default: [] },
    confidence: { type: 'integer', minimum: 0, maximum: 100, default: 50 },
  },
};
export const START_BODY = {
  type: 'object',
  required: ['scenario'],
  additionalProperties: false,
  properties: {
    scenario: { type: 'string', pattern: '^[a-z0-9-]{1,60}$' },
    seed: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
    watch: { type: 'boolean', default: false },
    level: { enum: [...LEVELS], default: 'normal' },
    profile: { type: 'string', default: 'handbook' },
  },
};
export const MOMENT_BODY = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: { atSeconds: { type: 'number', minimum: 0 }, event: name },
};
export const HOLD_BODY = only('held', { type: 'boolean' });
export const WAIT_BODY = only('event', name);
export const WHY_QUERY = only('what', name);
export const JOURNAL_QUERY = {
  type: 'object',
  required: ['host'],
  additionalProperties: false,
  properties: {
    host: name,
    unit: { type: 'string', maxLength: 200 },
    after: { type: 'string', maxLength: 40 },
    limit: { type: 'integer', minimum: 1, maximum: 10_000, default: 1000 },
  },
};
