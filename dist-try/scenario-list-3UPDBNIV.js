import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  listScenarios
} from "./chunk-L5TU35FV.js";
import "./chunk-4K4W5MOR.js";
import "./chunk-7J7WDSFB.js";
import "./chunk-DN2B56ZS.js";

// src/cli/scenario-list.ts
function listAll({ json }) {
  const all = listScenarios();
  if (json) {
    process.stdout.write(`${JSON.stringify(all, void 0, 2)}
`);
    return;
  }
  const width = Math.max(0, ...all.map(({ id }) => id.length));
  for (const { id, title } of all) process.stdout.write(`${id.padEnd(width)}  ${title}
`);
}
export {
  listAll
};
