/** A journal entry with the fields and cursor that systemd-journal-gatewayd shows. */
import { createHash } from 'node:crypto';
import type { HostView, JournalEntry } from '../../sim/index.ts';

export type Fields = Readonly<Record<string, string>>;

/** `number` is the entry's place in the host's journal, from 1. */
export function fieldsOf(
  entry: JournalEntry,
  number: number,
  host: HostView,
  epochMicros: number,
): Fields {
  const boot = host.boots[entry.boot] ?? { id: host.bootId, at: host.bootedAt };
  const realtime = epochMicros + entry.at;
  const monotonic = Math.max(0, entry.at - boot.at);
  const kernel = entry.identifier === 'kernel';
  return {
    __CURSOR: cursor(entry, number, boot.id, realtime, monotonic),
    __REALTIME_TIMESTAMP: String(realtime),
    __MONOTONIC_TIMESTAMP: String(monotonic),
    _BOOT_ID: boot.id,
    _MACHINE_ID: host.machineId,
    _HOSTNAME: entry.host,
    _RUNTIME_SCOPE: 'system',
    PRIORITY: String(entry.priority),
    SYSLOG_FACILITY: kernel ? '0' : '3',
    SYSLOG_IDENTIFIER: entry.identifier,
    _TRANSPORT: kernel ? 'kernel' : 'stdout',
    ...(kernel ? {} : { _PID: String(entry.pid), _UID: '0', _GID: '0', _COMM: entry.identifier }),
    ...(entry.unit === '' ? {} : { _SYSTEMD_UNIT: entry.unit }),
    ...(entry.unit.endsWith('.service')
      ? { _SYSTEMD_CGROUP: `/system.slice/${entry.unit}`, _SYSTEMD_SLICE: 'system.slice' }
      : {}),
    MESSAGE: entry.message,
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function cursor(
  entry: JournalEntry,
  number: number,
  bootId: string,
  realtime: number,
  monotonic: number,
): string {
  const sequence = digest(`journal of ${entry.host}`).slice(0, 32);
  const parts = {
    s: sequence,
    i: number.toString(16),
    b: bootId,
    m: monotonic.toString(16),
    t: realtime.toString(16),
    x: digest(`${entry.id} ${entry.message}`).slice(0, 16).replace(/^0+/, ''),
  };
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${value}`)
    .join(';');
}
