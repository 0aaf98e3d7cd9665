/**
 * What a scenario file may hold. Types, validation and docs/reference/scenario.schema.json come from
 * this one place.
 */
import { z } from 'zod';

const duration = z.string().regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'a duration, such as 90s, 25m or 3h');
const host = z.string().min(1);

const act = z.union([
  z.strictObject({ start: z.array(host).min(1) }),
  z.strictObject({ destroy: z.array(host).min(1) }),
]);

/** One step of the scenario's operator: switches machines, or moves a file as `mv` does. */
const when = { after: z.string().optional(), at: duration.optional() };
export const operatorStep = z.union([
  z.strictObject({ ...when, power: act }),
  z.strictObject({
    ...when,
    move: z.strictObject({
      host,
      from: z.string().startsWith('/'),
      to: z.string().startsWith('/'),
    }),
  }),
]);
const values = z.record(z.string(), z.union([z.string(), z.number()]));
const timelineStep = z.union([
  z.strictObject({
    id: z.string().optional(),
    at: duration.optional(),
    onset: z.string().optional(),
    fault: z.string(),
    on: host.optional(),
    set: values.optional(),
  }),
  z.strictObject({
    id: z.string().optional(),
    at: duration.optional(),
    onset: z.string().optional(),
    set: z.record(z.string(), z.unknown()),
  }),
]);

const diagnosis = z.strictObject({
  where: z.string(),
  what: z.string(),
  follows: z.array(z.string()).default([]),
  /** Texts; the newest line that holds one is marked as proof. */
  proof: z.array(z.string()).default([]),
  confidence: z.number().int().min(0).max(100).default(90),
});
const command = z.strictObject({ host, command: z.string().min(1), after: duration.optional() });
/** Somebody who plays the drill: what she types, where, and what she then says. */
const attempt = z.strictObject({
  title: z.string().min(1),
  exec: z.array(command).default([]),
  hints: z.number().int().min(0).default(0),
  diagnosis: diagnosis.optional(),
});
const part = z.enum(['noticed', 'diagnosed', 'mended', 'conduct', 'hints']);
/** The handbook's verification checklist. */
const CHECKS = ['pods', 'etcd', 'api', 'manifests'] as const;
const drill = {
  level: z.number().int().min(1).max(5).optional(),
  /** When the trainee takes over. */
  begin: z.strictObject({ after: z.string(), at: duration.default('0s') }).optional(),
  mission: z.string().min(1).optional(),
  checklist: z
    .array(z.enum(CHECKS))
    .min(1)
    .default([...CHECKS]),
  hints: z
    .array(
      z.strictObject({
        /** Cells that begin so: offered while she has not looked there. */
        unless: z.string().min(1).optional(),
        price: z.number().min(0).max(1),
        say: z.string().min(1),
      }),
    )
    .default([]),
  truth: z
    .strictObject({ where: z.string(), what: z.string(), says: z.string().min(1) })
    .optional(),
  solutions: z.array(attempt).default([]),
  wrong: z.array(attempt.extend({ fails: z.array(part).min(1) })).default([]),
};

export const scenarioSchema = z.strictObject({
  title: z.string().min(1),
  world: z.strictObject({
    profile: z.string(),
    masters: z.number().int().min(3).max(3).default(3),
  }),
  /** A file beside this one with the steps, or the steps. */
  operator: z.union([z.string(), z.array(operatorStep)]).default([]),
  timeline: z.array(timelineStep).default([]),
  end: z.string(),
  timeLimit: duration,
  ...drill,
});
export const operatorSchema = z.array(operatorStep);
export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type OperatorFile = z.infer<typeof operatorSchema>;
export type AttemptFile = z.infer<typeof attempt>;
