import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  EggtoothError
} from "./chunk-7J7WDSFB.js";

// src/cli/settings.ts
function settings(verb, typed) {
  const pairs = typed.map((text) => {
    const equals = text.indexOf("=");
    if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
    throw new EggtoothError("EGT_USAGE", {
      problem: `--set takes name=value, not "${text}"`,
      verb
    });
  });
  return Object.fromEntries(pairs);
}

export {
  settings
};
