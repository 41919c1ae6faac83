import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blobKeys, dayOf, isJobId, jobId } from '../../src/jobs/identity.ts';

/** From 1970 to the year 5000, in ms. */
const times = fc.integer({ min: 0, max: Date.UTC(5000, 0) });

describe('a job’s id', () => {
  test('is 24 characters of a-z and 0-9, never all digits', () => {
    fc.assert(
      fc.property(fc.string(), times, (cause, at) => {
        const id = jobId(cause, at);
        expect(id).toMatch(/^[a-z0-9]{24}$/);
        expect(id).not.toMatch(/^\d+$/);
        expect(isJobId(id)).toBe(true);
      }),
    );
  });

  test('is the same for the same cause', () => {
    fc.assert(
      fc.property(fc.string(), times, (cause, at) => {
        const first = jobId(cause, at);
        expect(jobId(cause, at)).toBe(first);
      }),
    );
  });

  test('is another one for another cause, or for another time', () => {
    fc.assert(
      fc.property(fc.tuple(fc.string(), times), fc.tuple(fc.string(), times), ([a, at], [b, bt]) => {
        fc.pre(a !== b || at !== bt);
        expect(jobId(a, at)).not.toBe(jobId(b, bt));
      }),
    );
  });

  test('sorts by the time of its cause', () => {
    fc.assert(
      fc.property(fc.string(), times, fc.string(), times, (a, at, b, bt) => {
        fc.pre(at < bt);
        expect(jobId(a, at) < jobId(b, bt)).toBe(true);
      }),
    );
  });

  test('takes fractions of a millisecond, and times before 1970, without losing its form', () => {
    expect(jobId('a', 12.75)).toBe(jobId('a', 12));
    expect(isJobId(jobId('a', -5))).toBe(true);
  });

  test.each([
    '',
    'j',
    '0'.repeat(24),
    `j${'0'.repeat(22)}`,
    `j${'0'.repeat(24)}`,
    `J${'0'.repeat(23)}`,
    `j${'0'.repeat(23)}\n`,
    `j${'0'.repeat(20)}../`,
  ])('is not taken for one in %j', (text) => expect(isJobId(text)).toBe(false));
});

test('a day is the UTC day, whatever the machine’s zone', () => {
  expect(dayOf(Date.UTC(2026, 10, 22, 23, 59, 59, 999))).toBe('2026-11-22');
  expect(dayOf(Date.UTC(2026, 10, 23))).toBe('2026-11-23');
});

test('each kind of bytes has a key of its own, which begins with the job’s id', () => {
  const keys = Object.values(blobKeys('jabc'));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => key.startsWith('jabc.'))).toBe(true);
});
