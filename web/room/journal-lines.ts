/** The lines of one journal: kept outside the view and bounded; a frame paints what has come since. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Link } from '../link.ts';

export interface Entry {
  readonly id: string;
  readonly atSeconds: number;
  readonly unit: string;
  readonly identifier: string;
  readonly priority: number;
  readonly message: string;
}
const KEPT = 50_000;

export function useLines(link: Link, host: string, unit: string) {
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
  const seen = (ids: readonly string[], chosen?: string): void =>
    opened.current?.send({ type: 'seen', ids, ...(chosen === undefined ? {} : { chosen }) });
  return { lines: lines.current, count, seen };
}

const DEBUG = 7;
const PRIORITIES: Readonly<Record<string, number>> = { warn: 4, err: 3 };

/** What is typed is a regular expression; one that is none is looked for as it stands. */
export function matcher(wanted: string): (text: string) => boolean {
  try {
    const pattern = new RegExp(wanted, 'i');
    return (text) => pattern.test(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const literal = wanted.toLowerCase();
    return (text) => text.toLowerCase().includes(literal);
  }
}

/** The priority up to which lines are shown. */
export const leastOf = (severity: string): number => PRIORITIES[severity] ?? DEBUG;
export const ALL = DEBUG;

/** Lines come in the order of their time. */
export function countUntil(lines: readonly Entry[], until: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.atSeconds ?? 0) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function timeOf({ atSeconds }: Entry): string {
  const seconds = (atSeconds % 60).toFixed(3).padStart(6, '0');
  return `${String(Math.floor(atSeconds / 60)).padStart(2, '0')}:${seconds}`;
}
