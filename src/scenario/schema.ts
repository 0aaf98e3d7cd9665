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

/** One step of the scenario's operator. */
export const operatorStep = z.strictObject({
  after: z.string().optional(),
  at: duration.optional(),
  power: act,
});
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
});
export const operatorSchema = z.array(operatorStep);
export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type OperatorFile = z.infer<typeof operatorSchema>;
