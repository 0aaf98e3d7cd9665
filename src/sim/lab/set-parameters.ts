/** Changes physical parameters. An equal value is no change: nothing is redrawn, no cause moves. */
import { fsyncTable, parameterOf } from '../faults/parameters.ts';
import type { Profile } from '../profile.ts';
import type { Parts } from './parts.ts';

export function setParameters(parts: Parts, set: Readonly<Record<string, unknown>>): void {
  const hosts = parts.profile.hosts.map((h) => h.name);
  for (const [name, value] of Object.entries(set)) {
    const { host, kind } = parameterOf(name, hosts);
    if (kind.suffix === 'disk.fsync') setFsync(parts, name, host, value);
    else if (kind.suffix === 'link.up') setLink(parts, name, host, value !== false);
    else if (kind.suffix === 'unit.haproxy') installUnit(parts, name, host, value);
    else if (parts.registry.bytesPerSecond !== value) {
      parts.registry.bytesPerSecond = Number(value);
      parts.world.emit({ kind: 'parameter', name, value });
    }
  }
}

/** Gives parameters back what the profile says. */
export function resetParameters(parts: Parts, names: readonly string[]): void {
  const hosts = parts.profile.hosts.map((h) => h.name);
  for (const name of names) {
    const { host, kind } = parameterOf(name, hosts);
    if (kind.suffix === 'disk.fsync') setFsync(parts, name, host, { fixedMillis: 0 });
    else if (kind.suffix === 'link.up') setLink(parts, name, host, true);
    else if (kind.suffix === 'unit.haproxy') installUnit(parts, name, host, 'absent');
    else setParameters(parts, { [name]: parts.profile.registryBytesPerSecond });
  }
}

function ownTable(parts: Parts, host: string) {
  return parts.profile.hosts.find((h) => h.name === host)?.fsync ?? [];
}

function setFsync(parts: Parts, name: string, host: string, value: unknown): void {
  const disk = parts.etcd.disk(host);
  const own = ownTable(parts, host);
  const table = fsyncTable(name, value, own);
  if (JSON.stringify(disk.table) === JSON.stringify(table)) return;
  parts.etcd.background.interrupt();
  disk.table = table;
  disk.changedBy = JSON.stringify(table) === JSON.stringify(own) ? 0 : parts.kernel.event;
  parts.world.emit({ kind: 'parameter', name, value });
}

function setLink(parts: Parts, name: string, host: string, carrier: boolean): void {
  const changed = parts.world.host(host).interfaces.filter((each) => each.carrier !== carrier);
  if (changed.length === 0) return;
  parts.world.emit({ kind: 'parameter', name, value: carrier });
  for (const each of changed) parts.world.emit({ kind: 'interface', host, ...each, carrier });
}

/** Puts a service that belongs to no profile on a host, with its files and its link; or takes it away. */
function installUnit(parts: Parts, name: string, host: string, value: unknown): void {
  const state = value === 'enabled' ? 'enabled' : 'absent';
  const unit = parts.profile.foreignUnits.find((each) => name.endsWith(`.unit.${each.name}`));
  const installed = parts.foreignUnits.get(host) ?? [];
  if (unit === undefined || installed.includes(unit) === (state === 'enabled')) return;
  parts.world.emit({ kind: 'parameter', name, value: state });
  const on = state === 'enabled';
  const file = (path: string, content: string, link?: string): void =>
    void parts.world.emit({
      kind: 'file',
      host,
      path,
      content: on ? content : null,
      mode: link === undefined ? 0o644 : 0o777,
      owner: 'root',
      folder: false,
      ...(on && link !== undefined && { link }),
    });
  const service = `${unit.name}.service`;
  for (const [path, content] of Object.entries(unit.files)) file(path, content);
  file(`${WANTS}/${service}`, '', `/etc/systemd/system/${service}`);
  parts.foreignUnits.set(
    host,
    on ? [...installed, unit] : installed.filter((each) => each !== unit),
  );
  if (!on) return remove(parts, host, unit);
  parts.kernel.deliver(host, { type: 'RELOAD' });
  return parts.kernel.deliver(`${host}/unit:${unit.name}`, { type: 'START' });
}
const WANTS = '/etc/systemd/system/multi-user.target.wants';

/** The service ends, and systemd no longer knows the unit: installed again, it starts anew. */
function remove(parts: Parts, host: string, { name }: Profile['foreignUnits'][number]): void {
  parts.kernel.stop(`${host}/unit:${name}`);
  const { sockets, units } = parts.world.host(host);
  for (const [port, service] of [...sockets])
    if (service === name)
      parts.world.emit({ kind: 'socket', host, port, listening: false, service });
  const unit = units.get(`${name}.service`);
  if (unit !== undefined) parts.world.emit({ ...unit, kind: 'unit', gone: true });
}
