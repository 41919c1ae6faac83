import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowed, type Concurrency, freshConcurrency, probed, refused } from '../../src/jobs/concurrency.ts';

const MOST = 5;

type Event = { readonly kind: 'refused'; readonly others: number } | { readonly kind: 'allowed' | 'probed' };
const events: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('refused' as const), others: fc.nat(8) }),
  fc.record({ kind: fc.constantFrom('allowed' as const, 'probed' as const) }),
);

function after(state: Concurrency, event: Event, now: number): Concurrency {
  if (event.kind === 'refused') return refused(state, event.others, now);
  return event.kind === 'allowed' ? allowed(state) : probed(state, MOST, now);
}

describe('the number of slots', () => {
  test('stays between 1 and what the operator allows, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(events, fc.nat(120_000))), (story) => {
        let now = 0;
        let state = freshConcurrency(MOST);
        for (const [event, wait] of story) {
          now += wait;
          state = after(state, event, now);
          expect(state.limit).toBeGreaterThanOrEqual(1);
          expect(state.limit).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });

  test('falls to what was open when Kling refused', () => {
    expect(refused(freshConcurrency(5), 3, 0).limit).toBe(3);
  });

  test('never rises by a refusal', () => {
    expect(refused({ ...freshConcurrency(5), limit: 2 }, 4, 0).limit).toBe(2);
  });

  test('is 1 even when Kling refuses with nothing of ours open', () => {
    expect(refused(freshConcurrency(5), 0, 0).limit).toBe(1);
  });

  test('rises again by one after every quiet while, up to what the operator allows', () => {
    let state = refused(freshConcurrency(4), 1, 0);
    const limits: number[] = [];
    for (let now = 0; now <= 200_000; now += 10_000) {
      state = probed(state, 4, now);
      limits.push(state.limit);
    }
    expect(limits[2]).toBe(1);
    expect(limits[3]).toBe(2);
    expect(limits.at(-1)).toBe(4);
  });

  test('does not rise while refusals go on', () => {
    let state = refused(freshConcurrency(4), 2, 0);
    for (let now = 0; now <= 200_000; now += 20_000) state = probed(refused(state, 2, now), 4, now + 19_999);
    expect(state.limit).toBe(2);
  });
});

describe('the wait after refusals', () => {
  const waits = (count: number) => {
    let state = freshConcurrency(5);
    return Array.from({ length: count }, () => {
      state = refused(state, 2, 0);
      return state.notBefore;
    });
  };

  test('is at least 1 s, doubles, and stops growing', () => {
    expect(waits(8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('is over as soon as Kling accepts', () => {
    const state = allowed(refused(refused(freshConcurrency(5), 2, 1_000), 2, 2_000));
    expect(state).toMatchObject({ refusals: 0, notBefore: 0, limit: 2 });
    expect(refused(state, 2, 10_000).notBefore).toBe(11_000);
  });
});
