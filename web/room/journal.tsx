/**
 * The journals: one host, one unit or all, with a search. Only the rows in sight are in the document;
 * the lines that are kept are bounded; a lost connection goes on after the last line that came.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { hosts, isDrill, viewAt } from '../lab.ts';
import type { Link } from '../link.ts';
import { rename } from '../api.ts';
import { Charts } from './charts.tsx';
import { debrief } from '../case/drill.tsx';
import { isStaff } from '../case/inject.tsx';
import { mark } from '../case/proof.ts';
import { Why } from './why.tsx';
import { en } from '../texts/en.ts';

interface Entry {
  readonly id: string;
  readonly atSeconds: number;
  readonly unit: string;
  readonly identifier: string;
  readonly priority: number;
  readonly message: string;
}
const ROW = 20;
const KEPT = 50_000;
/** Logs of the static pods' containers, of every attempt. */
const PODS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const UNITS = ['bootkube', 'kubelet', 'crio', 'sshd', 'NetworkManager', 'chronyd', 'init.scope'];

/** The lines of one host and unit, kept outside the view: a frame paints what has come since. */
function useLines(link: Link, host: string, unit: string) {
  const lines = useRef<Entry[]>([]);
  const [count, setCount] = useState(0);
  const dropped = useRef(0);
  const opened = useRef<ReturnType<Link['channel']>>();
  useEffect(() => {
    lines.current = [];
    dropped.current = 0;
    setCount(0);
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      setCount(dropped.current + lines.current.length);
    };
    const channel = (opened.current = link.channel({
      opening: () => {
        const after = lines.current.at(-1)?.id;
        return {
          type: 'journal',
          host,
          ...(unit === '' ? {} : { unit }),
          ...(after === undefined ? {} : { after }),
        };
      },
      receive(message) {
        if (message.type !== 'lines') return;
        lines.current.push(...(message['entries'] as readonly Entry[]));
        const over = lines.current.length - KEPT;
        if (over > 0) {
          lines.current.splice(0, over);
          dropped.current += over;
        }
        if (frame === 0) frame = requestAnimationFrame(paint);
      },
    }));
    return () => {
      cancelAnimationFrame(frame);
      channel.close();
    };
  }, [host, unit]);
  const seen = (id: string): void => opened.current?.send({ type: 'seen', id });
  return { lines: lines.current, count, seen };
}

const DEBUG = 7;
const PRIORITIES: Readonly<Record<string, number>> = { warn: 4, err: 3 };

/** What is typed is a regular expression; one that is none is looked for as it stands. */
function matcher(wanted: string): (text: string) => boolean {
  try {
    const pattern = new RegExp(wanted, 'i');
    return (text) => pattern.test(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const literal = wanted.toLowerCase();
    return (text) => text.toLowerCase().includes(literal);
  }
}

/** `?h=bootstrap&u=etcd&q=leader&sev=warn`: what is chosen stands in the address. */
function useChoice() {
  const query = new URLSearchParams(location.search);
  const [first = 'bootkube'] = (query.get('u') ?? 'bootkube').split(',');
  const [host, setHost] = useState(query.get('h') ?? 'bootstrap');
  const [unit, setUnit] = useState(
    PODS.includes(first) ? `pod:${first}` : first === 'all' ? '' : first,
  );
  const [wanted, setWanted] = useState(query.get('q') ?? '');
  const [severity, setSeverity] = useState(query.get('sev') ?? '');
  useEffect(() => {
    const u = unit === 'bootkube' ? undefined : unit === '' ? 'all' : unit.replace('pod:', '');
    rename({ h: host === 'bootstrap' ? undefined : host, u, q: wanted, sev: severity });
  }, [host, unit, wanted, severity]);
  return { host, setHost, unit, setUnit, wanted, setWanted, severity, setSeverity };
}

export function Journal({ link }: { readonly link: Link }) {
  const { host, setHost, unit, setUnit, wanted, setWanted, severity, setSeverity } = useChoice();
  const [chosen, setChosen] = useState<Entry>();
  const { lines, count, seen } = useLines(link, host, unit);
  useEffect(() => setChosen(undefined), [host, unit]);
  const line = useRef(new URLSearchParams(location.search).get('line'));
  useEffect(() => {
    const found = lines.find(({ id }) => id === line.current || id === `f${line.current}`);
    if (found === undefined) return;
    line.current = null;
    setChosen(found);
  }, [count]);
  useEffect(() => {
    if (line.current === null) rename({ line: chosen?.id });
  }, [chosen]);
  const shown = useMemo(() => {
    const until = viewAt.value ?? Infinity;
    const there = until === Infinity ? lines : lines.slice(0, countUntil(lines, until));
    const least = PRIORITIES[severity] ?? DEBUG;
    if (wanted === '' && least === DEBUG) return there;
    const matches = matcher(wanted);
    return there.filter(
      ({ message, identifier, priority }) =>
        priority <= least && matches(`${identifier} ${message}`),
    );
  }, [wanted, severity, lines, count, viewAt.value]);
  const close = (): void => {
    setChosen(undefined);
    document.querySelector<HTMLElement>('.rows')?.focus();
  };
  return (
    <section class="journal" data-testid="journal" aria-labelledby="journal-title">
      <div class="head">
        <h2 id="journal-title">{en.journal}</h2>
        <label>
          {en.host}
          <select value={host} onChange={({ currentTarget: { value } }) => setHost(value)}>
            {hosts.value
              .filter(({ name }) => name !== 'workstation')
              .map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
          </select>
        </label>
        <label>
          {en.unit}
          <select value={unit} onChange={({ currentTarget: { value } }) => setUnit(value)}>
            <option value="">{en.allUnits}</option>
            {UNITS.map((name) => (
              <option key={name}>{name}</option>
            ))}
            <optgroup label={en.podLogs}>
              {PODS.map((name) => (
                <option key={name} value={`pod:${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <label>
          {en.severity}
          <select value={severity} onChange={({ currentTarget: { value } }) => setSeverity(value)}>
            <option value="">{en.allSeverities}</option>
            <option value="warn">{en.warnings}</option>
            <option value="err">{en.errors}</option>
          </select>
        </label>
        <label class="find">
          {en.find}
          <input
            type="search"
            value={wanted}
            onInput={({ currentTarget: { value } }) => setWanted(value)}
          />
        </label>
      </div>
      <Rows
        entries={shown}
        count={count}
        chosen={chosen}
        named={unit === ''}
        onChoose={setChosen}
        onSeen={seen}
      />
      <Charts link={link} />
      {chosen === undefined ? null : <Whole entry={chosen} onClose={close} />}
      <p class="spoken" aria-live="polite" data-testid="line-said">
        {chosen === undefined ? '' : `${timeOf(chosen)} ${chosen.identifier}: ${chosen.message}`}
      </p>
    </section>
  );
}

/** The line that was chosen, whole. */
function Whole({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) {
  return (
    <div class="chosen" role="group" aria-label={en.details}>
      <span>
        <time>{timeOf(entry)}</time> <b>{entry.identifier}</b> <small>{entry.id}</small>
      </span>
      <span>
        {isDrill.value ? (
          <button
            type="button"
            onClick={() => mark({ id: entry.id, text: `${entry.identifier}: ${entry.message}` })}
          >
            {en.useAsProof}
          </button>
        ) : null}{' '}
        <button type="button" onClick={onClose}>
          {en.close}
        </button>
      </span>
      <p>{entry.message}</p>
      {isDrill.value && !isStaff && debrief.value === undefined ? null : <Why id={entry.id} />}
    </div>
  );
}

/** Lines come in the order of their time. */
function countUntil(lines: readonly Entry[], until: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.atSeconds ?? 0) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface RowsProps {
  readonly entries: readonly Entry[];
  readonly count: number;
  readonly chosen: Entry | undefined;
  /** Rows say which program wrote them. */
  readonly named: boolean;
  readonly onChoose: (entry: Entry) => void;
  /** The newest line in sight has stood there long enough to be read. */
  readonly onSeen: (id: string) => void;
}
const READ_MILLIS = 400;
function Rows({ entries, count, chosen, named, onChoose, onSeen }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const [following, setFollowing] = useState(true);
  const last = useRef({ top: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // Lines that go and come with the moment scroll by themselves: nobody has scrolled up.
  useEffect(() => setFollowing(true), [viewAt.value]);
  useEffect(() => {
    if (following && box.current !== null) box.current.scrollTop = entries.length * ROW;
  }, [count, entries, following, height]);
  const first = Math.max(0, Math.floor(top / ROW) - 4);
  /** ↑ and ↓ choose a line and bring it into sight; without one, the newest in sight. */
  const step = (by: number): void => {
    const at = entries.findIndex(({ id }) => id === chosen?.id);
    const inSight = Math.floor((top + height) / ROW) - 1;
    const next = at < 0 ? Math.min(inSight, entries.length - 1) : at + by;
    const entry = entries[next];
    const element = box.current;
    if (entry === undefined || element === null) return;
    onChoose(entry);
    if (next * ROW < element.scrollTop) element.scrollTop = next * ROW;
    const below = (next + 1) * ROW - element.clientHeight;
    if (below > element.scrollTop) element.scrollTop = below;
  };
  const newest = entries[Math.min(entries.length, Math.floor((top + height) / ROW)) - 1]?.id;
  useEffect(() => {
    if (newest === undefined) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') onSeen(newest);
    }, READ_MILLIS);
    return () => clearTimeout(timer);
  }, [newest, chosen?.id]);
  const visible = entries.slice(first, first + Math.ceil(height / ROW) + 8);
  return (
    <>
      <div
        class="rows"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={en.journal}
        title={en.chooseLine}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          step(event.key === 'ArrowDown' ? 1 : -1);
        }}
        onScroll={({ currentTarget: element }) => {
          const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 2 * ROW;
          // Only who scrolls up stops following: a pane or a list that has become smaller does not.
          const up = element.scrollTop < last.current.top;
          const smaller = element.scrollHeight < last.current.height;
          last.current = { top: element.scrollTop, height: element.scrollHeight };
          setTop(element.scrollTop);
          if (atEnd) setFollowing(true);
          else if (up && !smaller) setFollowing(false);
        }}
      >
        <div style={{ height: `${entries.length * ROW}px`, position: 'relative' }}>
          {visible.map((entry, i) => (
            <Row
              key={entry.id}
              entry={entry}
              at={(first + i) * ROW}
              chosen={entry.id === chosen?.id}
              named={named}
              begins={minuteOf(entry) !== minuteOf(entries[first + i - 1])}
              onChoose={onChoose}
            />
          ))}
        </div>
        {entries.length === 0 ? <p class="none">{en.noLines}</p> : null}
      </div>
      <p class={following ? 'foot' : 'foot held'}>
        {entries.length} {en.lines}, {following ? en.following : en.stopped}
      </p>
    </>
  );
}

interface RowProps {
  readonly entry: Entry;
  readonly at: number;
  readonly chosen: boolean;
  readonly named: boolean;
  /** The first of its minute: a mark in time. */
  readonly begins: boolean;
  readonly onChoose: (entry: Entry) => void;
}
function Row({ entry, at, chosen, named, begins, onChoose }: RowProps) {
  const level = entry.priority <= 3 ? 'error' : entry.priority === 4 ? 'warning' : '';
  return (
    <div
      class={`row ${level} ${chosen ? 'marked' : ''} ${begins ? 'minute' : ''}`}
      style={{ top: `${at}px` }}
      onClick={() => onChoose(entry)}
    >
      <time>{timeOf(entry)}</time>
      {named ? <b>{entry.identifier}</b> : null}
      <span>{entry.message}</span>
    </div>
  );
}

const minuteOf = (entry: Entry | undefined): number => Math.floor((entry?.atSeconds ?? -60) / 60);

function timeOf({ atSeconds }: Entry): string {
  const seconds = (atSeconds % 60).toFixed(3).padStart(6, '0');
  return `${String(Math.floor(atSeconds / 60)).padStart(2, '0')}:${seconds}`;
}
