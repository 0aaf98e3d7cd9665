/** haproxy(1) on a host that has it: `-c` checks a file, `-v` tells its version; it is started by its unit. */
import { configFileOf, loadedHaproxy } from '../../../sim/index.ts';
import type { CommandContext } from '../command.ts';

const PID = 4021;

export async function haproxy(context: CommandContext): Promise<number> {
  const { args, machine, out, error } = context;
  if (args.includes('-v') || args.includes('-vv')) {
    await out('HAProxy version 2.4.22-f8e3218 2023/02/14 - https://haproxy.org/\n');
    return 0;
  }
  const file = configFileOf(args);
  if (file === undefined || !args.some((arg) => arg === '-c' || arg === '-cq')) {
    await error(
      'haproxy: run by hand it is not simulated by Eggtooth (systemctl start haproxy, and haproxy -c -f FILE, are); see docs/fidelity.md\n',
    );
    return 1;
  }
  const quiet = args.includes('-q');
  const found = machine.lab.world.read.file(machine.host, context.path(file));
  const content = found?.folder === false ? found.content : undefined;
  const { alerts, warnings, config } = loadedHaproxy(content, file);
  if (!quiet && alerts.length + warnings.length > 0)
    await error(
      `[NOTICE]   (${PID}) : haproxy version is 2.4.22-f8e3218\n[NOTICE]   (${PID}) : path to executable is /usr/sbin/haproxy\n`,
    );
  for (const line of warnings) if (!quiet) await error(`[WARNING]  (${PID}) : ${line}\n`);
  for (const line of alerts) await error(`[ALERT]    (${PID}) : ${line}\n`);
  if (alerts.length > 0) return 1;
  if (!config.proxies.some((proxy) => proxy.binds.length > 0)) {
    await out('Configuration file has no error but will not start (no listener) => exit(2).\n');
    return 2;
  }
  if (!quiet)
    await out(
      `${warnings.length > 0 ? 'Warnings were found.\n' : ''}Configuration file is valid\n`,
    );
  return 0;
}
