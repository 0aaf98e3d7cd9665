/** A manifest has no times; whoever creates its object says since when its conditions hold. */
import type { Template } from '../kube/store.ts';

interface Status {
  readonly conditions?: readonly { readonly lastTransitionTime?: number }[];
}

export function createdAt(template: Template, now: number): Template {
  const status = template['status'] as Status | undefined;
  if (status?.conditions === undefined) return template;
  const conditions = status.conditions.map((condition) => ({
    ...condition,
    lastTransitionTime: now,
  }));
  return { ...template, status: { ...status, conditions } };
}
