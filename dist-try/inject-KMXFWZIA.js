import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient,
  labTime
} from "./chunk-KKJZXHN5.js";
import {
  settings
} from "./chunk-2NRFVYQK.js";
import {
  knownEvent
} from "./chunk-PQZZV6A7.js";
import "./chunk-A6MHIOQU.js";
import "./chunk-VZR434L4.js";
import "./chunk-WA2EW5IM.js";
import "./chunk-DN2B56ZS.js";

// src/cli/inject.ts
async function inject(fault, options) {
  if (options.at !== void 0) knownEvent(options.at);
  const set = settings("inject", options.set);
  const client = await labClient(options);
  const reply = await client.request("faults", {
    fault,
    set,
    ...options.on === void 0 ? {} : { host: options.on },
    ...options.at === void 0 ? {} : { at: options.at }
  });
  const changes = Object.entries(reply.set).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`
  );
  const when = reply.id === void 0 ? `waits for ${options.at ?? ""}` : `${reply.id} at ${labTime(reply.atSeconds ?? 0)}`;
  process.stdout.write(`${when}: ${changes.join(", ")}
`);
  if (reply.id !== void 0) process.stdout.write(`eggtooth heal ${reply.id} undoes it.
`);
}
export {
  inject
};
