import { expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { crash, openHouse } from './house.ts';

test('a feed that is removed while it waits for its turn leaves that to the next one', async () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const house = await openHouse({
    parts: {
      fetch: {
        download: (url) =>
          new Promise((_, reject) => {
            asked.push(url);
            answers.push(() => reject(new Refusal('input', 'media_url_failed')));
          }),
      },
    },
  });
  const { id: presenter } = await house.presenter();
  const since = house.clock.now();
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `a${letter.repeat(23)}`);
  for (const id of ids) {
    await house.tables.announcements.set(id, {
      id,
      name: id,
      place: { platform: 'paper', space: 'home', channel: 'news' },
      owner: { person: 'ada' },
      presenter,
      words: '{{title}}',
      trigger: { kind: 'feed', url: `https://news.example/${id}` },
      perDay: 24,
      since,
      createdAt: since,
      updatedAt: since,
    });
  }
  const next = await crash(house);
  await next.clock.settle();
  // four of one space at once
  expect(asked).toHaveLength(4);
  const [fifth, sixth] = ids.filter((id) => !asked.some((url) => url.endsWith(id)));
  await next.announcements.remove(fifth ?? '');
  answers[0]?.();
  await next.clock.settle();
  const last = asked.at(-1);
  for (const answer of answers) answer();
  expect(last).toBe(`https://news.example/${sixth}`);
});
