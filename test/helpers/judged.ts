/** What a fresh checklist says of these looks alone. */
import type { LiveLab, Look } from '../../src/host/live-lab.ts';
import { openChecklist, type Check } from '../../src/training/checklist.ts';

export function judged(looks: readonly Look[]): readonly Check[] {
  const alone: Partial<LiveLab> = { looks: () => looks, onLook: () => () => undefined };
  return openChecklist(alone as LiveLab).checks();
}
