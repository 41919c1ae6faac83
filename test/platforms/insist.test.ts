import { describe, expect, test } from 'vitest';
import { insist } from '../../src/platforms/insist.ts';
import { testClock } from '../clock.ts';
import { going } from './under-test.ts';

/** Tries that are not taken, but for one: when each was made (ms after the first). */
function tries({ taken = Number.POSITIVE_INFINITY, asked = 0 } = {}) {
  const clock = testClock();
  const start = clock.now();
  const made: number[] = [];
  const act = async () => {
    made.push(clock.now() - start);
    if (made.length > taken) return 'done';
    return { later: asked > 0 ? clock.now() + asked : undefined };
  };
  return { clock, made, act };
}

describe('what a platform does not take', () => {
  test('is tried again, longer and longer apart, until it is taken', async () => {
    const { clock, made, act } = tries({ taken: 3 });
    const result = insist(clock, going, act);
    await clock.pass(600_000);
    expect(await result).toBe('done');
    expect(made).toEqual([0, 1_000, 6_000, 31_000]);
  });

  test('is given up after some minutes, with what the last try came to', async () => {
    const { clock, made, act } = tries();
    const result = insist(clock, going, act);
    await clock.pass(600_000);
    expect(await result).toEqual({ later: undefined });
    expect(made).toHaveLength(6);
  });

  test.each([
    ['as late as the platform asks', 10_000, 10_000],
    ['but no later than after two minutes', 3_600_000, 120_000],
  ])('is tried again %s', async (_, asked, after) => {
    const { clock, made, act } = tries({ taken: 1, asked });
    const result = insist(clock, going, act);
    await clock.pass(after);
    expect(await result).toBe('done');
    expect(made).toEqual([0, after]);
  });

  test('is not waited for when Herald stops', async () => {
    const { clock, act } = tries();
    const stopping = new AbortController();
    const result = insist(clock, stopping.signal, act);
    await clock.settle();
    stopping.abort(new Error('Herald stops'));
    await expect(result).rejects.toThrow('Herald stops');
  });
});
