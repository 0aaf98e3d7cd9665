import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient,
  labTime
} from "./chunk-KKJZXHN5.js";
import {
  knownEvent
} from "./chunk-PQZZV6A7.js";
import "./chunk-A6MHIOQU.js";
import "./chunk-VZR434L4.js";
import "./chunk-WA2EW5IM.js";
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
