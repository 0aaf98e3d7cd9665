/** `startLab` refuses what `eggtooth up` refuses, before a lab is opened. */
import { expect, test } from 'vitest';
import { startLab, type StartOptions } from '../../src/testing/index.ts';

test.each<readonly [Record<string, unknown>, RegExp]>([
  [{ seed: NaN }, /seed/],
  [{ seed: -1 }, /seed/],
  [{ seed: '7' }, /seed/],
  [{ pace: -1 }, /pace/],
  [{ pace: Infinity }, /pace/],
  [{ sede: 7 }, /"sede"/],
])('startLab refuses %j and says which', async (options, named) => {
  const started = startLab('first-boot', options as StartOptions);
  await expect(started).rejects.toThrow(named);
  await expect(started).rejects.toMatchObject({ code: 'EGT_OPTION' });
});

test('startLab refuses a scenario that is no name', async () => {
  const started = startLab(undefined as unknown as string);
  await expect(started).rejects.toMatchObject({ code: 'EGT_OPTION' });
});
