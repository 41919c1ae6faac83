import { expect, test } from 'vitest';
import { openHouse } from './house.ts';

test.each(['avatar', 'image2video'] as const)('a job of the profile %s goes from words to a video', async (profile) => {
  const house = await openHouse({ profile });
  const states: string[] = [];
  house.records.listen((job, before) => job.state !== before?.state && states.push(job.state));
  const id = await house.rendering();
  house.kling.change(id);
  await house.pass(6_000);
  expect(states).toEqual(['accepted', 'queued', 'submitting', 'rendering', 'delivering', 'delivered']);
  expect(await house.job(id)).toMatchObject({ charged: 'yes', spent: 4, video: { seconds: 3 } });
  expect(house.errors).toEqual([]);
});
