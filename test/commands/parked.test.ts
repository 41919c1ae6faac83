import { expect, onTestFinished, test } from 'vitest';
import { type Parked, parkedRequests } from '../../commands/parked.ts';
import { testClock } from '../clock.ts';
import { disk } from '../jobs/disk.ts';

const MINUTE = 60_000;

test('a request lapses in time by a timer that fires early, and again and again until it is let go', async () => {
  const { namespace } = await disk();
  const clock = testClock();
  const early = { ...clock, after: (ms: number, act: () => void) => clock.after(ms > 1 ? ms - 1 : ms, act) };
  const lapsed: number[] = [];
  const parked = parkedRequests(await namespace<Parked>('parked'), early, () => lapsed.push(clock.now()));
  onTestFinished(() => parked.stop());
  const since = clock.now();
  const place = { platform: 'paper', space: 'home', channel: 'room' };
  const caller = { person: 'ada', locale: 'en', place, roles: [], moderates: false, manages: false } as const;
  const request = { origin: { key: 'k', at: since }, caller };
  await parked.keep({ id: 'j1', waits: 'photo', request, since, until: since + 10 * MINUTE });
  await clock.pass(10 * MINUTE - 1);
  expect(lapsed).toEqual([]);
  await clock.pass(2 * MINUTE);
  expect(lapsed).toEqual([since + 10 * MINUTE, since + 11 * MINUTE - 1, since + 12 * MINUTE - 2]);
  await parked.drop('j1');
  await clock.pass(5 * MINUTE);
  expect(lapsed).toHaveLength(3);
});
