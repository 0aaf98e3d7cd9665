/** What a healthy run prints is what the real programs would: no placeholder, no id that nobody has. */
import { expect, test } from 'vitest';
import { labTime } from '../../src/cli/lab-client.ts';
import { played } from './played.ts';

test('no line of a healthy bootstrap has a placeholder for a process, a member or a name', () => {
  const lab = played('first-boot', {}, 'etcd-three-members');
  const lines = lab
    .facts()
    .flatMap((fact) =>
      fact.kind === 'journal' ? [fact.message] : fact.kind === 'containerLog' ? [fact.text] : [],
    );
  const wrong = lines.filter((line) =>
    /\bPID=0\b|learners=\(0\)|\b(dnse|ingresse)\.config\b|\bundefined\b|\[object |NaN/.test(line),
  );
  expect(wrong).toEqual([]);
  expect(lines.some((line) => line.includes('dns.config.openshift.io/cluster created'))).toBe(true);
  const learners = lines.flatMap((line) => /learners=\((\d+)\)/.exec(line)?.[1] ?? []);
  expect(learners.length).toBeGreaterThan(0);
  for (const id of learners) expect(lines.some((line) => line.includes(id))).toBe(true);
});

test('a time of the lab has no sixtieth second', () => {
  expect(labTime(1379.96)).toBe('23:00.0');
  expect(labTime(59.94)).toBe('00:59.9');
  expect(labTime(0)).toBe('00:00.0');
});
