import { expect, test } from 'vitest';
import { HOURLY } from './heard.ts';
import { HOUR, openHouse } from './house.ts';

test('a stop does not wait for a platform that never says what a place is called', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(HOURLY, { words: 'It is {time} in {server}.' });
  await house.idle();
  const asked = Promise.withResolvers<void>();
  const silence = (_: unknown, signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      asked.resolve();
    });
  Object.assign(house.parts.platform('paper') ?? {}, { names: silence });
  void house.clock.pass(HOUR + 1);
  await asked.promise;
  const stopped = house.room.stop(1_000);
  await house.clock.settle();
  void house.clock.pass(5_000);
  await stopped;
  // the moment is not lost
  expect((await house.tables.clocks.get(id))?.next).toBeLessThanOrEqual(house.clock.now());
});
