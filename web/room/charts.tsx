/** Charts of a host's etcd: a closed box until it is opened; what is drawn is a look. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { hosts, viewAt } from '../lab.ts';
import { useInSight } from '../layout/in-sight.ts';
import { Splitter } from '../layout/splitter.tsx';
import type { Link } from '../link.ts';
import { minutes } from '../past/moment.ts';
import { charts as texts } from '../texts/charts.ts';

interface Point {
  readonly atSeconds: number;
  readonly value: number;
}
interface Line {
  readonly bound: number;
  readonly points: readonly Point[];
}
type Lines = Readonly<Record<string, Line>>;
const READ_MILLIS = 400;
const KEPT = 720;

export function Charts({ link }: { readonly link: Link }) {
  const [isOpen, setOpen] = useState(false);
  const [host, setHost] = useState('bootstrap');
  const box = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (box.current === null) return;
    box.current.open = false;
    box.current.querySelector('summary')?.focus();
  };
  return (
    <>
      {isOpen ? <Splitter name="charts" fold={close} /> : null}
      <details
        ref={box}
        id="pane-charts"
        class="charts"
        data-testid="charts"
        onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      >
        <summary>
          {texts.title} <small>{isOpen ? '' : texts.closed}</small>
        </summary>
        {isOpen ? (
          <>
            <label>
              {texts.host}{' '}
              <select value={host} onChange={({ currentTarget }) => setHost(currentTarget.value)}>
                {hosts.value
                  .filter(({ name }) => name !== 'workstation')
                  .map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
              </select>
            </label>
            <OfHost key={host} link={link} host={host} />
          </>
        ) : null}
      </details>
    </>
  );
}

function OfHost({ link, host }: { readonly link: Link; readonly host: string }) {
  const [lines, setLines] = useState<Lines>({});
  const channel = useRef<ReturnType<Link['channel']>>();
  const newest = useRef(0);
  useEffect(() => {
    const opened = (channel.current = link.channel({
      opening: () => ({ type: 'chart', host }),
      receive(message) {
        if (message.type !== 'points') return;
        newest.current = message['sample'] as number;
        // The member does not answer any more: nothing of it is present.
        if (newest.current === 0) return setLines({});
        const atSeconds = message['atSeconds'] as number;
        const points = message['points'] as readonly (Point & {
          name: string;
          boundSeconds: number;
        })[];
        setLines((known) => ({
          ...known,
          ...Object.fromEntries(
            points.map(({ name, value, boundSeconds }) => [
              name,
              {
                bound: boundSeconds,
                points: [...(known[name]?.points ?? []), { atSeconds, value }].slice(-KEPT),
              },
            ]),
          ),
        }));
      },
    }));
    return () => opened.close();
  }, [host]);
  const place = useRef<HTMLDivElement>(null);
  const isInSight = useInSight(place);
  useEffect(() => {
    if (!isInSight) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState !== 'visible' || viewAt.value !== undefined) return;
      if (newest.current > 0) channel.current?.send({ type: 'drawn', sample: newest.current });
    }, READ_MILLIS);
    return () => clearTimeout(timer);
  }, [lines, isInSight]);
  const names = Object.keys(lines);
  return (
    <div ref={place}>
      {names.length === 0 ? <p class="none">{texts.nothing}</p> : null}
      {names.map((name) => {
        const line = lines[name];
        return line === undefined ? null : <Chart key={name} name={name} line={line} />;
      })}
    </div>
  );
}

const WIDTH = 320;
const HEIGHT = 64;
/** Latencies differ by powers of ten. */
const LEAST = 0.0001;
const height = (value: number): number => {
  const share = Math.log10(Math.max(value, LEAST) / LEAST) / Math.log10(10 / LEAST);
  return HEIGHT - 2 - Math.min(1, share) * (HEIGHT - 6);
};
const millis = (value: number): string =>
  value < 1 ? `${Number((value * 1000).toPrecision(3))} ms` : `${Number(value.toPrecision(3))} s`;

function Chart({ name, line }: { readonly name: string; readonly line: Line }) {
  const until = viewAt.value ?? Infinity;
  const points = line.points.filter(({ atSeconds }) => atSeconds <= until);
  const last = points.at(-1);
  const values = points.map(({ value }) => value);
  const from = points[0]?.atSeconds ?? 0;
  const span = Math.max(30, (last?.atSeconds ?? 0) - from);
  const path = points.map(
    ({ atSeconds, value }) => `${((atSeconds - from) / span) * WIDTH},${height(value)}`,
  );
  const label = texts.names[name] ?? name;
  const says =
    last === undefined
      ? texts.nothing
      : `${texts.now} ${millis(last.value)}, ${texts.least} ${millis(Math.min(...values))}, ${texts.most} ${millis(Math.max(...values))}; ${texts.bound} ${millis(line.bound)}`;
  return (
    <figure>
      <figcaption>
        <b>{label}</b> <small>{says}</small>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${says}`}
      >
        <path class="bound" d={`M0 ${height(line.bound)}H${WIDTH}`} />
        {path.length === 1 ? (
          <circle cx="2" cy={height(last?.value ?? 0)} r="2.5" />
        ) : (
          <polyline points={path.join(' ')} />
        )}
      </svg>
      <details>
        <summary>{texts.table}</summary>
        <table>
          <tbody>
            {points
              .slice(-ROWS)
              .toReversed()
              .map(({ atSeconds, value }) => (
                <tr key={atSeconds}>
                  <th scope="row">{minutes(atSeconds)}</th>
                  <td>{millis(value)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
const ROWS = 20;
