import { expect, test } from 'vitest';
import { atMost } from '../../commands/at-most.ts';

/** Things that are begun in their turn, and end when they are told to. */
function things(slots: ReturnType<typeof atMost>, count: number) {
  const begun: number[] = [];
  const ends = Array.from({ length: count }, () => Promise.withResolvers<number>());
  const all = ends.map((end, at) =>
    slots(() => {
      begun.push(at);
      return end.promise;
    }),
  );
  return { begun, ends, all };
}

test('so many run at once, the others in the order in which they came', async () => {
  const { begun, ends, all } = things(atMost(2), 4);
  expect(begun).toEqual([0, 1]);
  ends[1]?.resolve(1);
  await all[1];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const [at, end] of ends.entries()) end.resolve(at);
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

test('what fails makes room as well, also when nobody waits', async () => {
  const slots = atMost(1);
  for (let n = 0; n < 3; n++) await expect(slots(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots(async () => 'yes')).toBe('yes');
});
