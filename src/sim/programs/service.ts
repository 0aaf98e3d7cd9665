/** What a unit's ExecStart runs on its host, and how it ends when it cannot. Real: systemd 252 execute.c, execve(2). */
import type { Profile, ServiceProgram } from '../profile.ts';
import type { UnitDefinition } from '../text/unit-file.ts';
import type { Script } from '../world/facts.ts';
import type { FileRecord } from '../world/files.ts';
import { PROGRAMS } from './catalogue.ts';
import { executableOf } from './units.ts';

export type ServiceProcess =
  | {
      readonly program: ServiceProgram;
      readonly kind: string | undefined;
      readonly input: object;
      readonly ports: readonly number[];
      readonly script?: Script;
    }
  | {
      readonly exitCode: number;
      readonly afterMillis: number;
      /** What systemd's child says, and what the program itself. */
      readonly child: readonly string[];
      readonly lines: readonly string[];
    };

interface Host {
  readonly profile: Profile;
  state(): { readonly name: string; readonly address: string };
  file(path: string): FileRecord | undefined;
  folder(path: string): readonly FileRecord[];
}

const EXEC = 203;
const CHDIR = 200;

export function serviceProcess(host: Host, unit: UnitDefinition): ServiceProcess {
  const [name = ''] = unit.exec;
  const failed = (exitCode: number, child: readonly string[]): ServiceProcess => ({
    exitCode,
    afterMillis: 30,
    child,
    lines: [],
  });
  const folder = unit.workingDirectory.replace(/^-/, '');
  if (
    folder !== '' &&
    folder !== '/' &&
    !unit.workingDirectory.startsWith('-') &&
    host.file(folder)?.folder !== true
  )
    return failed(CHDIR, [
      `Changing to the requested working directory failed: No such file or directory`,
      `Failed at step CHDIR spawning ${name}: No such file or directory`,
    ]);
  const found = executableOf(host, host.profile.programs, name);
  if ('problem' in found)
    return failed(EXEC, [
      ...(found.problem === 'No such file or directory'
        ? [`Failed to locate executable ${name}: ${found.problem}`]
        : []),
      `Failed at step EXEC spawning ${name}: ${found.problem}`,
    ]);
  if ('script' in found) {
    const shipped = host.profile.scripts.get(found.script);
    if (shipped !== undefined)
      return { program: shipped, kind: shipped.kind, input: {}, ports: shipped.ports ?? [] };
    if (!found.script.startsWith('#!'))
      return failed(EXEC, [`Failed at step EXEC spawning ${name}: Exec format error`]);
    const { argv, environment } = commandOf(unit);
    const program = { startup: SCRIPT_START };
    const script = { path: found.path, argv, environment, folder };
    return { program, kind: undefined, input: {}, ports: [], script };
  }
  return ofImage(host, unit, found.program);
}
const SCRIPT_START: ServiceProgram['startup'] = [
  [0, 20_000],
  [1, 60_000],
];

function commandOf(unit: UnitDefinition): {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  const { environment } = unit;
  const argv = unit.exec.flatMap((word) => {
    const whole = /^\$(\w+)$/.exec(word)?.[1];
    if (whole !== undefined)
      return (environment[whole] ?? '').split(/\s+/).filter((each) => each !== '');
    return [word.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => environment[name] ?? '')];
  });
  return { argv, environment };
}

/** A program of the image: one that a machine plays reads its flags and files, the others only run. */
function ofImage(host: Host, unit: UnitDefinition, program: ServiceProgram): ServiceProcess {
  const { argv, environment } = commandOf(unit);
  const own = baseOf(argv[0] ?? '') === 'kubenswrapper' ? argv.slice(1) : argv;
  const machine = PROGRAMS[baseOf(own[0] ?? '')];
  if (machine === undefined) {
    if (own !== argv && own.length > 0)
      return {
        exitCode: 1,
        afterMillis: 40,
        child: [],
        lines: [`exec: "${own[0]}": executable file not found in $PATH`],
      };
    return { program, kind: program.kind, input: {}, ports: program.ports ?? [] };
  }
  const { name, address } = host.state();
  const read = (path: string): string | undefined => {
    const record = host.file(path);
    return record === undefined || record.folder ? undefined : record.content;
  };
  const started = machine({ argv: own, environment, hostName: name, address, read });
  if ('exitCode' in started)
    return {
      exitCode: started.exitCode,
      afterMillis: started.afterMillis,
      child: [],
      lines: started.lines,
    };
  const { config } = started.input as { config?: { port?: number } };
  const ports = config?.port === undefined ? (program.ports ?? []) : [config.port];
  return { program, kind: started.kind, input: started.input, ports };
}
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
