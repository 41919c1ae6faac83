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

  test('is on time although the clock was put forward since it was asked', async () => {
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
    await engine.stop(0);
  });

  test('asks anew at once where the clock was put back, for a time that was found while it had run ahead', async () => {
    const { clock, engine } = open();
    const woken: number[] = [];
    engine.start(async () => {
      woken.push(clock.now());
      return undefined;
    });
    clock.jump(600 * MINUTE);
    engine.wake('a', clock.now() + 30 * MINUTE);
    await clock.pass(5 * MINUTE);
    expect(woken).toEqual([]);
    clock.jump(-600 * MINUTE);
    await clock.pass(MINUTE);
    expect(woken).toHaveLength(1);
    await engine.stop(0);
  });
});
