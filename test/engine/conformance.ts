import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';

export interface EngineUnderTest {
  readonly engine: Engine;
  now(): number;
  /** Lets that much time pass (ms), and everything happen that comes due in it. */
  pass(ms: number): Promise<void>;
  /** Errors of works that the engine reported. */
  readonly errors: unknown[];
}

/** What every side of the engine port must do. Registers tests; `open` gives a fresh engine that runs at most four at once. */
export function engineConformance(open: () => Promise<EngineUnderTest>): void {
  test('wakes a key at once when no time is given', async () => {
    const { engine, pass } = await open();
    const woken: string[] = [];
    engine.start(async (key) => {
      woken.push(key);
      return undefined;
    });
    engine.wake('a');
    await pass(10);
    expect(woken).toEqual(['a']);
    await engine.stop(0);
  });

  test('wakes what was asked for before it was started', async () => {
    const { engine, pass } = await open();
    const woken: string[] = [];
    engine.wake('early');
    await pass(10);
    engine.start(async (key) => {
      woken.push(key);
      return undefined;
    });
    await pass(10);
    expect(woken).toEqual(['early']);
    await engine.stop(0);
  });

  test('wakes a key at its time, not before', async () => {
    const { engine, now, pass } = await open();
    const woken: number[] = [];
    engine.start(async () => {
      woken.push(now());
      return undefined;
    });
    const at = now() + 5_000;
    engine.wake('a', at);
    await pass(4_900);
    expect(woken).toEqual([]);
    await pass(200);
    expect(woken).toHaveLength(1);
    expect(woken[0]).toBeGreaterThanOrEqual(at);
    await engine.stop(0);
  });

  test('lets the earliest wake of a key win', async () => {
    const { engine, now, pass } = await open();
    let woken = 0;
    engine.start(async () => {
      woken += 1;
      return undefined;
    });
    engine.wake('a', now() + 10_000);
    engine.wake('a', now() + 1_000);
    engine.wake('a', now() + 20_000);
    await pass(1_100);
    expect(woken).toBe(1);
    await engine.stop(0);
  });

  test('wakes a key again at the time that its work returned', async () => {
    const { engine, now, pass } = await open();
    let woken = 0;
    engine.start(async () => {
      woken += 1;
      return woken < 3 ? now() + 1_000 : undefined;
    });
    engine.wake('a');
    await pass(10_000);
    expect(woken).toBe(3);
    await engine.stop(0);
  });

  test('never works two at a time on one key, and loses no wake that comes meanwhile', async () => {
    const { engine, pass } = await open();
    let working = 0;
    let most = 0;
    let runs = 0;
    const releases: (() => void)[] = [];
    engine.start(async () => {
      working += 1;
      most = Math.max(most, working);
      runs += 1;
      await new Promise<void>((resolve) => releases.push(resolve));
      working -= 1;
      return undefined;
    });
    engine.wake('a');
    await pass(10);
    engine.wake('a');
    engine.wake('a');
    await pass(10);
    expect(runs).toBe(1);
    releases.shift()?.();
    await pass(10);
    expect(runs).toBe(2);
    releases.shift()?.();
    await pass(10);
    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
    await engine.stop(0);
  });

  test('works on at most as many keys at once as it was told', async () => {
    const { engine, pass } = await open();
    const releases: (() => void)[] = [];
    let done = 0;
    engine.start(async () => {
      await new Promise<void>((resolve) => releases.push(resolve));
      done += 1;
      return undefined;
    });
    for (let i = 0; i < 10; i++) engine.wake(`k${i}`);
    await pass(10);
    expect(releases).toHaveLength(4);
    while (releases.length > 0) {
      for (const release of releases.splice(0)) release();
      await pass(10);
    }
    expect(done).toBe(10);
    await engine.stop(0);
  });

  test('wakes a key whose work failed again, later each time, and tells why', async () => {
    const { engine, now, pass, errors } = await open();
    const at: number[] = [];
    engine.start(async () => {
      at.push(now());
      if (at.length < 4) throw new Error(`failure ${at.length}`);
      return undefined;
    });
    engine.wake('a');
    await pass(600_000);
    expect(at).toHaveLength(4);
    const waits = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(errors).toHaveLength(3);
    await engine.stop(0);
  });

  test('waits for work under way when it stops, and begins no more', async () => {
    const { engine, pass } = await open();
    const order: string[] = [];
    let release = () => {};
    engine.start(async (key) => {
      order.push(`begins ${key}`);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      order.push(`ends ${key}`);
      return undefined;
    });
    engine.wake('a');
    await pass(10);
    const stopped = engine.stop(60_000).then(() => order.push('stopped'));
    engine.wake('b');
    await pass(10);
    release();
    await stopped;
    await pass(10);
    expect(order).toEqual(['begins a', 'ends a', 'stopped']);
  });

  test('aborts the signal of work that does not return within the grace', async () => {
    const { engine, pass } = await open();
    let aborted = false;
    engine.start(async (_key, signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      aborted = true;
      return undefined;
    });
    engine.wake('a');
    await pass(10);
    const stopped = engine.stop(1_000);
    await pass(900);
    expect(aborted).toBe(false);
    await pass(200);
    await stopped;
    expect(aborted).toBe(true);
  });
}
