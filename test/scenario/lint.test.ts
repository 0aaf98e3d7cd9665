/** `scenario lint` names what an author of a drill does not see. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintScenario, listDrills } from '../../src/scenario/index.ts';

const original = readFileSync('scenarios/nothing-is-red.yaml', 'utf8');
function lint(change: (text: string) => string): readonly string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'eggtooth-lint-')), 'drill.yaml');
  writeFileSync(file, change(original));
  return lintScenario(file);
}

describe('lint', () => {
  it.each(listDrills().map(({ id }) => id))('finds nothing in %s', (id) => {
    expect(lintScenario(id)).toEqual([]);
  });
  it('names a hint that gives the answer away, with its line', () => {
    const found = lint((text) => text.replace('Count before you dig.', 'one-master/power!'));
    expect(found.join('\n')).toMatch(/drill\.yaml:\d+:\d+: this hint gives the answer away/);
  });
  it('names a goal that comes before the trainee begins', () => {
    const found = lint((text) =>
      text
        .replace('end: bootstrap-complete', 'end: etcd-started')
        .replace('timeLimit', 'timeLimit'),
    );
    expect(found.join('\n')).toContain('unreachable goal');
  });
  it('refuses a check that the checklist does not have, with file, line and column', () => {
    expect(() => lint((text) => `${text}checklist: [pods, coffee]\n`)).toThrow(
      /drill\.yaml:\d+:\d+: checklist\.1 cannot be "coffee"/,
    );
  });
  it('refuses a place that no lab has and says which is near', () => {
    expect(() => lint((text) => text.replace('one-master/power', 'one-master/powr'))).toThrow(
      /there is no place "one-master\/powr"/,
    );
  });
  it('names a drill that nobody fails', () => {
    const found = lint((text) => text.replace(/^wrong:[\s\S]*$/m, ''));
    expect(found.join('\n')).toContain('nobody fails it');
  });
});
