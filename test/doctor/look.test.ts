import { expect, test } from 'vitest';
import { ok } from '../../src/doctor/finding.ts';
import { look } from '../../src/doctor/look.ts';

const about = 'The moon';

test('a look gives what was found', async () => {
  expect(await look({ about, look: async () => [ok(about, 'is up.')] }, 1_000)).toEqual([ok(about, 'is up.')]);
});

test('a look that throws is a finding', async () => {
  const found = await look({ about, look: () => Promise.reject(new Error('clouds')) }, 1_000);
  expect(found).toEqual([{ mark: 'wrong', about, says: 'could not be checked: clouds' }]);
});

test('a look that never ends is a finding when its time is up, and is told to stop', async () => {
  const told: unknown[] = [];
  const found = await look(
    {
      about,
      look: (signal) => new Promise(() => signal.addEventListener('abort', () => told.push(signal.reason))),
    },
    10,
  );
  expect(found).toEqual([{ mark: 'wrong', about, says: expect.stringMatching(/^no answer within 0\.01 seconds/) }]);
  expect(told).toHaveLength(1);
});
