import { expect, test } from 'vitest';
import { createTries } from '../../../src/platforms/slack/tries.ts';

function open() {
  const time = { now: 1_000_000, ticks: 50 };
  const start = () =>
    createTries(
      () => time.now,
      () => time.ticks,
    );
  const pass = (ms: number) => {
    time.now += ms;
    time.ticks += ms;
  };
  return { time, pass, start, tries: start() };
}

test('a try is as long ago as time has passed, whatever is done to the clock', () => {
  const { tries, time, pass } = open();
  tries.note('a');
  pass(5_000);
  for (const shift of [3_600_000, -7_200_000]) {
    time.now += shift;
    expect([tries.quietFor('a'), tries.quietFor('b')]).toEqual([5_000, 5_000]);
  }
});

test('what was tried before the start counts from when it must have been begun, but not while that may be just now', () => {
  const { start, time, pass } = open();
  const tried = time.now;
  pass(600_000);
  const tries = start();
  expect(tries.quietFor('a', tried)).toBe(540_000);
  expect(tries.quietFor('a', time.now - 30_000)).toBe(0);
  expect(tries.quietFor('a', time.now + 30_000)).toBe(0);
  expect(tries.quietFor('a')).toBe(0);
  tries.note('a');
  pass(1_000);
  expect(tries.quietFor('a', tried)).toBe(1_000);
});
