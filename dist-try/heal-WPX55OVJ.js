import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient,
  labTime
} from "./chunk-KKJZXHN5.js";
import "./chunk-A6MHIOQU.js";
import "./chunk-WA2EW5IM.js";
import "./chunk-DN2B56ZS.js";

// src/cli/heal.ts
async function heal(id, options) {
  const client = await labClient(options);
  const input = { who: "operator", kind: "heal", id };
  const { atSeconds } = await client.request("inputs", input);
  process.stdout.write(`${id} healed at ${labTime(atSeconds)}
`);
}
export {
  heal
};
