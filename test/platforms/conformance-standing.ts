import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import type { Line } from '../../src/platforms/message.ts';
import { LOCALES, say } from '../../src/texts.ts';
import { going, type PlatformUnderTest, post } from './under-test.ts';

/** Sentences that say something: each is in the catalogue in every language, and nothing that it names is left out. */
function expectSaid(lines: readonly Line[]): void {
  expect(lines).not.toEqual([]);
  for (const { key, params = {} } of lines) {
    const names = Object.fromEntries(Object.keys(params).map((name) => [name, name]));
    for (const locale of LOCALES) expect(say(key, names, locale)).not.toMatch(/^$|\{|undefined/);
  }
}

/** What can be told of a place before anything is to happen there, and those who follow it from elsewhere. */
export function standingConformance(name: string, setUp: () => Promise<PlatformUnderTest>): void {
  describe(`${name}, how it stands with a place`, () => {
    test('tells what keeps videos from it, and nothing where nothing does', async () => {
      const { platform, place, close } = await setUp();
      expect(await platform.obstacles(place, going)).toEqual([]);
      await close(place);
      expectSaid(await platform.obstacles(place, going));
    });

    test('tells that no video can be brought to a place that is there no more, and not what it is called', async () => {
      const { platform, place, tearDown } = await setUp();
      await tearDown(place);
      expectSaid(await platform.obstacles(place, going));
      expect(await platform.names(place, going)).not.toHaveProperty('channel');
    });

    test('tells what keeps it from hearing people, and nothing where nothing does', async () => {
      const { platform, place, deafen } = await setUp();
      expect(await platform.unheard(place, going)).toEqual([]);
      await deafen(place);
      expectSaid(await platform.unheard(place, going));
    });

    test('tells whether somebody may read and write there themselves', async ({ skip }) => {
      const { platform, place, person, hiddenFrom, tearDown } = await setUp();
      const who = { person, roles: [] };
      const told = (where: Place) =>
        Promise.all((['read', 'write'] as const).map((what) => platform.allows(who, where, what, going)));
      if (!hiddenFrom) return skip('nothing is hidden from anybody');
      expect(await told(place)).toEqual([true, true]);
      expect(await told(await hiddenFrom())).toEqual([false, false]);
      await tearDown(place);
      expect(await platform.allows(who, place, 'write', going)).not.toBe(true);
    });

    test('tells what people call it', async () => {
      const { platform, place, called } = await setUp();
      expect(await platform.names(place, going)).toEqual(called);
    });

    test('shows a post once to those who follow it from elsewhere', async ({ skip }) => {
      const { platform, followed } = await setUp();
      if (!followed) return skip('nobody can follow a place');
      const posted = await platform.post(followed.place, post('one1v'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      for (const _ of [1, 2]) expect(await platform.publish?.(posted.sent, going)).toEqual({ outcome: 'done' });
      expect(await followed.published()).toEqual([posted.sent.message]);
    });

    test('shows nothing elsewhere where nobody can follow, and is done at once', async ({ skip }) => {
      const { platform, place, followed } = await setUp();
      if (!followed) return skip('nobody can follow a place');
      const posted = await platform.post(place, post('one1v'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      expect(await platform.publish?.(posted.sent, going)).toEqual({ outcome: 'done' });
      expect(await followed.published()).toEqual([]);
    });

    test('says that a post is gone that was to be shown elsewhere', async ({ skip }) => {
      const { platform, followed, takesAway } = await setUp();
      if (!followed) return skip('nobody can follow a place');
      const posted = await platform.post(followed.place, post('one1v'), going);
      if (posted.outcome !== 'posted') throw new Error(posted.outcome);
      await takesAway(followed.place, posted.sent.message);
      expect(await platform.publish?.(posted.sent, going)).toEqual({ outcome: 'gone' });
    });
  });
}
