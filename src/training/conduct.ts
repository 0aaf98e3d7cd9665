/**
 * What the trainee did to the world besides the repair, and how sure she was of what is wrong. Reading is
 * free, and so are files and objects of her own; a needless act costs, and one that is still in force at
 * the end costs double. Who sends others to the wrong place costs them time, the more the surer she is
 * (Brier score, reference/faults.md, "Scores"); who says nothing sends nobody.
 */
import type { Diagnosis, Drill } from '../scenario/index.ts';
import type { Lab, LabInput, LabRecord, LabSpec } from '../sim/index.ts';

type Act = LabInput & {
  readonly kind:
    | 'power'
    | 'unit'
    | 'stopContainer'
    | 'files'
    | 'interface'
    | 'filter'
    | 'signal'
    | 'patch'
    | 'kube';
};
type Files = Act & { readonly kind: 'files' };
const SYSTEM_PATH = /^\/(etc|opt|var\/lib|usr)\//;
const MANIFESTS = '/etc/kubernetes/manifests/';
const NEEDLESS = 1;
/** A machine that goes down takes all with it that runs there. */
const POWER = 2;
const STILL_BROKEN = 2;

function actsOf({ inputs }: LabRecord): readonly Act[] {
  return inputs.flatMap(({ input }): Act[] => {
    if (input.who === 'operator' || input.who.startsWith('script:')) return [];
    switch (input.kind) {
      case 'files': {
        const system = input.changes.some(({ path }) => SYSTEM_PATH.test(path));
        return system || putsManifest(input) ? [input] : [];
      }
      case 'kube': {
        const { resource, namespace, name } = input;
        const own = inputs.some(
          ({ input: other }) =>
            other.kind === 'kube' &&
            other.verb === 'create' &&
            [other.resource, other.namespace, other.name].join() ===
              [resource, namespace, name].join(),
        );
        return input.verb === 'delete' && !own ? [input] : [];
      }
      case 'power':
      case 'unit':
      case 'stopContainer':
      case 'interface':
      case 'filter':
      case 'signal':
      case 'patch':
        return [input];
      case 'heal':
      case 'journal':
      case 'health':
      case 'etcd':
      case 'scriptExit':
        return [];
    }
  });
}

/** Does it bring a manifest to where kubelet reads it, and take none away? */
function putsManifest({ changes }: { readonly changes: Files['changes'] }): boolean {
  const there = (path: string): boolean => path.startsWith(MANIFESTS);
  return (
    changes.some((c) => (c.op === 'move' ? there(c.to) : c.op === 'write' && there(c.path))) &&
    !changes.some((c) => c.op !== 'write' && there(c.path))
  );
}

/** Services that the drill has put where they do not belong: `bootstrap.unit.haproxy`. */
const intruders = ({ timeline }: LabSpec): readonly string[] =>
  timeline.flatMap(({ set }) =>
    Object.keys(set).flatMap((name) => /\.unit\.(.+)$/.exec(name)?.[1] ?? []),
  );

function needed(act: Act, where: string, spec: LabSpec): boolean {
  const [host = '', part = ''] = where.split('/');
  switch (act.kind) {
    case 'power':
      return part === 'power' && act.host === host && act.verb === 'start';
    case 'patch':
      return Object.keys(act.set).some((name) => name.startsWith(`${host}.${part}.`));
    case 'files':
      return (
        act.host === host &&
        (part === 'static-pod-manifests'
          ? putsManifest(act)
          : act.changes.every(({ path }) => intruders(spec).some((name) => path.includes(name))))
      );
    case 'unit':
      return (
        act.host === host &&
        (act.verb === 'stop' || act.verb === 'disable') &&
        intruders(spec).includes(act.unit.replace(/\.service$/, ''))
      );
    case 'stopContainer':
    case 'interface':
    case 'filter':
    case 'signal':
    case 'kube':
      return false;
  }
}

/** Does it only put back what she had taken away herself? */
function undoes(act: Act, before: readonly Act[]): boolean {
  switch (act.kind) {
    case 'power':
    case 'unit':
      return (
        ['start', 'enable'].includes(act.verb) &&
        before.some((b) => stops(b) && placeOf(b) === placeOf(act))
      );
    case 'files':
      return act.changes.every(({ op, ...change }) => {
        const to = 'to' in change ? change.to : op === 'remove' ? undefined : change.path;
        return before.some(
          (b) => b.kind === 'files' && b.changes.some((c) => c.op === 'move' && c.path === to),
        );
      });
    case 'patch':
    case 'stopContainer':
    case 'interface':
    case 'filter':
    case 'signal':
    case 'kube':
      return false;
  }
}
const stops = (act: Act): boolean =>
  (act.kind === 'power' || act.kind === 'unit') &&
  !['start', 'restart', 'enable'].includes(act.verb);
const placeOf = (act: Act): string =>
  act.kind === 'unit' ? `${act.host} ${act.unit}` : act.kind === 'power' ? act.host : '';

/** Is what the act took away still away? */
function stillBroken(act: Act, { read }: Lab): boolean {
  switch (act.kind) {
    case 'power':
      return act.verb !== 'start' && read.host(act.host)?.power !== 'on';
    case 'unit':
      return (
        stops(act) &&
        read.units(act.host).some(({ unit, active }) => unit === act.unit && active !== 'active')
      );
    case 'files':
      return act.changes.some(
        ({ op, path }) =>
          (op === 'remove' || op === 'move') &&
          SYSTEM_PATH.test(path) &&
          read.file(act.host, path) === undefined,
      );
    case 'kube':
      return read.object(act.resource, act.namespace, act.name) === undefined;
    case 'interface': {
      const now = read.interfaces(act.host).find(({ device }) => device === act.interface.device);
      return now?.up === false || now?.addresses.length === 0;
    }
    case 'filter':
      return read.filter(act.host).some((rule) => / -j (DROP|REJECT)/.test(rule));
    case 'patch':
    case 'signal':
    case 'stopContainer':
      return false;
  }
}

function told(act: Act): string {
  switch (act.kind) {
    case 'power':
      return `${act.verb} ${act.host}`;
    case 'unit':
      return `${act.verb} ${act.unit} on ${act.host}`;
    case 'files':
      return `${act.changes[0]?.op ?? 'change'} ${act.changes[0]?.path ?? ''} on ${act.host}`;
    case 'interface':
      return `change ${act.interface.device} of ${act.host}`;
    case 'filter':
      return `change the packet filter of ${act.host}`;
    case 'signal':
      return `send SIG${act.signal} to ${act.program} on ${act.host}`;
    case 'stopContainer':
      return `stop a container on ${act.host}`;
    case 'kube':
      return `delete ${act.resource} ${act.name}`;
    case 'patch':
      return `set ${Object.keys(act.set).join(', ')}`;
  }
}

/** The square of a mistaken certainty, to half a point: 0.5 for a throw of the dice, 1 for "quite sure". */
function misled(said: Diagnosis | undefined, where: string): number {
  if (said === undefined || said.where === where) return 0;
  return Math.round(2 * (said.confidence / 100) ** 2) / 2;
}

/** `lab` is the record's lab at its end. */
export function conduct(
  { truth }: Drill,
  record: LabRecord,
  lab: Lab,
  of: number,
  said?: Diagnosis,
): { readonly points: number; readonly evidence: string; readonly needless: number } {
  const acts = actsOf(record);
  const needless = acts
    .filter((act, i) => !needed(act, truth.where, record.spec) && !undoes(act, acts.slice(0, i)))
    .map((act) => ({ act, broken: stillBroken(act, lab) }));
  const mistake = misled(said, truth.where);
  const cost = needless.reduce(
    (sum, { act, broken }) =>
      sum + (broken ? STILL_BROKEN : act.kind === 'power' ? POWER : NEEDLESS),
    mistake,
  );
  const named = needless.map(({ act, broken }) => told(act) + (broken ? ' (still so)' : ''));
  const none = acts.length === 0 ? 'changed nothing' : 'no needless act';
  return {
    points: Math.max(0, of - cost),
    needless: needless.length,
    evidence: [
      needless.length === 0 ? none : `needless: ${named.join(', ')}`,
      ...(mistake === 0 ? [] : [`${said?.confidence} % sure of the wrong place`]),
    ].join('; '),
  };
}
