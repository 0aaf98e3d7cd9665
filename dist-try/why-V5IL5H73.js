import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient,
  labTime
} from "./chunk-HWWQMKKU.js";
import "./chunk-A6MHIOQU.js";
import {
  replay
} from "./chunk-4K4W5MOR.js";
import {
  EggtoothError
} from "./chunk-7J7WDSFB.js";
import "./chunk-DN2B56ZS.js";

// src/cli/why.ts
import { readFileSync } from "node:fs";
async function why(what, options) {
  const chain = options.record === void 0 ? await live(what, options) : recorded(what, options.record);
  for (const { atSeconds, what: text, fact, input } of chain) {
    const id = input ?? fact ?? "";
    process.stdout.write(`${labTime(atSeconds)}  ${id.padEnd(7)} ${text}
`);
  }
}
async function live(what, options) {
  const client = await labClient(options);
  const path = `why?what=${encodeURIComponent(what)}`;
  return (await client.request(path)).chain;
}
function recorded(what, file) {
  const lab = replay(JSON.parse(readFileSync(file, "utf8")));
  const chain = lab.why(what);
  if (chain.length === 0) {
    throw new EggtoothError("EGT_USAGE", { problem: `nothing is known of "${what}"`, verb: "why" });
  }
  return chain.map((link) => ({ ...link, atSeconds: link.at / 1e6 }));
}
export {
  why
};
