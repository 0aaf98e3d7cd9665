/** Every file of every machine may be anything: no lab breaks, whatever is started from it fails as itself. */
import { expect, test } from 'vitest';
import { SECOND, type FileChange, type Lab, type LabInput } from '../../src/sim/index.ts';
import { type Seeded, seeded } from '../helpers/seeded.ts';
import { played } from '../sim/played.ts';

const COUNT = Number(process.env['EGGTOOTH_MUTATIONS'] ?? 60);
const SEED = Number(process.env['EGGTOOTH_MUTATION_SEED'] ?? 11);
const PER_LAB = 15;
const AT = ['kube-apiserver-started', 'masters-joined', 'etcd-three-members'];
const who = 'test';

const TEXTS = [
  '',
  'garbage',
  '\u0000\u0001\u0002\u007f',
  '{',
  '[[[[[[',
  'kind: [',
  'a: &a [*a]\n',
  '%TAG ! tag:x,2000:\n---\n!x y\n',
  'apiVersion: v1\nkind: Pod\nmetadata: 7\nspec: []\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: b, command: {}}]}\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [null, 5]}\n',
  '- '.repeat(3000),
  `${'['.repeat(3000)}`,
  `k: ${'x'.repeat(1_000_000)}\n`,
  '#!/usr/bin/env bash\nexit 3\n',
  '[Unit]\nDescription=x\n',
  '[Service]\nExecStart=\n',
  '[Service]\nExecStart=/usr/bin/kubelet --v=\nRestart=always\nRestartSec=0\n',
  '[Service]\nExecStart="unclosed\nType=what\n[Install\n',
  'a: 1\n'.repeat(20_000),
  '"\\u12',
  '\uFEFF\ud800',
];

function change(random: Seeded, lab: Lab, host: string, path: string): FileChange {
  const content = lab.read.file(host, path)?.content ?? '';
  const other = filesOf(lab, host);
  const pick = <T>(list: readonly T[]): T => random.pick(list);
  switch (random.int(8)) {
    case 0:
      return { op: 'remove', path };
    case 1:
      return { op: 'write', path, content: content.slice(0, random.int(content.length + 1)) };
    case 2: {
      const at = random.int(content.length + 1);
      const put = pick(['\n', '\t', ':', '{', '"', "'", '-', '&', '*', ' ', '%', '\u0000', '\\']);
      return { op: 'write', path, content: content.slice(0, at) + put + content.slice(at + 1) };
    }
    case 3:
      return { op: 'write', path, content: lab.read.file(host, pick(other))?.content ?? '' };
    case 4:
      return {
        op: 'write',
        path,
        content: '',
        link: pick([path, '/nowhere', '/etc', pick(other)]),
      };
    case 5:
      return {
        op: 'write',
        path,
        content,
        mode: pick([0, 0o111, 0o7777]),
        owner: pick(['core', 'root']),
      };
    default:
      return { op: 'write', path, content: pick(TEXTS) };
  }
}

function filesOf(lab: Lab, host: string): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const file of lab.read.folder(host, folder)) {
      if (file.folder) visit(file.path);
      else found.push(file.path);
    }
  };
  visit('/');
  return found;
}

test(`${COUNT} mutations of files, seed ${SEED}: no lab breaks`, () => {
  const random = seeded(SEED);
  for (let done = 0; done < COUNT; done += PER_LAB) {
    const lab = played('first-boot', {}, AT[random.int(AT.length)]);
    const acts: LabInput[] = [];
    for (let i = 0; i < PER_LAB; i++) {
      const hosts = lab.read.hosts().map(({ name }) => name);
      const host = hosts[random.int(hosts.length)] ?? 'bootstrap';
      const files = filesOf(lab, host);
      const path = files[random.int(files.length)] ?? '/etc/hosts';
      const units = lab.read.units(host).map(({ unit }) => unit);
      const act = (input: LabInput): void => {
        acts.push(input);
        lab.input(input);
      };
      act({ who, kind: 'files', host, changes: [change(random, lab, host, path)] });
      act({ who, kind: 'unit', host, unit: '', verb: 'daemon-reload' });
      const unit = units[random.int(units.length)];
      if (unit !== undefined) act({ who, kind: 'unit', host, unit, verb: 'restart' });
      if (units.includes('kubelet.service') && random.int(2) === 0)
        act({ who, kind: 'unit', host, unit: 'kubelet.service', verb: 'restart' });
      for (const { id } of lab.read.containers(host).slice(0, random.int(3)))
        act({ who, kind: 'stopContainer', host, id, graceSeconds: 30 });
      if (host !== 'workstation' && random.int(6) === 0)
        act({ who, kind: 'power', host, verb: 'reboot' });
      try {
        lab.runUntil(lab.now + 20 * SECOND);
      } catch (error) {
        throw new Error(`after ${JSON.stringify(acts.slice(-6)).slice(0, 2000)}`, { cause: error });
      }
    }
    lab.runUntil(lab.now + 120 * SECOND);
    expect(lab.status).not.toBe('broken');
  }
}, 300_000);
