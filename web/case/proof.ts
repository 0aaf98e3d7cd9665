/** The lines that the trainee has marked as proof. */
import { signal } from '@preact/signals';

export interface Proof {
  /** Id of a fact, or `look:<cell>`. */
  readonly id: string;
  readonly text: string;
}
export const proofs = signal<readonly Proof[]>([]);
const PROOFS_MAX = 6;

export function mark(proof: Proof): void {
  if (proofs.value.some(({ id }) => id === proof.id)) return;
  proofs.value = [...proofs.value, proof].slice(-PROOFS_MAX);
}
export function unmark(id: string): void {
  proofs.value = proofs.value.filter((proof) => proof.id !== id);
}
