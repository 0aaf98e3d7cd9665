/** `eggtooth faults`: the catalogue. */
import { FAULTS } from '../sim/index.ts';

export function faults({ json }: { readonly json: boolean }): void {
  if (json) {
    const plain = FAULTS.map(({ set: _function, ...rest }) => rest);
    process.stdout.write(`${JSON.stringify(plain, undefined, 2)}\n`);
    return;
  }
  for (const { id, title, cause, host, parameters } of FAULTS) {
    process.stdout.write(`${id}  ${title}\n  ${cause}; on ${host} unless --on\n`);
    for (const { name, unit, minimum, maximum, default: usual, says } of parameters) {
      process.stdout.write(`  --set ${name}=${usual}  ${minimum} to ${maximum} ${unit}: ${says}\n`);
    }
  }
}
