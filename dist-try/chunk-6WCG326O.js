import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  MILESTONES
} from "./chunk-4K4W5MOR.js";
import {
  EggtoothError
} from "./chunk-7J7WDSFB.js";

// src/near-name.ts
function nearName(wanted, known) {
  let best;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of known) {
    const edits = name.startsWith(wanted) && wanted.length > 2 ? 1 : distance(wanted, name);
    if (edits < least) {
      best = name;
      least = edits;
    }
  }
  return best;
}
function guess(wanted, known) {
  const near = nearName(wanted, known);
  return near === void 0 ? "" : `Did you mean "${near}"? `;
}
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

// src/cli/events.ts
var EVENTS = MILESTONES.map(({ id }) => id);
function knownEvent(name) {
  if (EVENTS.includes(name)) return;
  throw new EggtoothError("EGT_UNKNOWN_EVENT", {
    name,
    guess: guess(name, EVENTS),
    known: EVENTS.join(", ")
  });
}

export {
  guess,
  knownEvent
};
