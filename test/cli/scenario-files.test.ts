/** A broken scenario file: named with line and column, and what would be right. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenarios-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const END = 'end: bootstrap-complete\ntimeLimit: 3h\n';
const WORLD = 'title: X\nworld: { profile: handbook }\n';
const SLOW = 'timeline:\n  - fault: etcd-disk-slow\n';

test.each([
  ['title: X\nworld: { profile: handbook\nend: x\n', '3:1', 'Mend the YAML there'],
  ['', '1:1', 'It takes object'],
  ['title: *nope\n', '1:8: Unresolved alias', 'Write the value out'],
  [
    `a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\ntitle: [*c, *c, *c, *c, *c]\n`,
    'Excessive alias count',
    'Write the value out',
  ],
  [`${WORLD}operator: ../../../../etc/passwd\n${END}`, '3:11', 'Name one that is there'],
  [`${WORLD}operator: /etc/passwd\n${END}`, '3:11', 'Name one that is there'],
  [`title: X\nwolrd: {}\n${END}`, '2:8: "wolrd" is not a key of the file', '"world"'],
  [
    `title: X\nworld: { profile: handbok }\n${END}`,
    '2:19: there is no profile "handbok"',
    '"handbook"',
  ],
  [
    `${WORLD}end: bootstrap-complet\ntimeLimit: 3h\n`,
    '3:6: there is no event',
    '"bootstrap-complete"',
  ],
  [
    `${WORLD}end: bootstrap-complete\ntimeLimit: 3 hours\n`,
    '4:12: timeLimit cannot be "3 hours"',
    '90s, 25m or 3h',
  ],
  [`${WORLD}timeline:\n  - falt: x\n${END}`, '4:11: "falt" is not a key of timeline.0', '"fault"'],
  [
    `${WORLD}timeline:\n  - fault: etcd-disk-slo\n${END}`,
    '4:12: there is no fault',
    '"etcd-disk-slow"',
  ],
  [`${WORLD}${SLOW}    on: bootstrp\n${END}`, '5:9: there is no host "bootstrp"', '"bootstrap"'],
  [
    `${WORLD}${SLOW}    onset: masters-joind\n${END}`,
    '5:12: there is no event',
    '"masters-joined"',
  ],
  [
    `${WORLD}${SLOW}    set: { fixdMillis: 3 }\n${END}`,
    '"fixdMillis" is not a parameter',
    '"fixedMillis"',
  ],
  [`${WORLD}${SLOW}    set: { fixedMillis: -3 }\n${END}`, 'fixedMillis cannot be -3', '0 to 60000'],
  [
    `${WORLD}timeline:\n  - set: { bootstrap.disk.fsnc: {} }\n${END}`,
    '4:33: "bootstrap.disk.fsnc"',
    '"bootstrap.disk.fsync"',
  ],
  [
    `${WORLD}operator:\n  - power: { start: [master-9] }\n${END}`,
    '4:22: there is no host "master-9"',
    'master-0, master-1',
  ],
  [
    `${WORLD}operator: nowhere.yaml\n${END}`,
    '3:11: there is no file nowhere.yaml',
    'Name one that is there',
  ],
])('%j', (text, problem, right) => {
  const file = join(folder, 'broken.yaml');
  writeFileSync(file, text);
  let told = '';
  try {
    loadScenario(file);
  } catch (error) {
    told = String(error);
  }
  expect(told).toContain('broken.yaml:');
  expect(told).toContain(problem);
  expect(told).toContain(right);
});

test('what is set on the command line is not blamed on the file', () => {
  expect(() => loadScenario('etcd-disk-slow', { fixedMilis: '3' })).toThrow(
    /^EGT_UNKNOWN_PARAMETER: .*\n.*\n.*Did you mean "fixedMillis"/,
  );
});
