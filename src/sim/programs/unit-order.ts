/** When a unit may start, and when it is started again. Real: systemd 252 job.c (ordering), condition.c, service.c. */
import type { Condition, UnitDefinition } from '../text/unit-file.ts';

interface Host {
  state(): { readonly phase: string; readonly startJobs: ReadonlySet<string> };
  unit(name: string): { readonly active: string; readonly sub: string } | undefined;
  file(path: string): unknown;
}

/** Targets that come with the network. */
const NETWORK = new Set(['network.target', 'network-online.target']);
const serviceOf = (name: string): string => (NETWORK.has(name) ? 'NetworkManager.service' : name);

/** What it wants that neither runs nor is about to. */
export function idleWants(host: Host, { wants }: UnitDefinition): readonly string[] {
  const { startJobs } = host.state();
  return wants.filter((name) => {
    const active = host.unit(name)?.active;
    return (active === 'inactive' || active === 'failed') && !startJobs.has(name);
  });
}

/** Whether everything that it comes after has been started, or is not about to be. */
export function isOrdered(host: Host, { after }: UnitDefinition): boolean {
  const { phase, startJobs } = host.state();
  return after.every((name) => {
    if (name === 'multi-user.target') return phase === 'running';
    const other = serviceOf(name);
    if (startJobs.has(other)) return false;
    const fact = host.unit(other);
    return fact?.active !== 'activating' || fact.sub === 'auto-restart';
  });
}

/** What tells a process of changes in that. */
export const orderTopics = (host: string, { after }: UnitDefinition): readonly string[] =>
  after.map((name) =>
    name === 'multi-user.target' ? `host:${host}` : `unit:${host}/${serviceOf(name)}`,
  );

export const unmetCondition = (host: Host, { conditions }: UnitDefinition): Condition | undefined =>
  conditions.find(({ path, negate }) => (host.file(path) !== undefined) === negate);

export function restartsAfter({ restart }: UnitDefinition, failed: boolean): boolean {
  if (restart === 'always') return true;
  return restart === 'on-failure' ? failed : restart === 'on-success' && !failed;
}
