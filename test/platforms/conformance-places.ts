import { describe, expect, test } from 'vitest';
import { going, type PlatformUnderTest, post } from './under-test.ts';

/** Where messages go: threads, talks with one person, places that are closed. */
export function placesConformance(name: string, setUp: () => Promise<PlatformUnderTest>): void {
  const withStatus = async () => {
    const under = await setUp();
    const posted = await under.platform.post(under.place, post('one1s'), going);
    if (posted.outcome !== 'posted') throw new Error(posted.outcome);
    return { ...under, status: posted.sent };
  };

  describe(`${name}, places`, () => {
    test('opens a thread from a status message, and the same one again', async () => {
      const { platform, place, status, look } = await withStatus();
      const opened = await platform.openThread(status, 'Hello', going);
      if (opened.outcome !== 'open') throw new Error(opened.outcome);
      expect(opened.place).toMatchObject({ ...place, thread: expect.any(String) });
      expect(await platform.openThread(status, 'Hello', going)).toEqual(opened);
      expect(await platform.post(opened.place, post('one1v'), going)).toMatchObject({
        outcome: 'posted',
        sent: { place: opened.place },
      });
      expect(await look(opened.place)).toHaveLength(1);
      expect(await look(place)).toHaveLength(1);
    });

    test('takes a title of any length', async () => {
      const { platform, status } = await withStatus();
      expect(await platform.openThread(status, '好'.repeat(500), going)).toMatchObject({ outcome: 'open' });
    });

    test('opens no thread within a thread, but answers there', async () => {
      const { platform, status } = await withStatus();
      const opened = await platform.openThread(status, 'Hello', going);
      if (opened.outcome !== 'open') throw new Error(opened.outcome);
      const posted = await platform.post(opened.place, post('two1s'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      expect(await platform.openThread(posted.sent, 'Hello', going)).toEqual(opened);
    });

    test('answers in the place itself when the status message is gone', async () => {
      const { platform, place, status, takesAway } = await withStatus();
      await takesAway(place, status.message);
      expect(await platform.openThread(status, 'Hello', going)).toEqual({ outcome: 'open', place });
    });

    test('talks with one person alone', async () => {
      const { platform, place, person, look } = await setUp();
      const opened = await platform.openDirect(person, place, going);
      if (opened.outcome !== 'open') throw new Error(opened.outcome);
      expect(opened.place).toMatchObject({ platform: platform.name, private: true });
      expect(await platform.openDirect(person, place, going)).toEqual(opened);
      const posted = await platform.post(opened.place, post('one1s'), going);
      expect(posted).toMatchObject({ outcome: 'posted' });
      expect(await look(opened.place)).toHaveLength(1);
      if (posted.outcome !== 'posted') return;
      expect(await platform.openThread(posted.sent, 'Hello', going)).toEqual(opened);
    });

    test('says that a place is closed where it may not post', async () => {
      const { platform, place, close } = await setUp();
      await close(place);
      expect(await platform.post(place, post('one1s'), going)).toEqual({ outcome: 'closed' });
    });
  });
}
