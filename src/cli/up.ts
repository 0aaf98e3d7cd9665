/** `eggtooth up`: a lab until Ctrl-C, and the lines to copy. */
import { basename, relative } from 'node:path';
import type { Pace } from '../host/clock.ts';
import { EggtoothError } from '../errors.ts';
import { writeEnvFile } from '../lab-server/env-file.ts';
import type { Level } from '../fake-api/control/control-options.ts';
import { catchTheRest } from '../host/safety-net.ts';
import { plainFile } from '../host/write-whole.ts';
import { openHall, PAGE_PACE } from '../lab-server/hall.ts';
import { openLab, type OpenLab } from '../lab-server/open-lab.ts';
import type { Ports } from '../lab-server/doors.ts';
import { loadScenario, type Drill } from '../scenario/index.ts';
import { knownEvent, createLab, type LabSpec } from '../sim/index.ts';
import { interrupted } from './interrupted.ts';
import { settings } from './settings.ts';

interface UpOptions {
  readonly seed: number;
  readonly pace?: Pace;
  readonly until?: string;
  readonly paused: boolean;
  /** Unix micros. */
  readonly epoch?: number;
  readonly holdClock: boolean;
  readonly autopilot: boolean;
  readonly level: Level;
  readonly set: readonly string[];
  readonly envOut?: string;
  readonly port?: number;
  readonly pagePort?: number;
  readonly apiPort?: number;
  readonly sshPort?: number;
  readonly journalPort?: number;
  readonly proxyPort?: number;
}

export async function up(scenario: string, options: UpOptions): Promise<void> {
  const { until } = options;
  if (until !== undefined) knownEvent(until);
  if (options.envOut !== undefined) plainFile(options.envOut);
  const { title, drill, ...spec } = loadScenario(
    scenario,
    settings('up', options.set),
    options.seed,
  );
  if (until !== undefined && !options.autopilot && !comesByItself(spec, until)) {
    throw new EggtoothError('EGT_NEEDS_OPERATOR', { name: until });
  }
  const ended = interrupted();
  catchTheRest();
  const hall = openHall();
  const lab = await openLab(spec, {
    pace: options.pace ?? (drill === undefined ? 1 : PAGE_PACE),
    paused: options.paused,
    level: options.level,
    autopilot: options.autopilot || drill !== undefined,
    hall,
    ...(drill === undefined ? {} : { drill }),
    ...(until === undefined ? {} : { until }),
    ...(options.holdClock ? { holdClock: true } : {}),
    ...(options.epoch === undefined ? {} : { epochMicros: options.epoch }),
    ports: portsOf(options),
    title,
  });
  hall.enroll(lab);
  let removeEnvFile: (() => void) | undefined;
  try {
    if (options.envOut !== undefined) removeEnvFile = writeEnvFile(options.envOut, lab.env);
    process.stdout.write(greeting(lab, drill, options));
    if (!lab.reached)
      process.stderr.write(
        `${until ?? drill?.begin.after ?? ''} did not come within the time limit.\n`,
      );
    await ended;
  } finally {
    removeEnvFile?.();
    await Promise.all([lab.close(), hall.close()]);
  }
  process.exit(0);
}

/** Plays the lab in advance: the future is a function of what is known now. */
function comesByItself(spec: LabSpec, event: string): boolean {
  const trial = createLab(spec);
  trial.runUntil(spec.timeLimit);
  return trial.read.milestones().some(({ id }) => id === event);
}

function portsOf(options: UpOptions): Ports {
  const free = options.port === 0;
  const usual = (port: number): number => (free ? 0 : port);
  return {
    page: options.pagePort ?? options.port ?? usual(8080),
    api: options.apiPort ?? usual(6443),
    ssh: options.sshPort ?? usual(2222),
    journal: options.journalPort ?? usual(19_531),
    proxy: options.proxyPort ?? usual(3128),
  };
}

/** How this command was called: installed by its name, or from a folder. */
function self(): string {
  const script = process.argv[1] ?? '';
  if (basename(script) === 'eggtooth') return 'eggtooth';
  const near = relative(process.cwd(), script);
  return `node ${near.startsWith('..') ? script : near}`;
}

function greeting(
  { lab, env, url, token, staffUrl }: OpenLab,
  drill: Drill | undefined,
  options: UpOptions,
): string {
  const { spec } = lab.world;
  const source = options.envOut === undefined ? '' : `  set -a; . ${options.envOut}; set +a\n`;
  const pace = lab.clock.paused ? 'paused' : `pace ${lab.clock.pace}`;
  return `${spec.scenario}, seed ${spec.seed}, ${pace}

  ${url}/${drill === undefined ? '' : `l/${lab.id}`}#token=${token}
  ${staffUrl} (causes: yours, not the trainee's)

${source}  ${self()} shell
  ssh -F ${env['EGGTOOTH_SSH_CONFIG']} workstation
  kubectl --kubeconfig ${env['KUBECONFIG']} get nodes
  curl --cacert ${env['EGGTOOTH_CA']} ${env['EGGTOOTH_API']}/healthz

Ctrl-C ends it.
`;
}
