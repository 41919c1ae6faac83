import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Durations, earliest, isDue, isLate, learned, usual } from '../../src/jobs/durations.ts';

const MINUTE = 60_000;
const FIVE_MINUTES: Durations = [5 * MINUTE, 6 * MINUTE, 7 * MINUTE];

describe('how long tasks take', () => {
  test('is remembered of the latest twenty', () => {
    let durations: Durations = [];
    for (let took = 1; took <= 25; took++) durations = learned(durations, took);
    expect(durations).toEqual(Array.from({ length: 20 }, (_, at) => at + 6));
  });

  test('is never less than nothing, even when the clock was set back', () => {
    expect(learned([], -5)).toEqual([0]);
  });

  test('is usually the median', () => {
    expect(usual([])).toBeUndefined();
    expect(usual([9, 1, 5])).toBe(5);
  });
});

describe('a task is worth asking for', () => {
  test('always, while little is known', () => {
    expect(isDue([MINUTE, MINUTE], 0, 0, 1)).toBe(true);
  });

  test('once when refusals show, 15 s after the create', () => {
    expect(isDue(FIVE_MINUTES, 0, undefined, 14_999)).toBe(false);
    expect(isDue(FIVE_MINUTES, 0, undefined, 15_000)).toBe(true);
    expect(isDue(FIVE_MINUTES, 0, 15_000, 20_000)).toBe(false);
  });

  test('on every beat from a little before the shortest time seen', () => {
    expect(earliest(FIVE_MINUTES)).toBe(4 * MINUTE);
    expect(isDue(FIVE_MINUTES, 0, 15_000, 4 * MINUTE - 1)).toBe(false);
    expect(isDue(FIVE_MINUTES, 0, 15_000, 4 * MINUTE)).toBe(true);
    expect(isDue(FIVE_MINUTES, 0, 4 * MINUTE, 4 * MINUTE + 1)).toBe(true);
  });

  test('again and again at any age once it may be ready, so that none is given up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), fc.nat(), (durations, more) =>
        isDue(durations, 0, 1, earliest(durations) + more),
      ),
    );
  });
});

describe('a task takes longer than usual', () => {
  test('beyond 10 minutes, while little is known', () => {
    expect(isLate([MINUTE], 0, 10 * MINUTE)).toBe(false);
    expect(isLate([MINUTE], 0, 10 * MINUTE + 1)).toBe(true);
  });

  test('beyond twice the longest seen', () => {
    expect(isLate(FIVE_MINUTES, 0, 14 * MINUTE)).toBe(false);
    expect(isLate(FIVE_MINUTES, 0, 14 * MINUTE + 1)).toBe(true);
  });

  test('never within the first minute', () => {
    expect(isLate([1, 1, 1], 0, MINUTE)).toBe(false);
  });
});
