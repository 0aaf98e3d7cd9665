/** The rows of a journal: only those in sight are in the document; those that stood there are told. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { viewAt } from '../lab.ts';
import { useInSight } from '../layout/in-sight.ts';
import { en } from '../texts/en.ts';
import { timeOf, type Entry } from './journal-lines.ts';

const ROW = 20;
interface RowsProps {
  readonly entries: readonly Entry[];
  readonly count: number;
  readonly chosen: Entry | undefined;
  /** Rows say which program wrote them. */
  readonly named: boolean;
  readonly onChoose: (entry: Entry) => void;
  /** The lines in sight have stood there long enough to be read, and the chosen one with them. */
  readonly onSeen: (ids: readonly string[], chosen?: string) => void;
}
const READ_MILLIS = 400;
export function Rows({ entries, count, chosen, named, onChoose, onSeen }: RowsProps) {
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
    const lowest = Math.floor((top + height) / ROW) - 1;
    const next = at < 0 ? Math.min(lowest, entries.length - 1) : at + by;
    const entry = entries[next];
    const element = box.current;
    if (entry === undefined || element === null) return;
    onChoose(entry);
    if (next * ROW < element.scrollTop) element.scrollTop = next * ROW;
    const below = (next + 1) * ROW - element.clientHeight;
    if (below > element.scrollTop) element.scrollTop = below;
  };
  const inSight = entries.slice(Math.ceil(top / ROW), Math.floor((top + height) / ROW));
  const [oldest, newest] = [inSight[0]?.id, inSight.at(-1)?.id];
  const isInSight = useInSight(box);
  useEffect(() => {
    if (newest === undefined || !isInSight) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible')
        onSeen(
          inSight.map(({ id }) => id),
          chosen?.id,
        );
    }, READ_MILLIS);
    return () => clearTimeout(timer);
  }, [oldest, newest, chosen?.id, isInSight]);
  const visible = entries.slice(first, first + Math.ceil(height / ROW) + 8);
  return (
    <>
      <div
        id="journal-rows"
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
