/** Random acts of a person at a lab, and their undoing: plain data, so that a failure is a short story. */
import type { Lab, LabInput } from '../../src/sim/index.ts';

export interface Act {
  readonly atSeconds: number;
  readonly what: number;
  readonly where: number;
}

const HOSTS = ['bootstrap', 'master-0', 'master-1', 'master-2'];
const MANIFESTS = '/etc/kubernetes/manifests';
const SECOND = 1_000_000;
type Input = LabInput extends infer I ? (I extends LabInput ? Omit<I, 'who'> : never) : never;

const send = (lab: Lab, input: Input): void =>
  void lab.input({ who: 'trainee', ...input } as LabInput);

/** Manifests that were moved away, by host and path. */
export type Moved = Map<string, { host: string; path: string; content: string }>;

export function perform(lab: Lab, { what, where }: Act, moved: Moved): void {
  const host = HOSTS[where % HOSTS.length] ?? 'bootstrap';
  const pick = <T>(list: readonly T[]): T | undefined => list[where % Math.max(1, list.length)];
  const verbs = ['stop', 'start', 'restart'] as const;
  switch (what % 9) {
    case 0:
      return send(lab, { kind: 'power', host, verb: 'destroy' });
    case 1:
      return send(lab, { kind: 'power', host, verb: 'start' });
    case 2:
      return send(lab, { kind: 'power', host, verb: 'reboot' });
    case 3:
      return send(lab, {
        kind: 'unit',
        host,
        unit: pick(['kubelet', 'crio', 'bootkube', 'sshd']) ?? '',
        verb: verbs[where % 3] ?? 'stop',
      });
    case 4: {
      const container = pick(lab.read.containers(host).filter((c) => c.state === 'running'));
      return (
        container && send(lab, { kind: 'stopContainer', host, id: container.id, graceSeconds: 30 })
      );
    }
    case 5: {
      const file = pick(lab.read.folder(host, MANIFESTS));
      if (file === undefined) return undefined;
      if (!moved.has(`${host}${file.path}`))
        moved.set(`${host}${file.path}`, { host, path: file.path, content: file.content });
      return send(lab, { kind: 'files', host, changes: [{ op: 'remove', path: file.path }] });
    }
    case 6: {
      const file = pick(lab.read.folder(host, MANIFESTS));
      if (file === undefined || moved.has(`${host}${file.path}`)) return undefined;
      moved.set(`${host}${file.path}`, { host, path: file.path, content: file.content });
      const content =
        pick(['', 'kind: Pod\n\t', 'not: [a pod', file.content.replace('Pod', 'Pood')]) ?? '';
      return send(lab, {
        kind: 'files',
        host,
        changes: [{ op: 'write', path: file.path, content }],
      });
    }
    case 7:
      return send(lab, {
        kind: 'patch',
        set: { [`${host}.disk.fsync`]: { fixedMillis: [0, 30, 300, 1500, 4000][where % 5] } },
      });
    default:
      return send(lab, { kind: 'patch', set: { [`${host}.link.up`]: where % 2 === 0 } });
  }
}

/** Everything is mended: disks and links well, machines on, units started, manifests back. */
export function mend(lab: Lab, moved: Moved): void {
  for (const host of HOSTS) {
    send(lab, {
      kind: 'patch',
      set: { [`${host}.disk.fsync`]: { fixedMillis: 0 }, [`${host}.link.up`]: true },
    });
  }
  for (const { host, path, content } of moved.values()) {
    const gone = lab.read.file(host, path) === undefined;
    const done =
      host === 'bootstrap' && lab.read.file(host, '/opt/openshift/.bootkube.done') !== undefined;
    if (done && gone) continue;
    send(lab, { kind: 'files', host, changes: [{ op: 'write', path, content }] });
  }
  for (const host of HOSTS) {
    if (lab.read.host(host)?.power === 'off') send(lab, { kind: 'power', host, verb: 'start' });
  }
  lab.runUntil(lab.now + 120 * SECOND);
  for (const host of HOSTS) {
    for (const unit of ['crio', 'kubelet', 'bootkube', 'sshd']) {
      const state = lab.read.units(host).find((u) => u.unit === `${unit}.service`)?.active;
      if (state === 'inactive' || state === 'failed')
        send(lab, { kind: 'unit', host, unit, verb: 'start' });
    }
  }
}
