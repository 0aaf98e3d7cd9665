/** Scenarios: files `scenarios/<id>.yaml`, read when they are needed. */
export {
  listDrills,
  listScenarios,
  loadScenario,
  type LoadedScenario,
  type ScenarioListing,
} from './load.ts';
export type { Attempt, Diagnosis, Drill, Hint, Part, Truth } from './drill.ts';
export { FOLLOWS, WHAT, WHERE_PARTS, type SeenPart } from './diagnosis-form.ts';
export { byTheBook } from './by-the-book.ts';
export { lintScenario } from './lint.ts';
