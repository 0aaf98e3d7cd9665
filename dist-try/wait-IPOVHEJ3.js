import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient,
  labTime
} from "./chunk-HWWQMKKU.js";
import {
  knownEvent
} from "./chunk-6WCG326O.js";
import "./chunk-A6MHIOQU.js";
import "./chunk-4K4W5MOR.js";
import "./chunk-7J7WDSFB.js";
import "./chunk-DN2B56ZS.js";

// src/cli/wait.ts
async function wait(event, options) {
  knownEvent(event);
  const client = await labClient(options);
  const { atSeconds } = await client.request("wait", { event });
  process.stdout.write(`${event} at ${labTime(atSeconds)}
`);
}
export {
  wait
};
