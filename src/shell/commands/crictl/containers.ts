/** Containers and sandboxes by (part of) their id, and how crictl speaks of them. */
import type { ContainerView, SandboxView } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';

export const notFound = (id: string): string =>
  `rpc error: code = NotFound desc = could not find container "${id}": container with ID starting with ${id} not found: ID does not exist`;

export function findContainer({ machine }: CommandContext, id: string): ContainerView | undefined {
  if (id === '') return undefined;
  return machine.lab.world.read
    .containers(machine.host)
    .find((container) => container.state !== 'removed' && container.id.startsWith(id));
}
export function sandboxOf(
  { machine }: CommandContext,
  container: ContainerView,
): SandboxView | undefined {
  return machine.lab.world.read
    .sandboxes(machine.host)
    .find((sandbox) => sandbox.id === container.sandboxId);
}

/** docker/go-units HumanDuration. */
export function humanDuration(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  const days = Math.floor(hours / 24);
  return days < 14 ? `${days} days` : `${Math.floor(days / 7)} weeks`;
}
export const ID_LENGTH = 13;
