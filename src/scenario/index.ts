/** Scenarios: files `scenarios/<id>.yaml`, read when they are needed. */
export { listScenarios, loadScenario, type LoadedScenario, type ScenarioListing } from './load.ts';
