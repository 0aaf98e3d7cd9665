/** When a value that was written counts as seen. */
import { expect, test } from 'vitest';
import type { Look } from '../../src/host/live-lab.ts';
import { shows } from '../../src/shell/looks/chunk.ts';
import { openLedger, type Ledger } from '../../src/shell/looks/ledger.ts';

const ROWS = 5;
const VALUE = shows('ok\n', { cell: 'bootstrap/healthz', value: 'ok', asOf: 1 });
const SCREENFUL = 'line\n'.repeat(ROWS + 1);
const stand = (millis: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, millis));

function open(): {
  ledger: Ledger;
  looks: Look[];
  paint: (text: Parameters<Ledger['write']>[0]) => void;
} {
  const looks: Look[] = [];
  const ledger = openLedger({
    rows: () => ROWS,
    crlf: true,
    session: 's',
    source: 'test',
    now: () => 2,
    note: (look) => looks.push(look),
  });
  return {
    ledger,
    looks,
    paint(text) {
      ledger.write(text);
      ledger.acknowledge(ledger.written);
    },
  };
}

test('a value that stood is seen, without anything more being painted', async () => {
  const { looks, paint } = open();
  paint(VALUE);
  expect(looks).toEqual([]);
  await stand(450);
  expect(looks).toHaveLength(1);
});

test('a value that scrolled off at once is not', async () => {
  const { looks, paint } = open();
  paint(VALUE);
  paint(SCREENFUL);
  await stand(450);
  expect(looks).toEqual([]);
});

test('a value that scrolled off is seen when she scrolls back to it and stays there', async () => {
  const { ledger, looks, paint } = open();
  paint(VALUE);
  paint(SCREENFUL);
  await stand(450);
  ledger.scrolled(1);
  await stand(450);
  expect(looks).toEqual([]);
  ledger.scrolled(ROWS);
  ledger.scrolled(0);
  await stand(450);
  expect(looks).toEqual([]);
  ledger.scrolled(ROWS);
  await stand(450);
  expect(looks).toHaveLength(1);
});

test('a value that was cleared away is not there when she scrolls back', async () => {
  const { ledger, looks, paint } = open();
  paint(VALUE);
  paint(SCREENFUL);
  await stand(450);
  paint('\u001b[H\u001b[2J');
  ledger.scrolled(ROWS);
  await stand(450);
  expect(looks).toEqual([]);
});

test('a value that was there when somebody typed on may scroll off, but not be wiped', async () => {
  const scrolled = open();
  const wiped = open();
  for (const { ledger, paint } of [scrolled, wiped]) {
    paint(VALUE);
    ledger.typed();
  }
  scrolled.paint(SCREENFUL);
  wiped.paint('\u001b[H\u001b[2J');
  await stand(450);
  expect(scrolled.looks).toHaveLength(1);
  expect(wiped.looks).toEqual([]);
});
