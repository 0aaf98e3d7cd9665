/** What each kind of input does to the world. The one place where the outside acts. */
import type { ApiAnswer } from '../kube/control-plane.ts';
import { ask } from '../etcd/requests.ts';
import type { Template } from '../kube/store.ts';
import type { FileFact, UnitFact } from '../world/facts.ts';
import { unitOf } from '../programs/units.ts';
import type { FileRecord } from '../world/files.ts';
import type { Answer, EtcdReply, FileChange, LabInput, LabSpec } from './lab-types.ts';
import { memberViews } from './lab-read.ts';
import type { Parts } from './parts.ts';
import { PROGRAMS } from '../programs/catalogue.ts';
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
  if (!isAlive(parts, input.who)) return answer(rejected('the process has ended'));
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
    case 'interface':
      parts.world.emit({ kind: 'interface', host: input.host, ...input.interface });
      return answer(OK);
    case 'filter':
      parts.world.emit({ kind: 'filter', host: input.host, rules: input.rules });
      return answer(OK);
    case 'signal':
      return signal(parts, input, answer);
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
    case 'scriptExit': {
      const { host, exitCode } = input;
      const name = input.unit.replace(/\.service$/, '');
      parts.kernel.deliver(`${host}/unit:${name}`, { type: 'EXITED', exitCode });
      return answer(OK);
    }
    case 'etcd':
      return etcd(parts, input.host, input.call, answer);
  }
}

/** What a script does counts while it runs: in another branch of the lab it may never have been started. */
function isAlive(parts: Parts, who: string): boolean {
  const [, host, unit = '', pid] = /^script:([^/]+)\/([^/]+)\/(\d+)$/.exec(who) ?? [];
  if (host === undefined) return true;
  const fact = parts.world.hosts.get(host)?.units.get(unit);
  return fact?.active === 'active' && fact.mainPid === Number(pid);
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
  if (input.verb === 'daemon-reload') {
    parts.kernel.deliver(input.host, { type: 'RELOAD' });
    return answer(OK);
  }
  const name = input.unit.replace(/\.service$/, '');
  const id = `${input.host}/unit:${name}`;
  const known = parts.world.host(input.host).units.get(`${name}.service`);
  if (known === undefined || !parts.kernel.running(id) || known.load === 'not-found') {
    return answer({ ok: false, error: 'notFound', message: `Unit ${name}.service not found.` });
  }
  if (input.verb === 'enable' || input.verb === 'disable')
    return install(parts, input.host, known, input.verb === 'enable', answer);
  if (input.verb === 'reset-failed') {
    parts.kernel.deliver(id, { type: 'RESET' });
    return answer(OK);
  }
  if (input.verb === 'reload') {
    const refusal = reloadRefusal(parts, input.host, name);
    if (refusal !== undefined) return answer(rejected(refusal));
  }
  const type = input.verb === 'reload' ? 'RELOAD_SERVICE' : input.verb.toUpperCase();
  parts.kernel.deliver(id, { type });
  const state = (): string =>
    parts.world.host(input.host).units.get(`${name}.service`)?.active ?? 'inactive';
  // A restart is a stop and a start: being stopped is on its way.
  let ends = input.verb !== 'restart' || state() !== 'deactivating';
  if (ends && !UNDER_WAY.has(state())) return answer(OK);
  const stopped = parts.world.on((fact) => {
    if (!('host' in fact) || fact.host !== input.host) return;
    const off = fact.kind === 'power' && !fact.on;
    // The start failed, and systemd will try again: the job itself is over.
    if (fact.kind === 'unit' && fact.unit === `${name}.service` && fact.sub === 'auto-restart') {
      stopped();
      return answer(rejected('because the control process exited with error code.'));
    }
    const changed = fact.kind === 'unit' && fact.unit === `${name}.service`;
    if (changed && fact.active === 'activating') ends = true;
    if (!off && !(changed && ends && !UNDER_WAY.has(fact.active))) return;
    stopped();
    answer(OK);
  });
}

/** Why `systemctl reload` does not: the unit is down or has no ExecReload, or that command fails. */
function reloadRefusal(parts: Parts, host: string, name: string): string | undefined {
  const { files, units } = parts.world.host(host);
  const unit = `${name}.service`;
  if (units.get(unit)?.active !== 'active') return `${unit} is not active, cannot reload.`;
  const file = files.follow(units.get(unit)?.path ?? '');
  const commands = [...(file?.content.matchAll(/^ExecReload=(.*)$/gm) ?? [])].map(([, line = '']) =>
    line.split(/\s+/),
  );
  if (commands.length === 0)
    return `Failed to reload ${unit}: Job type reload is not applicable for unit ${unit}.`;
  const { address } = parts.world.host(host);
  const read = (path: string): string | undefined => files.follow(path)?.content;
  const fails = commands.some((argv) => {
    const program = PROGRAMS[argv[0]?.split('/').at(-1) ?? ''];
    const end = program?.({ argv, environment: {}, hostName: host, address, read });
    return end !== undefined && 'exitCode' in end && end.exitCode !== 0;
  });
  return fails
    ? `Job for ${unit} failed.\nSee "systemctl status ${unit}" and "journalctl -xeu ${unit}" for details.`
    : undefined;
}

/** SIGHUP makes a daemon read its files again; the others end it. */
function signal(parts: Parts, input: Extract<LabInput, { kind: 'signal' }>, answer: Ask): void {
  const { host, program } = input;
  const id = `${host}/${program}`;
  if (!parts.kernel.running(id))
    return answer({ ok: false, error: 'notFound', message: 'No such process' });
  if (input.signal === 'HUP') parts.kernel.deliver(id, { type: 'HANGUP' });
  else {
    parts.kernel.stop(id);
    for (const [port, service] of [...parts.world.host(host).sockets])
      if (service === program)
        parts.world.emit({ kind: 'socket', host, port, listening: false, service });
  }
  return answer(OK);
}

/** systemctl enable and disable: links in the folders of targets. */
function install(parts: Parts, host: string, known: UnitFact, on: boolean, answer: Ask): void {
  const { files } = parts.world.host(host);
  const unit = unitOf(
    { file: (path) => files.follow(path), folder: (path) => files.list(path) },
    known.unit,
  );
  for (const target of unit?.wantedBy ?? [])
    parts.world.emit({
      kind: 'file',
      host,
      path: `/etc/systemd/system/${target}.wants/${known.unit}`,
      content: on ? '' : null,
      mode: 0o777,
      owner: 'root',
      folder: false,
      ...(on && { link: known.path }),
    });
  // Both commands read the units anew; what has no [Install] section is left as it is.
  parts.kernel.deliver(host, { type: 'RELOAD' });
  return answer(OK);
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
  for (const change of changes)
    for (const fact of factsOf(parts, host, change)) parts.world.emit(fact);
  return answer(OK);
}

/** What a change of one path makes of the files: a file is written under each of its names. */
function factsOf(parts: Parts, host: string, change: FileChange): readonly FileFact[] {
  const table = parts.world.host(host).files;
  const { path } = change;
  const known = table.get(path);
  const fact = (at: string, more: Partial<FileFact>): FileFact => {
    const base = { content: '', mode: 0o644, owner: 'root', folder: false };
    return { kind: 'file', host, path: at, ...base, ...more };
  };
  const gone = (at: string): FileFact => fact(at, { content: null, mode: 0 });
  switch (change.op) {
    case 'remove':
      return [fact(path, { content: null, mode: 0, owner: known?.owner ?? 'root' })];
    case 'folder': {
      const { mode = known?.mode ?? 0o755, owner = known?.owner ?? 'root' } = change;
      return [fact(path, { mode, owner, folder: true })];
    }
    case 'write': {
      const { content, mode = known?.mode ?? 0o644, owner = known?.owner ?? 'root' } = change;
      const shared = {
        ...(change.link !== undefined && { link: change.link }),
        ...(known?.inode !== undefined && { inode: known.inode }),
      };
      const names = [path, ...table.namesOf(path)];
      return names.map((name) => fact(name, { content, mode, owner, ...shared }));
    }
    case 'move':
      return known === undefined || change.to === path
        ? []
        : [fact(change.to, contentOf(known)), { ...gone(path), owner: known.owner }];
    case 'link': {
      if (known === undefined || known.folder) return [];
      const inode = known.inode ?? path;
      const first = known.inode === undefined ? [fact(path, { ...contentOf(known), inode })] : [];
      return [...first, fact(change.to, { ...contentOf(known), inode })];
    }
  }
}

function contentOf(record: FileRecord): Partial<FileFact> {
  const { content, mode, owner, link, inode } = record;
  return {
    content,
    mode,
    owner,
    ...(link !== undefined && { link }),
    ...(inode !== undefined && { inode }),
  };
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
