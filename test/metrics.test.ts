import { describe, expect, test } from 'vitest';
import type { Announcement } from '../commands/announcements.ts';
import { figured } from '../src/announcements/figures.ts';
import { createMetrics } from '../src/metrics.ts';
import { crash, type House, openHouse } from './announcements/house.ts';

/** What Prometheus is shown of announcements, sorted; nothing that is 0. */
async function shown({ room: { figures } }: House): Promise<string[]> {
  const metrics = createMetrics();
  metrics.observeAnnouncements(figures);
  const lines = (await metrics.registry.metrics()).split('\n');
  const told = lines.filter(
    (line) => /^herald_(announcements|occurrences|feeds|messages)/.test(line) && !line.endsWith(' 0'),
  );
  return told.sort();
}

const WATCH = { kind: 'watch', channel: 'room', roles: [], people: ['bob'] } as const;
const overheard = (house: House, message: string) =>
  house.announcements.overheard({
    place: { platform: 'paper', space: 'home', channel: 'room' },
    message,
    at: house.clock.now(),
    person: 'bob',
    name: 'Bob',
    roles: [],
    text: 'The bridge is open.',
  });

describe('the metrics of announcements', () => {
  test('tell how many there are, what became of occurrences, each once, and who is still to be told; also after a crash', async () => {
    const house = await openHouse();
    const daily = { kind: 'schedule', said: 'every day', zone: 'UTC', cron: '0 9 * * *' } as const;
    const { id } = await house.announcement(daily, { words: 'Good morning.' });
    await house.announcements.pause(id);
    await house.announcement({ kind: 'hook', source: 'text' });
    await house.announcement(WATCH, { perDay: 1 });
    await house.idle();
    expect(await shown(house)).toEqual([
      'herald_announcements{kind="hook",paused="false"} 1',
      'herald_announcements{kind="schedule",paused="true"} 1',
      'herald_announcements{kind="watch",paused="false"} 1',
    ]);

    await overheard(house, 'm1');
    await house.idle();
    expect(await shown(house)).toContain('herald_occurrences_open 1');
    house.connect(false);
    await overheard(house, 'm2');
    await house.idle();
    const [job] = await house.jobs();
    await house.becomes(job?.id ?? '', { state: 'cancelled' });
    // its end is written once more
    await house.becomes(job?.id ?? '', {});
    const counted = [
      'herald_occurrences_ended_total{cause="watch",outcome="refused",reason="announcement_limit"} 1',
      'herald_occurrences_ended_total{cause="watch",outcome="made",reason=""} 1',
    ];
    const after = await shown(house);
    expect(after).toEqual(expect.arrayContaining(counted));
    expect(after).toContain('herald_messages_waiting 1');
    expect(after.join('\n')).not.toContain('herald_occurrences_open');

    const again = await crash(house, { ...house.options, connected: false });
    expect(await shown(again)).toEqual([
      'herald_announcements{kind="hook",paused="false"} 1',
      'herald_announcements{kind="schedule",paused="true"} 1',
      'herald_announcements{kind="watch",paused="false"} 1',
      'herald_messages_waiting 1',
    ]);
    again.connect();
    await again.idle();
    expect((await shown(again)).join('\n')).not.toContain('waiting');
  });

  test('name feeds that cannot be read, as long as they are looked at', async () => {
    const { tables } = await openHouse();
    const watched = figured(tables);
    const feed = { id: 'a', trigger: { kind: 'feed', url: 'https://example.com/feed' } } as Announcement;
    await watched.tables.announcements.set('a', feed);
    await watched.tables.clocks.set('a', { since: 1, feed: { failures: 2 } });
    expect(watched.figures.failingFeeds()).toBe(1);
    await watched.tables.announcements.set('a', { ...feed, paused: { since: 1 } });
    expect(watched.figures.failingFeeds()).toBe(0);
    await watched.tables.announcements.set('a', feed);
    await watched.tables.clocks.set('a', { since: 1, feed: {} });
    expect(watched.figures.failingFeeds()).toBe(0);
  });
});
