/** Bash 5.2 judges the shell: bytes and exit status, line by line and script by script. */
import { describe, expect, test } from 'vitest';
import { isBash52, oneLiners, ourAnswer, realAnswers, scripts } from './judge.ts';
import type { Entry } from './judge.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';

const there = isBash52();
if (!there && process.env['CI'] === 'true') throw new Error('bash 5.2 is needed');

async function differing(entries: readonly Entry[]): Promise<string[]> {
  const { folder, answers, remove } = await realAnswers(entries);
  const found: string[] = [];
  try {
    for (const [index, entry] of entries.entries()) {
      const ours = await ourAnswer(entry, `${folder}/${index}`);
      if (JSON.stringify(ours) === JSON.stringify(answers[index])) continue;
      found.push(entry.name);
      if (process.env['JUDGE_SHOW'])
        console.log(entry.name, entry.command, '\nbash', answers[index], '\nours', ours);
    }
  } finally {
    remove();
  }
  return found;
}

describe.skipIf(!there)('bash 5.2 is the judge', () => {
  const known = KNOWN_DIFFERENCES.map((difference) => difference.name);
  test('of at least 400 lines', async () => {
    const lines = oneLiners();
    expect(lines.length).toBeGreaterThanOrEqual(400);

    const found = await differing(lines);

    expect(found).toEqual(known.filter((name) => name.startsWith('line ')));
  });
  test('of forty scripts', async () => {
    const files = scripts();
    expect(files.length).toBeGreaterThanOrEqual(40);

    const found = await differing(files);

    expect(found).toEqual(known.filter((name) => name.endsWith('.sh')));
  });
  test('with few known differences, each with its reason', () => {
    expect(known.length).toBeLessThanOrEqual(12);
    for (const { reason } of KNOWN_DIFFERENCES) expect(reason.length).toBeGreaterThan(20);
  });
});
