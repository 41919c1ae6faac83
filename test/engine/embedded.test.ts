import { describe, expect, test } from 'vitest';
import { embeddedEngine } from '../../src/engine/embedded.ts';
import { testClock } from '../clock.ts';
import { engineConformance } from './conformance.ts';

const MINUTE = 60_000;

function open() {
  const clock = testClock();
  const errors: unknown[] = [];
  const engine = embeddedEngine({ clock, concurrency: 4, onError: (_key, error) => errors.push(error) });
  return { clock, engine, errors, now: clock.now, pass: clock.pass };
}

describe('the embedded engine', () => {
  engineConformance(async () => open());

  test('is on time although the clock was put forward, or back, since it was asked', async () => {
    const { clock, engine } = open();
    const woken: string[] = [];
    engine.start(async (key) => {
      woken.push(key);
      return undefined;
    });
    engine.wake('a', clock.now() + 600 * MINUTE);
    clock.jump(598 * MINUTE);
    await clock.pass(MINUTE);
    expect(woken).toEqual([]);
    await clock.pass(MINUTE);
    expect(woken).toEqual(['a']);

    engine.wake('b', clock.now() + MINUTE / 2);
    clock.jump(-2 * MINUTE);
    await clock.pass(2 * MINUTE);
    expect(woken).toEqual(['a']);
    await clock.pass(MINUTE / 2);
    expect(woken).toEqual(['a', 'b']);
    await engine.stop(0);
  });
});
