/** `scenario lint` names what an author of a drill does not see. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintScenario, listDrills } from '../../src/scenario/index.ts';

function lint(change: (text: string) => string, id = 'nothing-is-red'): readonly string[] {
  const original = readFileSync(`scenarios/${id}.yaml`, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'eggtooth-lint-'));
  cpSync('scenarios/operators', join(folder, 'operators'), { recursive: true });
  const file = join(folder, 'drill.yaml');
  writeFileSync(file, change(original));
  return lintScenario(file);
}

describe('lint', () => {
  it('names a folder that stands where a scenario should', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'eggtooth-lint-')), 'drill.yaml');
    mkdirSync(folder);
    expect(() => lintScenario(folder)).toThrow(
      expect.objectContaining({ code: 'EISDIR', path: folder }),
    );
  });
  it.each(listDrills().map(({ id }) => id))('finds nothing in %s', (id) => {
    expect(lintScenario(id)).toEqual([]);
  });
  it('names a hint that gives the answer away, with its line', () => {
    const found = lint((text) => text.replace('Count before you dig.', 'one-master/power!'));
    expect(found.join('\n')).toMatch(/drill\.yaml:\d+:\d+: this hint gives the answer away/);
  });
  it.each([
    ['nothing-is-red', 'Ask the hypervisor which machine is switched off.'],
    ['takes-forever', 'The disk is slow.'],
    ['gone-after-lunch', 'A manifest is missing from its folder.'],
    ['api-never-up', 'Port 6443 is in use by somebody else.'],
  ])('names a hint of %s that says where and what in words', (id, hint) => {
    const found = lint((text) => text.replace(/say: .*/, `say: "${hint}"`), id);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/drill\.yaml:\d+:\d+: this hint gives the answer away/);
  });
  it.each([
    ['other-masters/power', /nobody can choose other-masters\/power/],
    ['bootstrap/network', /no sign tells of bootstrap\/network/],
  ])('names a truth that nobody can choose or be shown: %s', (where, problem) => {
    const found = lint((text) => text.replace('where: one-master/power', `where: ${where}`));
    expect(found.join('\n')).toMatch(problem);
  });
  it.each(['registry.bytesPerSecond: 20000', 'master-2.link.up: false'])(
    'names a change that no trainee can take back: %s',
    (set) => {
      const step = `timeline:\n  - { onset: etcd-started, set: { ${set} } }\n`;
      const found = lint((text) => text.replace('timeline:\n', step), 'takes-forever');
      expect(found.join('\n')).toMatch(/nobody can mend it/);
    },
  );
  it.each([
    ['1e309', 'Infinity'],
    ['-.inf', '-Infinity'],
    ['.nan', 'NaN'],
  ])('names a number that is none as what it is: %s', (written, told) => {
    const step = `timeline:\n  - { onset: etcd-started, set: { bootstrap.disk.fsync: { fixedMillis: ${written} } } }\n`;
    const changed = (text: string): string => text.replace('timeline:\n', step);
    expect(() => lint(changed, 'takes-forever')).toThrow(
      `bootstrap.disk.fsync cannot be {"fixedMillis":${told}}`,
    );
  });
  it('says that a file is nested too deeply, in words and with the place', () => {
    const deep = `title: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
    expect(() => lint(() => deep)).toThrow(/drill\.yaml:\d+:\d+: .*nested too deeply/);
  });
  it('names a goal that comes before the trainee begins', () => {
    const found = lint((text) => text.replace('end: bootstrap-complete', 'end: etcd-started'));
    expect(found.join('\n')).toMatch(/drill\.yaml:\d+:\d+: unreachable goal/);
  });
  it('names a goal whose time is over before the trainee begins', () => {
    const found = lint((text) => text.replace('timeLimit: 90m', 'timeLimit: 10m'));
    expect(found.join('\n')).toMatch(/drill\.yaml:\d+:\d+: unreachable goal/);
  });
  it.each([
    ['at and onset of one step', 'id: a, at: 60s, onset: etcd-started', '"at" and "onset" both'],
    ['two steps of one name', 'id: t2, onset: etcd-started', 'another step is called "t2"'],
  ])('names %s', (_, step, wrong) => {
    const set = 'set: { bootstrap.disk.fsync: { fixedMillis: 5 } }';
    const planted = (text: string): string =>
      text.replace('timeline:\n', `timeline:\n  - { ${step}, ${set} }\n`);
    expect(() => lint(planted, 'takes-forever')).toThrow(
      new RegExp(`drill\\.yaml:\\d+:\\d+: ${wrong}`),
    );
  });
  it('names a check that nobody can tick before the drill ends', () => {
    const found = lint((text) =>
      text
        .replace('end: bootstrap-complete', 'end: kube-apiserver-started')
        .replace('begin: { after: cluster-manifests-applied', 'begin: { after: kubelet-started')
        .concat('checklist: [pods, etcd, api, manifests]\n'),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/drill\.yaml:\d+:\d+: dead check "manifests"/);
    expect(found[0]).toContain('cluster-manifests-applied comes after the end');
  });
  it('names a check whose time is over when the trainee begins', () => {
    const found = lint((text) =>
      text
        .replace(
          'begin: { after: cluster-manifests-applied',
          'begin: { after: control-plane-pivoted',
        )
        .concat('checklist: [pods, etcd]\n'),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/dead check "etcd".*over at control-plane-pivoted/);
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
