import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient,
  labTime
} from "./chunk-HWWQMKKU.js";
import {
  guess,
  knownEvent
} from "./chunk-6WCG326O.js";
import "./chunk-A6MHIOQU.js";
import "./chunk-4K4W5MOR.js";
import {
  EggtoothError
} from "./chunk-7J7WDSFB.js";
import "./chunk-DN2B56ZS.js";

// src/cli/clock.ts
var VERBS = ["pause", "resume", "pace", "until", "step"];
async function clock(verb, value, options) {
  const body = verb === void 0 ? void 0 : bodyOf(verb, value);
  const client = await labClient(options);
  const reply = body === void 0 ? await client.request("") : await client.request("clock", body);
  const speed = reply.paused ? "paused" : `pace ${reply.pace}`;
  process.stdout.write(`${labTime(reply.nowSeconds)} ${speed}
`);
  if (reply.came === false) {
    process.stderr.write(`${value ?? ""} did not come within the scenario's time limit.
`);
    process.exitCode = 1;
  }
}
function bodyOf(verb, value) {
  switch (verb) {
    case "pause":
    case "resume":
    case "step":
      if (value !== void 0) throw usage(`clock ${verb} takes no value, got "${value}"`);
      return { [verb]: true };
    case "pace":
      return { pace: paceOf(value) };
    case "until":
      if (value === void 0) throw usage("clock until needs an event");
      knownEvent(value);
      return { until: value };
    default:
      throw usage(`clock has no "${verb}". ${guess(verb, VERBS)}It has: ${VERBS.join(", ")}`);
  }
}
function paceOf(value) {
  if (value === "max") return "max";
  const number = Number(value);
  if (!(number > 0)) throw usage(`a pace is a number above 0, or max, not "${value ?? ""}"`);
  return number;
}
var usage = (problem) => new EggtoothError("EGT_USAGE", { problem, verb: "clock" });
export {
  clock
};
