/** Eggtooth as a library: worlds without sockets. Whole labs with real wires: `eggtooth/testing`. */
export * from './sim/index.ts';
export { listScenarios, loadScenario } from './scenario/index.ts';
export { EggtoothError } from './errors.ts';
