/**
 * One journal on the stream. It is pulled from the world, not pushed: a client that is slow or away
 * loses no line, because the next batch begins after the last entry that it was sent.
 */
import type { LiveLab } from '../../host/live-lab.ts';
import { stated, type LogLine } from '../../host/stated.ts';
import type { Fact } from '../../sim/index.ts';
import { entryView, journalAfter, type JournalQuery } from './lab-view.ts';
import type { ClientMessage } from './messages.ts';
import type { Channel, Outlet } from './stream.ts';

const BATCH = 500;
type Subscription = ClientMessage & { readonly type: 'journal' };

export function journalChannel(request: Subscription, lab: LiveLab, outlet: Outlet): Channel {
  const { channel, host, unit } = request;
  const container = unit?.startsWith('pod:') === true ? unit.slice('pod:'.length) : undefined;
  let { after } = request;
  let seen = 0;

  function pump(): void {
    while (!outlet.full()) {
      const query: JournalQuery = {
        host,
        ...(unit === undefined ? {} : { unit }),
        ...(after === undefined ? {} : { after }),
      };
      const batch = journalAfter(lab, query).slice(0, BATCH);
      const newest = batch.at(-1);
      if (newest === undefined) return;
      after = newest.id;
      outlet.send({ type: 'lines', channel, entries: batch.map(entryView) });
    }
  }
  /**
   * A pane is a look like any other: that she read there, and up to which line. A pane scrolls by itself:
   * what a line says is proved by the one that she has chosen.
   */
  function look(ids: readonly string[], chosen: string | undefined): void {
    const now = lab.now();
    const lines = ids.slice(-BATCH).flatMap((id) => lineOf(lab.world.fact(id)) ?? []);
    const read = lines.filter((line) => line.host === host);
    const newest = read.at(-1);
    if (newest === undefined) return;
    const place =
      container === undefined ? `journal/${unit ?? 'all'}` : `containers/${container}/lines`;
    const one = lineOf(lab.world.fact(chosen ?? ''));
    const said = one === undefined || one.host !== host ? [] : stated(one, now).map(({ of }) => of);
    if (said.length === 0 && newest.at === seen) return;
    seen = newest.at;
    lab.look({
      session: 'journal pane',
      source: 'page',
      at: now,
      seen: [{ cell: `${host}/${place}`, value: 'read', asOf: newest.at, weak: true }, ...said],
    });
  }
  function lineOf(fact: Fact | undefined): LogLine | undefined {
    if (fact?.kind === 'journal')
      return { host: fact.host, writer: fact.unit, text: fact.message, at: fact.at };
    if (fact?.kind !== 'containerLog' || container === undefined) return undefined;
    return { host: fact.host, writer: container, text: fact.text, at: fact.at };
  }
  const off = lab.onAdvance(pump);
  return {
    drain: pump,
    message(received) {
      if (received.type === 'seen') look(received.ids, received.chosen);
    },
    close: off,
  };
}
