/**
 * A systemd service as its unit file and drop-ins say it. Real: systemd 252 systemd.syntax(7), systemd.unit(5),
 * systemd.service(5), load-fragment.c. Left out: specifiers but %n and %N, templates, EnvironmentFile.
 */
export interface Condition {
  readonly text: string;
  readonly path: string;
  readonly negate: boolean;
}
export interface UnitDefinition {
  /** With its suffix. */
  readonly name: string;
  readonly path: string;
  readonly dropIns: readonly string[];
  readonly description: string;
  readonly after: readonly string[];
  readonly wants: readonly string[];
  readonly wantedBy: readonly string[];
  readonly conditions: readonly Condition[];
  readonly type: 'simple' | 'exec' | 'forking' | 'oneshot' | 'notify' | 'dbus' | 'idle';
  /** Its words; empty when there is none. */
  readonly exec: readonly string[];
  /** As `systemctl status` shows the command. */
  readonly execText: string;
  /** A dash before the program: its failure is none. */
  readonly failureIgnored: boolean;
  readonly restart: string;
  readonly restartMicros: number;
  readonly remainAfterExit: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly identifier: string;
  readonly startLimitBurst: number;
  readonly startLimitMicros: number;
  /** What systemd says of its text when it loads it. */
  readonly warnings: readonly string[];
  /** Why it cannot be started; '' when it can. */
  readonly badSetting: string;
}

interface Assignment {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}
export interface UnitText {
  readonly path: string;
  readonly content: string;
}

export function readUnit(
  name: string,
  main: UnitText,
  dropIns: readonly UnitText[],
): UnitDefinition {
  const warnings: string[] = [];
  const all = [main, ...dropIns].flatMap((text) => assignments(text, warnings));
  const list = (section: string, key: string): readonly string[] => {
    const found: string[] = [];
    for (const each of all) {
      if (each.section !== section || each.key !== key) continue;
      if (each.value === '') found.length = 0;
      else found.push(each.value);
    }
    return found;
  };
  const names = (section: string, ...keys: readonly string[]): readonly string[] =>
    keys.flatMap((key) => list(section, key)).flatMap((value) => value.split(/\s+/));
  const last = (section: string, key: string): string =>
    all.findLast((each) => each.section === section && each.key === key)?.value ?? '';
  const starts = list('Service', 'ExecStart');
  const type = typeOf(last('Service', 'Type'), main.path, starts.length > 0, warnings);
  const text = starts[0] ?? '';
  const [, prefix = '', rest = ''] = /^([-@:+!|]*)\s*(.*)$/s.exec(text) ?? [];
  const exec = words(rest.replaceAll('%n', name).replaceAll('%N', name.replace(/\.\w+$/, '')));
  const time = (key: string, otherwise: string): number =>
    timeSpan(last('Service', key) || otherwise);
  const tooMany = starts.length > 1 && type !== 'oneshot';
  const badSetting =
    exec.length === 0
      ? `${name}: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.`
      : tooMany
        ? `${name}: Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.`
        : '';
  return {
    name,
    path: main.path,
    dropIns: dropIns.map(({ path }) => path),
    description: last('Unit', 'Description') || name,
    after: names('Unit', 'After'),
    wants: names('Unit', 'Wants', 'Requires', 'BindsTo'),
    wantedBy: names('Install', 'WantedBy', 'RequiredBy'),
    conditions: list('Unit', 'ConditionPathExists').map((value) => {
      const negate = value.startsWith('!');
      return { text: `ConditionPathExists=${value}`, negate, path: value.replace(/^[|!]+/, '') };
    }),
    type,
    exec: exec.map((word) => word),
    execText: exec.join(' '),
    failureIgnored: prefix.includes('-'),
    restart: last('Service', 'Restart') || 'no',
    restartMicros: time('RestartSec', '100ms'),
    remainAfterExit: yes(last('Service', 'RemainAfterExit')),
    environment: Object.fromEntries(
      list('Service', 'Environment')
        .flatMap(words)
        .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    workingDirectory: last('Service', 'WorkingDirectory'),
    identifier: last('Service', 'SyslogIdentifier'),
    startLimitBurst: Number(last('Unit', 'StartLimitBurst') || 5),
    startLimitMicros: timeSpan(last('Unit', 'StartLimitIntervalSec') || '10s'),
    warnings,
    badSetting,
  };
}

const TYPES = ['simple', 'exec', 'forking', 'oneshot', 'notify', 'dbus', 'idle'] as const;
function typeOf(
  given: string,
  path: string,
  hasExec: boolean,
  warnings: string[],
): UnitDefinition['type'] {
  const otherwise = hasExec ? 'simple' : 'oneshot';
  if (given === '') return otherwise;
  const found = TYPES.find((type) => type === given);
  if (found === undefined)
    warnings.push(`${path}: Failed to parse service type, ignoring: ${given}`);
  return found ?? otherwise;
}

const yes = (text: string): boolean => /^(1|yes|y|true|t|on)$/i.test(text);

function assignments({ path, content }: UnitText, warnings: string[]): readonly Assignment[] {
  const found: Assignment[] = [];
  let section = '';
  const lines = content.split('\n');
  for (let at = 0; at < lines.length; at++) {
    let line = (lines[at] ?? '').trim();
    const number = at + 1;
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    while (line.endsWith('\\') && at + 1 < lines.length) {
      const next = (lines[++at] ?? '').trim();
      if (!next.startsWith('#') && !next.startsWith(';')) line = `${line.slice(0, -1)} ${next}`;
      else line = `${line.slice(0, -1)}\\`;
    }
    if (line.startsWith('[')) {
      if (line.endsWith(']')) section = line.slice(1, -1);
      else warnings.push(`${path}:${number}: Invalid section header '${line}'`);
      continue;
    }
    const equals = line.indexOf('=');
    if (section === '')
      warnings.push(`${path}:${number}: Assignment outside of section. Ignoring.`);
    else if (equals < 0) warnings.push(`${path}:${number}: Missing '=', ignoring line.`);
    else
      found.push({
        section,
        key: line.slice(0, equals).trim(),
        value: line.slice(equals + 1).trim(),
      });
  }
  return found;
}

/** Words with quotes and backslashes, as systemd takes a command line apart. */
function words(text: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\' && at + 1 < text.length) word = (word ?? '') + (text[++at] ?? '');
    else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) found.push(word);
  return found;
}

const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  sec: 1e6,
  second: 1e6,
  seconds: 1e6,
  m: 6e7,
  min: 6e7,
  minute: 6e7,
  minutes: 6e7,
  h: 3.6e9,
  hour: 3.6e9,
  hours: 3.6e9,
  d: 8.64e10,
};
/** systemd.time(7): a span in microseconds; a bare number is seconds. */
function timeSpan(text: string): number {
  if (text === 'infinity') return Number.MAX_SAFE_INTEGER;
  let sum = 0;
  for (const [, number = '0', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g))
    sum += Number(number) * (UNITS[unit === '' ? 's' : unit] ?? 1e6);
  return Math.round(sum);
}

/** `status=7/NOTRUNNING`. Real: systemd 252 src/shared/exit-status.c. */
export function exitStatusText(code: number): string {
  const name = EXIT_STATUS[code];
  return `${code}/${name ?? 'n/a'}`;
}
const EXIT_STATUS: Readonly<Record<number, string>> = {
  0: 'SUCCESS',
  1: 'FAILURE',
  2: 'INVALIDARGUMENT',
  3: 'NOTIMPLEMENTED',
  4: 'NOPERMISSION',
  5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED',
  7: 'NOTRUNNING',
  64: 'USAGE',
  65: 'DATAERR',
  66: 'NOINPUT',
  67: 'NOUSER',
  68: 'NOHOST',
  69: 'UNAVAILABLE',
  70: 'SOFTWARE',
  71: 'OSERR',
  72: 'OSFILE',
  73: 'CANTCREAT',
  74: 'IOERR',
  75: 'TEMPFAIL',
  76: 'PROTOCOL',
  77: 'NOPERM',
  78: 'CONFIG',
  200: 'CHDIR',
  201: 'NICE',
  202: 'FDS',
  203: 'EXEC',
  204: 'MEMORY',
  205: 'LIMITS',
  206: 'OOM_ADJUST',
  207: 'SIGNAL_MASK',
  208: 'STDIN',
  209: 'STDOUT',
  210: 'CHROOT',
  211: 'IOPRIO',
  212: 'TIMERSLACK',
  213: 'SECUREBITS',
  214: 'SETSCHEDULER',
  215: 'CPUAFFINITY',
  216: 'GROUP',
  217: 'USER',
  218: 'CAPABILITIES',
  219: 'CGROUP',
  220: 'SETSID',
  221: 'CONFIRM',
  222: 'STDERR',
  224: 'PAM',
  225: 'NETWORK',
  226: 'NAMESPACE',
  227: 'NO_NEW_PRIVILEGES',
  228: 'SECCOMP',
  229: 'SELINUX_CONTEXT',
  230: 'PERSONALITY',
  231: 'APPARMOR_PROFILE',
  232: 'ADDRESS_FAMILIES',
  233: 'RUNTIME_DIRECTORY',
  235: 'CHOWN',
  236: 'SMACK_PROCESS_LABEL',
  237: 'KEYRING',
  238: 'STATE_DIRECTORY',
  239: 'CACHE_DIRECTORY',
  240: 'LOGS_DIRECTORY',
  241: 'CONFIGURATION_DIRECTORY',
  242: 'NUMA_POLICY',
  243: 'CREDENTIALS',
};
