/**
 * One journal on the stream. It is pulled from the world, not pushed: a client that is slow or away
 * loses no line, because the next batch begins after the last entry that it was sent.
 */
import type { LiveLab } from '../../host/live-lab.ts';
import { entryView, journalAfter, type JournalQuery } from './lab-view.ts';
import type { ClientMessage } from './messages.ts';
import type { Channel, Outlet } from './stream.ts';

const BATCH = 500;
type Subscription = ClientMessage & { readonly type: 'journal' };

export function journalChannel(request: Subscription, lab: LiveLab, outlet: Outlet): Channel {
  const { channel, host, unit } = request;
  let { after } = request;
  let seen = '';

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
  /** A pane is a look like any other: that she read there, up to which line. */
  function look(id: string): void {
    const at = lab.world.fact(id)?.at;
    if (at === undefined || id === seen) return;
    seen = id;
    const place = unit?.startsWith('pod:')
      ? `containers/${unit.slice('pod:'.length)}/lines`
      : `journal/${unit ?? 'all'}`;
    lab.look({
      session: 'journal pane',
      source: 'page',
      at: lab.now(),
      seen: [{ cell: `${host}/${place}`, value: 'read', asOf: at, weak: true }],
    });
  }
  const off = lab.onAdvance(pump);
  return {
    drain: pump,
    message(received) {
      if (received.type === 'seen') look(received.id);
    },
    close: off,
  };
}
