import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  MINUTE,
  SECOND
} from "./chunk-4K4W5MOR.js";

// ../../tmp/stubs/scenario.ts
var op = [{ at: 0, input: { who: "operator", kind: "power", host: "bootstrap", verb: "start" } }, ...[0, 1, 2].map((n) => ({ after: "cluster-manifests-applied", at: 10 * SECOND, input: { who: "operator", kind: "power", host: "master-" + n, verb: "start" } }))];
var loadScenario = (id, _s) => ({ title: "First boot", scenario: id, profile: "handbook", seed: 7, masters: 3, timeline: [], end: "bootstrap-complete", timeLimit: 60 * MINUTE, operator: op });
var listScenarios = () => [{ id: "first-boot", title: "First boot" }];

export {
  loadScenario,
  listScenarios
};
