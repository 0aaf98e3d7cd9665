/**
 * Runs what units' scripts say, in the node's own shell: bootkube.sh when it is no longer the shipped one. Its lines go into
 * the journal, its effects and its exit status into the world as inputs of that process. Real: systemd's exec.
 */
import type { LiveLab } from '../host/live-lab.ts';
import type { ShellSession } from '../shell/open-shell.ts';
import type { JournalFact, LabInput, Script, UnitView } from '../sim/index.ts';
import type { Rooms } from './shells.ts';

/** journald.conf(5): RateLimitIntervalSec, RateLimitBurst. */
const RATE_INTERVAL_MICROS = 30_000_000;
const RATE_BURST = 10_000;
/** LineMax: a longer line is broken. */
const LINE_MAX = 48 * 1024;

interface Running {
  session?: ShellSession;
  ended: boolean;
}

export function runScripts(rooms: Rooms): () => void {
  const { lab } = rooms;
  const { read } = lab.world;
  const running = new Map<string, Running>();
  const hosts = read.hosts().map(({ name }) => name);
  let closed = false;

  function check(): void {
    if (closed) return;
    const alive = new Set<string>();
    for (const host of hosts)
      for (const unit of read.units(host)) {
        if (unit.script === undefined || unit.active !== 'active') continue;
        const who = `script:${host}/${unit.unit}/${unit.mainPid}`;
        alive.add(who);
        if (running.has(who)) continue;
        const process: Running = { ended: false };
        running.set(who, process);
        void start(rooms, { host, unit, script: unit.script, who }, process);
      }
    for (const [who, process] of running) {
      if (alive.has(who)) continue;
      running.delete(who);
      end(process);
    }
  }
  const unsubscribe = lab.world.on((fact) => {
    if (fact.kind === 'unit') queueMicrotask(check);
  });
  check();
  return () => {
    closed = true;
    unsubscribe();
    for (const process of running.values()) end(process);
  };
}

function end(process: Running): void {
  process.ended = true;
  process.session?.close();
}

interface Started {
  readonly host: string;
  readonly unit: UnitView;
  readonly script: Script;
  readonly who: string;
}

async function start(rooms: Rooms, started: Started, process: Running): Promise<void> {
  const { openShell } = await import('../shell/open-shell.ts');
  if (process.ended) return;
  const { lab } = rooms;
  const { host, unit, script, who } = started;
  const own = marked(lab, who);
  const journal = journalOf(own, started);
  const lines = lineBreaker((line) => journal(line));
  process.session = openShell({
    ...rooms,
    lab: own,
    host,
    user: 'root',
    cwd: script.folder === '' ? '/' : script.folder,
    env: { ...script.environment, INVOCATION_ID: '', JOURNAL_STREAM: '' },
    command: script.argv.map(quoted).join(' '),
    stdin: 'none',
    stdout: (bytes) => lines.write(bytes),
    stderr: (bytes) => lines.write(bytes),
    source: 'unit',
    onExit: (exitCode) => {
      lines.end();
      if (process.ended) return;
      process.ended = true;
      own.tell({ who, kind: 'scriptExit', host, unit: unit.unit, exitCode });
    },
  });
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** The same lab; whatever is put into it is that process' doing. */
function marked(lab: LiveLab, who: string): LiveLab {
  const by = (input: LabInput): LabInput => ({ ...input, who });
  const own: Partial<LiveLab> = {
    ask: (input, signal, watch) => lab.ask(by(input), signal, watch),
    tell: (input) => lab.tell(by(input)),
    typed: () => undefined,
    look: () => undefined,
  };
  return new Proxy(lab, {
    get(target, name) {
      const mine: unknown = Reflect.get(own, name);
      if (mine !== undefined) return mine;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function journalOf(lab: LiveLab, { host, unit, script, who }: Started): (message: string) => void {
  const name = script.argv[0] ?? script.path;
  const entry: Omit<JournalFact, 'kind' | 'boot' | 'message'> = {
    host,
    unit: unit.unit,
    identifier: name.slice(name.lastIndexOf('/') + 1),
    pid: unit.mainPid,
    priority: 6,
  };
  let since = lab.now();
  let written = 0;
  let suppressed = 0;
  const write = (message: string): void =>
    lab.tell({ who, kind: 'journal', entry: { ...entry, message } });
  return (message) => {
    if (lab.now() - since > RATE_INTERVAL_MICROS) {
      if (suppressed > 0) write(`Suppressed ${suppressed} messages from ${unit.unit}`);
      [since, written, suppressed] = [lab.now(), 0, 0];
    }
    if (written++ < RATE_BURST) write(message);
    else suppressed++;
  };
}

function lineBreaker(line: (text: string) => void): {
  write(bytes: Uint8Array): void;
  end(): void;
} {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    write(bytes) {
      const parts = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) line(part.slice(0, LINE_MAX));
      for (; rest.length > LINE_MAX; rest = rest.slice(LINE_MAX)) line(rest.slice(0, LINE_MAX));
    },
    end() {
      if (rest !== '') line(rest);
      rest = '';
    },
  };
}
