/** What each kind of input does to the world. The one place where the outside acts. */
import type { ApiAnswer } from '../kube/control-plane.ts';
import { ask } from '../etcd/requests.ts';
import type { Template } from '../kube/store.ts';
import type { Answer, EtcdReply, FileChange, LabInput, LabSpec } from './lab-types.ts';
import { memberViews } from './lab-read.ts';
import type { Parts } from './parts.ts';
import { resetParameters, setParameters } from './set-parameters.ts';

export type Ask = (answer: Answer) => void;
interface Arrived {
  readonly id: string;
  readonly input: LabInput;
  readonly answer: Ask;
}
const OK: Answer = { ok: true };

export function applyInput(
  parts: Parts,
  spec: LabSpec,
  inputs: readonly { readonly id: string; readonly input: LabInput }[],
  { input, answer }: Arrived,
): void {
  switch (input.kind) {
    case 'patch':
      setParameters(parts, input.set);
      return answer(OK);
    case 'heal':
      return heal(parts, spec, inputs, input.id, answer);
    case 'power':
      return power(parts, input.host, input.verb, answer);
    case 'unit':
      return unit(parts, input, answer);
    case 'stopContainer':
      return stopContainer(parts, input.host, input.id, answer);
    case 'files':
      return files(parts, input.host, input.changes, answer);
    case 'journal': {
      const boot = Math.max(0, parts.world.host(input.entry.host).boots.length - 1);
      parts.world.emit({ kind: 'journal', boot, ...input.entry });
      return answer(OK);
    }
    case 'kube':
      return kube(parts, input, answer);
    case 'health':
      return parts.controlPlane.health(input.host, input.endpoint, input.exclude, (checks) =>
        answer(checks === undefined ? refused : { ok: true, checks }),
      );
    case 'etcd':
      return etcd(parts, input.host, input.call, answer);
  }
}

const refused: Answer = { ok: false, error: 'refused', message: 'connect: connection refused' };
const rejected = (message: string): Answer => ({ ok: false, error: 'rejected', message });

function heal(
  parts: Parts,
  spec: LabSpec,
  inputs: readonly { readonly id: string; readonly input: LabInput }[],
  id: string,
  answer: Ask,
): void {
  const found = inputs.find((i) => i.id === id)?.input;
  const set = found?.kind === 'patch' ? found.set : spec.timeline.find((t) => t.id === id)?.set;
  if (set === undefined) return answer({ ok: false, error: 'notFound', message: `no fault ${id}` });
  resetParameters(parts, Object.keys(set));
  return answer(OK);
}

function power(parts: Parts, host: string, verb: string, answer: Ask): void {
  const state = parts.world.hosts.get(host);
  if (state === undefined || host === 'workstation')
    return answer({ ok: false, error: 'notFound', message: `no domain ${host}` });
  if (verb === 'start') {
    if (state.power) return answer(rejected('Domain is already active'));
    parts.kernel.deliver(host, { type: 'POWER_ON' });
  } else {
    if (!state.power) return answer(rejected('domain is not running'));
    parts.kernel.deliver(
      host,
      verb === 'reboot' ? { type: 'REBOOT' } : { type: 'POWER_OFF', how: verb },
    );
  }
  return answer(OK);
}

function unit(parts: Parts, input: Extract<LabInput, { kind: 'unit' }>, answer: Ask): void {
  const name = input.unit.replace(/\.service$/, '');
  const id = `${input.host}/unit:${name}`;
  if (!parts.kernel.running(id)) {
    return answer({ ok: false, error: 'notFound', message: `Unit ${name}.service not found.` });
  }
  const known = parts.world.host(input.host).units.get(`${name}.service`);
  if (input.verb === 'enable' || input.verb === 'disable') {
    const enabled = input.verb === 'enable' ? 'enabled' : 'disabled';
    // What other units pull in has no [Install] section: nothing changes.
    if (known !== undefined && known.enabled !== 'static' && known.enabled !== enabled)
      parts.world.emit({ ...known, kind: 'unit', enabled });
    return answer(OK);
  }
  parts.kernel.deliver(id, { type: input.verb.toUpperCase() });
  const state = (): string =>
    parts.world.host(input.host).units.get(`${name}.service`)?.active ?? 'inactive';
  // A restart is a stop and a start: being stopped is on its way.
  let ends = input.verb !== 'restart' || state() !== 'deactivating';
  if (ends && !UNDER_WAY.has(state())) return answer(OK);
  const stopped = parts.world.on((fact) => {
    if (!('host' in fact) || fact.host !== input.host) return;
    const off = fact.kind === 'power' && !fact.on;
    const changed = fact.kind === 'unit' && fact.unit === `${name}.service`;
    if (changed && fact.active === 'activating') ends = true;
    if (!off && !(changed && ends && !UNDER_WAY.has(fact.active))) return;
    stopped();
    answer(OK);
  });
}
const UNDER_WAY = new Set(['activating', 'deactivating']);

function stopContainer(parts: Parts, host: string, id: string, answer: Ask): void {
  const container = parts.world.host(host).containers.get(id);
  if (container === undefined) {
    return answer({
      ok: false,
      error: 'notFound',
      message: `container with ID starting with ${id} not found: ID does not exist`,
    });
  }
  if (container.state === 'running') parts.runtime.stopContainer(host, id);
  return answer(OK);
}

function files(parts: Parts, host: string, changes: readonly FileChange[], answer: Ask): void {
  const state = parts.world.host(host);
  for (const change of changes.flatMap((each) => moved(parts, host, each))) {
    const known = state.files.get(change.path);
    const mode =
      change.op === 'remove'
        ? 0
        : (change.mode ?? known?.mode ?? (change.op === 'folder' ? 0o755 : 0o644));
    const given = change.op === 'remove' ? undefined : change.owner;
    const owner = given ?? known?.owner ?? 'root';
    parts.world.emit({
      kind: 'file',
      host,
      path: change.path,
      content: change.op === 'remove' ? null : change.op === 'write' ? change.content : '',
      mode,
      owner,
      folder: change.op === 'folder',
      ...(change.op === 'write' && change.link !== undefined && { link: change.link }),
    });
  }
  return answer(OK);
}

type Plain = Exclude<FileChange, { op: 'move' }>;
/** A move is a write of what is there now, and a remove. */
function moved(parts: Parts, host: string, change: FileChange): readonly Plain[] {
  if (change.op !== 'move') return [change];
  const there = parts.world.host(host).files.get(change.path);
  if (there === undefined) return [];
  const { content, mode, owner, link } = there;
  return [
    { op: 'write', path: change.to, content, mode, owner, ...(link !== undefined && { link }) },
    { op: 'remove', path: change.path },
  ];
}

function kube(parts: Parts, input: Extract<LabInput, { kind: 'kube' }>, answer: Ask): void {
  const { controlPlane, world } = parts;
  if (world.host(input.host).sockets.get(6443) !== 'kube-apiserver') return answer(refused);
  const reply = (result: ApiAnswer): void => answer(result as Answer);
  const where = { resource: input.resource, namespace: input.namespace };
  switch (input.verb) {
    case 'get':
      return controlPlane.serve(input.host, { verb: 'get', ...where, name: input.name }, reply);
    case 'list':
    case 'watch':
      return controlPlane.serve(input.host, { verb: input.verb, ...where }, reply);
    case 'create':
    case 'update':
    case 'delete':
      return controlPlane.serve(
        input.host,
        {
          verb: input.verb,
          ...where,
          name: input.name,
          make: () => input.body as Template | undefined,
        },
        reply,
      );
  }
}

function etcd(
  parts: Parts,
  host: string,
  call: Extract<LabInput, { kind: 'etcd' }>['call'],
  answer: Ask,
): void {
  const m = parts.etcd.find(host);
  if (m === undefined || !parts.world.host(host).sockets.has(2379)) return answer(refused);
  const revision = parts.world.resourceVersion;
  const status = memberViews(parts).find((v) => v.host === host);
  const reply = (more: Omit<EtcdReply, 'revision'>) => (error: string) =>
    answer(
      error === ''
        ? { ok: true, etcd: { revision, ...more } }
        : { ok: false, error: error === 'unavailable' ? 'refused' : 'etcdTimeout', message: error },
    );
  const kind = {
    get: 'range',
    put: 'put',
    alarms: 'alarm',
    status: 'status',
    members: 'range',
  } as const;
  return ask(parts.etcd, {
    member: host,
    kind: kind[call.op],
    answer: reply(
      call.op === 'status' && status !== undefined
        ? { status }
        : call.op === 'members'
          ? { members: memberViews(parts) }
          : {},
    ),
  });
}
