import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import { paperPlatform } from '../fakes/paper.ts';
import { conformsToAnswers, conformsToPlatform } from './conformance.ts';
import { going, type PlatformUnderTest, post } from './under-test.ts';

const PLACE: Place = { platform: 'paper', space: 'home', channel: 'general' };

function openPaper(forgets = false) {
  const time = { now: Date.UTC(2026, 10, 22, 12) };
  return { time, paper: paperPlatform({ now: () => time.now, limit: 2_000_000, forgets }) };
}

const NEWS: Place = { platform: 'paper', space: 'home', channel: 'news' };

function underTest(forgets: boolean): PlatformUnderTest {
  const { time, paper } = openPaper(forgets);
  paper.call(PLACE, { space: 'Home', channel: 'General' });
  paper.follow(NEWS);
  const pass = (ms: number) => {
    time.now += ms;
  };
  return {
    platform: paper,
    ...(forgets ? { marks: true } : { remembersKeys: true }),
    quotes: true,
    place: PLACE,
    person: 'ada',
    other: 'bob',
    role: 'editors',
    hardLimit: 2_000_000,
    called: { space: 'Home', channel: 'General' },
    hiddenFrom() {
      const place = { ...PLACE, channel: 'board' };
      for (const what of ['read', 'write'] as const) paper.forbid('ada', what, place);
      return place;
    },
    followed: { place: NEWS, published: () => paper.published },
    now: () => time.now,
    look: paper.messages,
    writes: paper.writes,
    takesAway: (_, message) => paper.takesAway(message),
    upload: (content, name) => paper.upload(content, name),
    expire: paper.expires,
    loseAnswer: () => paper.next('post', 'lost'),
    hide: paper.hide,
    close: paper.close,
    deafen: paper.deafen,
    tearDown: paper.tearDown,
    settle: () => pass(20_000),
    outlastWindow: () => pass(600_000),
  };
}

conformsToPlatform('paper', async () => underTest(false));
conformsToPlatform('paper that forgets', async () => underTest(true));

conformsToAnswers('paper', async () => {
  const { paper } = openPaper();
  const answer = paper.answer();
  return { platform: paper, answer, shown: () => answer.shown?.text };
});

describe('the paper', () => {
  test('posts twice under a key that it no longer remembers', async () => {
    const { paper, time } = openPaper();
    await paper.post(PLACE, post('one1s'), going);
    time.now += 600_000;
    await paper.post(PLACE, post('one1s'), going);
    expect(paper.messages(PLACE)).toHaveLength(2);
  });

  test('lets a post take effect late, once', async () => {
    const { paper } = openPaper();
    paper.next('post', 'late');
    expect(await paper.post(PLACE, post('one1s'), going)).toEqual({ outcome: 'unclear' });
    expect(paper.messages(PLACE)).toEqual([]);
    await paper.post(PLACE, post('one1s'), going);
    paper.arrive();
    expect(paper.messages(PLACE)).toHaveLength(1);
  });

  test('hangs until it is released, or the caller stops', async () => {
    const { paper } = openPaper();
    paper.next('post', 'stall', 'stall');
    const stopping = new AbortController();
    const stopped = paper.post(PLACE, post('one1s'), stopping.signal);
    const goesOn = paper.post(PLACE, post('two1s'), going);
    stopping.abort(new Error('Herald stops.'));
    await expect(stopped).rejects.toThrow('Herald stops.');
    paper.release();
    expect(await goesOn).toMatchObject({ outcome: 'posted' });
    expect(paper.everything()).toHaveLength(1);
  });

  test('answers that it is not now, as long as it is told to', async () => {
    const { paper } = openPaper();
    paper.always('post', { later: 5 });
    expect(await paper.post(PLACE, post('one1s'), going)).toEqual({ outcome: 'later', at: 5 });
    expect(await paper.post(PLACE, post('one1s'), going)).toEqual({ outcome: 'later', at: 5 });
    paper.always('post', undefined);
    expect(await paper.post(PLACE, post('one1s'), going)).toMatchObject({ outcome: 'posted' });
  });

  test('closes all of a space at once, and opens it again', async () => {
    const { paper } = openPaper();
    const space = { platform: 'paper', space: 'home' };
    paper.close(space);
    expect(await paper.post({ ...PLACE, thread: 't' }, post('one1s'), going)).toEqual({ outcome: 'closed' });
    paper.reopen(space);
    expect(await paper.post(PLACE, post('one1s'), going)).toMatchObject({ outcome: 'posted' });
  });
});
