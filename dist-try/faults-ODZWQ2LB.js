import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  FAULTS
} from "./chunk-4K4W5MOR.js";
import "./chunk-7J7WDSFB.js";
import "./chunk-DN2B56ZS.js";

// src/cli/faults.ts
function faults({ json }) {
  if (json) {
    const plain = FAULTS.map(({ set: _function, ...rest }) => rest);
    process.stdout.write(`${JSON.stringify(plain, void 0, 2)}
`);
    return;
  }
  for (const { id, title, cause, host, parameters } of FAULTS) {
    process.stdout.write(`${id}  ${title}
  ${cause}; on ${host} unless --on
`);
    for (const { name, unit, minimum, maximum, default: usual, says } of parameters) {
      process.stdout.write(`  --set ${name}=${usual}  ${minimum} to ${maximum} ${unit}: ${says}
`);
    }
  }
}
export {
  faults
};
