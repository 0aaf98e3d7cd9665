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
  const off = lab.onAdvance(pump);
  return { drain: pump, message: () => undefined, close: off };
}
