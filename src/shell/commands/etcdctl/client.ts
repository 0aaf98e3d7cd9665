/** One call of etcdctl to one endpoint, with its command timeout in lab time. */
import type { EtcdCall, EtcdReply } from '../../../sim/index.ts';
import { Stopwatch } from '../../../host/stopwatch.ts';
import { Interrupted } from '../../process.ts';
import type { CommandContext } from '../command.ts';

export interface Etcd {
  readonly context: CommandContext;
  readonly format: string;
  readonly timeoutMicros: number;
  readonly endpoints: readonly string[];
}
export type CallResult =
  | { readonly ok: true; readonly reply: EtcdReply | undefined; readonly tookMicros: number }
  | { readonly ok: false; readonly tookMicros: number };

export function endpointsOf({ env }: CommandContext, given: string | undefined): readonly string[] {
  return (given ?? env['ETCDCTL_ENDPOINTS'] ?? '127.0.0.1:2379').split(',');
}

/** The host that an endpoint's address belongs to. */
function hostOf({ machine }: CommandContext, endpoint: string): string | undefined {
  const address = endpoint.replace(/^https?:\/\//, '').replace(/:\d+\/?$/, '');
  if (address === '127.0.0.1' || address === 'localhost' || address === '[::1]')
    return machine.host;
  return machine.lab.world.read
    .hosts()
    .find(
      (host) =>
        host.address === address || host.name === address || address.startsWith(`${host.name}.`),
    )?.name;
}

/** etcd's client retries a dead endpoint until the deadline, so every failure takes that long. */
export async function call(etcd: Etcd, endpoint: string, request: EtcdCall): Promise<CallResult> {
  const { context, timeoutMicros } = etcd;
  const { machine, job } = context;
  const watch = new Stopwatch();
  const elapsed = (): number => watch.elapsed(machine.lab.world.now);
  const host = hostOf(context, endpoint);
  const over = new AbortController();
  const stop = (): void => over.abort();
  job.signal.addEventListener('abort', stop, { once: true });
  try {
    const deadline = machine.lab.sleep(timeoutMicros, over.signal).then(() => undefined);
    const answer =
      host === undefined
        ? undefined
        : await Promise.race([
            machine.lab.ask(
              { who: 'trainee', kind: 'etcd', host, call: request },
              over.signal,
              watch,
            ),
            deadline,
          ]);
    if (answer?.ok) return { ok: true, reply: answer.etcd, tookMicros: elapsed() };
    await deadline;
    await warn(context, endpoint);
    return { ok: false, tookMicros: timeoutMicros };
  } catch (error) {
    if (job.signal.aborted) throw new Interrupted();
    throw error;
  } finally {
    job.signal.removeEventListener('abort', stop);
    over.abort();
  }
}

/** The client's own log, on standard error. */
async function warn({ machine, error }: CommandContext, endpoint: string): Promise<void> {
  const ts = machine.date(machine.now()).toISOString().replace('Z', '000Z');
  const target = `etcd-endpoints://0xc0002454a0/${endpoint.replace(/^https?:\/\//, '')}`;
  await error(
    `${JSON.stringify({ level: 'warn', ts, logger: 'client', caller: 'v3/retry_interceptor.go:63', msg: 'retrying of unary invoker failed', target, attempt: 0, error: 'rpc error: code = DeadlineExceeded desc = context deadline exceeded' })}\n`,
  );
}

/** Go's time.Duration: `9.104ms`, `5.001959s`. */
export function goDuration(micros: number): string {
  if (micros < 1000) return `${micros}µs`;
  if (micros < 1e6) return `${Number((micros / 1000).toFixed(3))}ms`;
  return `${Number((micros / 1e6).toFixed(6))}s`;
}
