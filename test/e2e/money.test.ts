import { expect, test } from 'vitest';
import { accepted, until } from './api.ts';
import { botWith, houseWith, klingWith, settings, smallPhoto } from './kling.ts';
import { sharedHouse } from './shared.ts';

const WORDS = 'One task, one video, whatever happens on the way.';

const speaking = sharedHouse('image2video');

test('speech whose answer is lost is made once more, and counted', async () => {
  const { kling, bot } = speaking.fromNow();
  kling.faults.next('speech', { effect: 'before', answer: 'drop' });
  const id = await accepted(bot.url, { photo: await smallPhoto(), text: WORDS });
  const job = await until(bot.url, id, 'delivered');
  expect(kling.charges().speeches).toBe(2);
  expect(job.units).toBeCloseTo(kling.charges().video + kling.charges().speech, 5);
});

test('speech that is lost twice fails with a sentence, and it is said that it may have cost something', async () => {
  const { kling, bot } = speaking.fromNow();
  kling.faults.next('speech', { effect: 'before', answer: 'drop' }, 2);
  const id = await accepted(bot.url, { photo: await smallPhoto(), text: WORDS });
  const job = await until(bot.url, id, 'failed');
  expect(job).toMatchObject({ charged: 'unknown', reason: expect.stringContaining('lost the speech') });
  expect(kling.tasks()).toEqual([]);
});

test('a Kling that refuses a second use of an id is believed, and its task found', async () => {
  const kling = await klingWith({ uniqueExternalIds: { image2video: true, avatar: true } });
  // the first create takes effect so late that both searches miss it; the second one is refused as a double
  kling.faults.next('create', { effect: { after: 1_600 }, answer: 'drop' });
  const { url } = await houseWith(kling, 'avatar');
  const id = await accepted(url, { photo: await smallPhoto(), text: WORDS });
  await until(url, id, 'delivered');
  expect(kling.tasks().filter((task) => task.externalId === id)).toHaveLength(1);
});

test('jobs survive being killed at random moments, each with one task and one video', async () => {
  const kling = await klingWith({ seconds: 0.3, slots: 3 });
  const env = { ...settings(kling, 'image2video'), KLING_MAX_CONCURRENT: '4' };
  let bot = await botWith(kling, 'image2video', env);
  const ids: string[] = [];
  for (let life = 0; life < 4; life++) {
    for (let n = 0; n < 3; n++) ids.push(await accepted(bot.url, { photo: await smallPhoto(), text: WORDS }));
    // not a wait for something: the moment of the kill is what varies
    await new Promise((resolve) => setTimeout(resolve, life * 200));
    await bot.kill();
    bot = await botWith(kling, 'image2video', env, bot.dir);
  }
  for (const id of ids) await until(bot.url, id, 'delivered');
  expect(
    kling
      .tasks()
      .map((task) => task.externalId)
      .sort(),
  ).toEqual([...ids].sort());
  expect(kling.mostOpen()).toBeLessThanOrEqual(3);
});
