/** `eggtooth run`: what it prints, what it leaves, when it fails. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

let folder = '';
let printed = '';
let told = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eggtooth-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  printed = '';
  told = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...words: string[]): Promise<Record<string, unknown>> {
  printed = '';
  await main(['run', ...words, '--format', 'json']);
  return JSON.parse(printed) as Record<string, unknown>;
}
const lines = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n');

test('prints what the interface says', async () => {
  const result = await run('first-boot', '--seed', '7');
  expect(result).toMatchObject({
    scenario: 'first-boot',
    seed: 7,
    profile: 'handbook',
    status: 'complete',
    simulatedSeconds: expect.any(Number),
    wallMs: expect.any(Number),
    transitions: expect.any(Number),
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  expect(Object.keys(result['counts'] as object)).toEqual([
    'journalLines',
    'pods',
    'namespaces',
    'events',
    'fsyncs',
  ]);
  expect(result['milestones']).toHaveLength(12);
  expect(process.exitCode).toBeUndefined();
});

test('two runs in one process, and a scenario under another name, have the same digest', async () => {
  const words = ['--set', 'fixedMillis=137', '--until', 'masters-joined'];
  cpSync('scenarios', join(folder, 'scenarios'), { recursive: true });
  const other = join(folder, 'scenarios', 'other-name.yaml');
  cpSync(join(folder, 'scenarios', 'etcd-disk-slow.yaml'), other);
  const first = await run('etcd-disk-slow', ...words);
  const renamed = await run(other, ...words);
  expect(renamed['scenario']).toBe('other-name');
  expect(renamed['digest']).toBe(first['digest']);
});

test('--until ends there, with everything in --out, and why reads the record', async () => {
  const out = join(folder, 'deep', 'out');
  const words = ['--until', 'cluster-manifests-applied', '--out', out];
  const result = await run('etcd-disk-slow', '--set', 'fixedMillis=500', ...words);
  expect(result['status']).toBe('stopped');
  expect(process.exitCode).toBeUndefined();
  expect(readdirSync(out).toSorted()).toEqual([
    'facts.jsonl',
    'journal',
    'metrics.txt',
    'milestones.json',
    'pods',
    'record.json',
  ]);
  const log = join(out, 'pods', 'bootstrap', 'etcd-bootstrap', 'etcd.log');
  expect(existsSync(log)).toBe(true);
  const entry = JSON.parse(lines(join(out, 'journal', 'bootstrap.jsonl'))[0] ?? '') as object;
  expect(entry).toHaveProperty('__REALTIME_TIMESTAMP');
  expect(lines(join(out, 'metrics.txt')).at(-1)).toBe('# EOF');
  const facts = lines(join(out, 'facts.jsonl')).map(
    (line) => JSON.parse(line) as { id: string; text?: string },
  );
  const symptom = facts.find(({ text }) => text?.includes('apply request took too long'));
  printed = '';
  await main(['why', symptom?.id ?? '', '--record', join(out, 'record.json')]);
  expect(printed.trim().split('\n').at(-1)).toContain('bootstrap.disk.fsync');
});

test('a run that does not come to its end exits 1', async () => {
  await run('etcd-disk-slow', '--set', 'fixedMillis=60000');
  expect(process.exitCode).toBe(1);
});

test.each([
  ['why', 'f1', '--record', '/nowhere/record.json'],
  ['why', 'f1', '--record', 'package.json'],
  ['run', 'first-boot', '--until', 'rhcos-booted', '--out', 'package.json/x'],
])('a file that cannot be used is named: %s %s %s %s', async (...words) => {
  await main(words);
  expect(told).toContain('cannot use');
  expect(process.exitCode).toBe(2);
});
