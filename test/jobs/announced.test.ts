import { describe, expect, test } from 'vitest';
import { CHANNEL, rendered, videosOf } from './chat.ts';
import { openHouse } from './house.ts';

const WORDS = 'Herald 1.2 is out.\nIt is quieter at night.';

describe('what a presenter announces', () => {
  test('is posted into its channel itself, carries its words, and pings nobody', async () => {
    const house = await openHouse();
    const announced = { presenter: 'Ada' };
    const id = await house.rendering({ person: 'bob', place: CHANNEL, text: WORDS, announced });
    await rendered(house, id);
    const [video, ...more] = videosOf(house, id);
    expect(more).toEqual([]);
    expect(video).toMatchObject({
      place: CHANNEL,
      text: `${WORDS}\nSaid by Ada, in a video made by AI.`,
      pings: [],
      file: { name: `${id}.mp4`, alt: `The presenter Ada, in a video made by AI, says: “${WORDS}”` },
    });
    expect(house.paper.threads.size).toBe(0);
  });

  test('says that it was cut, and where its video is when that cannot be posted itself', async () => {
    const house = await openHouse({ limit: 0, public: true });
    const announced = { presenter: 'Ada', cut: true } as const;
    const id = await house.rendering({ person: 'bob', place: CHANNEL, text: WORDS, announced });
    await rendered(house, id);
    const [posted] = videosOf(house, id);
    expect(posted?.text.split('\n').slice(2)).toEqual([
      'Said by Ada, in a video made by AI.',
      'The words were too long for one video and end early.',
      expect.stringContaining('too large to be sent here'),
    ]);
    expect(posted?.pings).toEqual([]);
  });

  test('never comes before more people than it was meant for: from a closed thread, it goes to its owner alone', async () => {
    const house = await openHouse();
    const place = { ...CHANNEL, thread: 'a few' };
    house.paper.close(place);
    const id = await house.rendering({ person: 'bob', place, text: WORDS, announced: { presenter: 'Ada' } });
    await rendered(house, id);
    expect(videosOf(house, id).map((video) => video.place)).toEqual([house.paper.direct('bob')]);
  });
});
