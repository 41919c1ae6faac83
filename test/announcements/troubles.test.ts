import { expect, test } from 'vitest';
import { BOSS, hears, passes } from './heard.ts';
import { DAY, HOUR, type House, NEWS, openHouse } from './house.ts';

/** The latest job fails, and costs something all the same. */
async function fails(house: House): Promise<void> {
  const job = (await house.jobs()).at(-1);
  await house.becomes(job?.id ?? '', { state: 'failed', charged: 'yes', reason: { key: 'job_broken', params: {} } });
}

test('what had to wait and then failed is told as that, once', async () => {
  const house = await openHouse();
  house.holdUp('kling_account');
  await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await passes(house, HOUR + HOUR / 6);
  await fails(house);
  await hears(house, 'Two.');
  await passes(house, 2 * HOUR);
  await fails(house);
  expect(house.told('ada')).toEqual([expect.stringContaining('has to wait'), expect.stringContaining('charged')]);
});

test('what was not shown to its followers, and then fails, is told as that', async () => {
  const house = await openHouse();
  house.paper.follow(NEWS);
  await house.announcement(BOSS);
  house.paper.always('publish', { later: house.clock.now() + DAY + HOUR });
  await hears(house, 'One.');
  const [one] = await house.jobs();
  await house.delivers(one?.id ?? '');
  await passes(house, DAY + 2 * HOUR, HOUR);
  expect(house.told('ada')).toEqual([expect.stringContaining('could not be shown to those who follow')]);
  await hears(house, 'Two.');
  await fails(house);
  expect(house.told('ada')).toHaveLength(2);
  expect(house.told('ada').at(-1)).toContain('charged');
});
