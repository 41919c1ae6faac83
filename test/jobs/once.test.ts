import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/jobs/job.ts';
import { type Once, postOnce } from '../../src/jobs/post-once.ts';
import { paperPlatform } from '../fakes/paper.ts';

const PLACE: Place = { platform: 'paper', space: 'home', channel: 'lobby' };
const MESSAGE = { locale: 'en', lines: [{ key: 'job_late' }] } as const;

function open() {
  const time = { now: Date.UTC(2026, 10, 22, 12) };
  const paper = paperPlatform({ now: () => time.now });
  const kept: { since: number | undefined } = { since: undefined };
  const tryTo = (more: Partial<Once> = {}) =>
    postOnce({
      platform: paper,
      to: PLACE,
      post: { key: 'one', message: MESSAGE },
      since: kept.since,
      keep: async (since) => void Object.assign(kept, { since }),
      now: () => time.now,
      signal: new AbortController().signal,
      ...more,
    });
  return { time, paper, kept, tryTo };
}

describe('a message that is posted once', () => {
  test('is found where the answer was lost', async () => {
    const { paper, tryTo } = open();
    paper.next('post', 'lost');
    expect(await tryTo()).toEqual({ outcome: 'unclear' });
    expect(await tryTo()).toMatchObject({ outcome: 'posted', sent: { message: paper.message('one')?.id } });
    expect(paper.everything()).toHaveLength(1);
  });

  test('is not looked for where the platform surely did not take it', async () => {
    const { paper, kept, tryTo, time } = open();
    const at = time.now + 30_000;
    paper.next('post', { later: at });
    expect(await tryTo()).toEqual({ outcome: 'later', at });
    expect(kept.since).toBeUndefined();
    paper.always('find', 'blind');
    expect(await tryTo()).toMatchObject({ outcome: 'posted' });
  });

  test('and may have been in a place that is gone can go elsewhere only when it is not taken for that one any more', async () => {
    const { paper, kept, tryTo, time } = open();
    paper.next('post', 'lost');
    await tryTo();
    paper.tearDown(PLACE);
    const outcome = await tryTo();
    expect(outcome).toEqual({ outcome: 'later', at: expect.any(Number) });
    time.now = outcome.outcome === 'later' ? (outcome.at ?? 0) : 0;
    expect(time.now).toBeGreaterThan(kept.since ?? Number.POSITIVE_INFINITY);
    expect(await tryTo()).toEqual({ outcome: 'nowhere' });
  });
});
