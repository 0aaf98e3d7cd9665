/**
 * `virsh blkdeviotune DOMAIN vda`: the hypervisor's limit on a machine's disk. A disk that holds each
 * fsync back for N ms is one that takes 1000/N writes a second. Real: libvirt tools/virsh-domain.c.
 */
import type { HostView } from '../../../sim/index.ts';
import { markPart, observe } from '../../looks/cells.ts';
import type { CommandContext } from '../command.ts';

const FIELDS = [
  'total_bytes_sec',
  'read_bytes_sec',
  'write_bytes_sec',
  'total_iops_sec',
  'read_iops_sec',
  'write_iops_sec',
] as const;
const LIMIT = /^--?(?:write|total)[-_]iops[-_]sec(?:=(\d+))?$/;
const MILLIS_PER_SECOND = 1000;

export async function blkdeviotune(
  context: CommandContext,
  host: HostView,
  args: readonly string[],
): Promise<number> {
  const { machine, out, error, job } = context;
  const options = args.filter((arg) => arg !== host.domain);
  const device = options.find((arg) => /^(vd|sd)[a-z]$/.test(arg));
  if (device === undefined) {
    await error("error: command 'blkdeviotune' requires <device> option\n");
    return 1;
  }
  if (device !== 'vda') {
    await error(
      `error: Unable to get block I/O throttle parameters\nerror: invalid argument: invalid path: disk '${device}' not found in domain\n\n`,
    );
    return 1;
  }
  const at = options.findIndex((arg) => LIMIT.test(arg));
  if (at < 0) {
    const limit = writesPerSecond(context, host.name);
    for (const name of FIELDS) {
      const own = name === 'write_iops_sec';
      const value = own ? String(limit) : '0';
      const row = `${name.padEnd(15)}: ${value}\n`;
      const seen = observe(machine, `disk-limit/${host.name}`, value);
      await out(own ? markPart(row, value, seen, limit === 0 ? '1' : '0') : row);
    }
    await out('\n');
    return 0;
  }
  const typed = LIMIT.exec(options[at] ?? '')?.[1] ?? options[at + 1] ?? '';
  const wanted = Number(typed);
  if (!/^\d+$/.test(typed)) {
    await error(
      `error: Unable to parse integer parameter\nerror: Numeric value '${typed}' for <write-iops-sec> option is malformed or out of range\n`,
    );
    return 1;
  }
  const fixedMillis = wanted === 0 ? 0 : Math.round(MILLIS_PER_SECOND / wanted);
  await machine.lab.ask(
    { who: 'trainee', kind: 'patch', set: { [`${host.name}.disk.fsync`]: { fixedMillis } } },
    job.signal,
  );
  await out('\n');
  return 0;
}

/** 0: no limit. A disk that is slow by itself (a table of its own) has none either. */
function writesPerSecond({ machine }: CommandContext, host: string): number {
  const name = `${host}.disk.fsync`;
  const change = machine.lab.world
    .facts()
    .findLast((fact) => fact.kind === 'parameter' && fact.name === name);
  const value = change?.kind === 'parameter' ? (change.value as { fixedMillis?: number }) : {};
  const held = value.fixedMillis ?? 0;
  return held === 0 ? 0 : Math.max(1, Math.round(MILLIS_PER_SECOND / held));
}
