import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageFlags } from 'discord.js';
import { afterAll, describe, expect, test } from 'vitest';
import { type Feeds, type ServedFeed, startFeeds } from '../feeds.ts';
import { tasksOf } from '../kling.ts';
import { createBotTime } from '../time.ts';
import { announced, plainly, stage, videos } from './announcing-kit.ts';
import { type House, videosIn } from './kit.ts';
import { gate, sharedHouse } from './shared.ts';

const FIXTURES = new URL('../../fixtures/feeds/', import.meta.url).pathname;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Berlin';

const renders = gate();
const time = createBotTime<House>(({ discord }, ms) => discord.pass(ms));
afterAll(time.end);
let feeds: Feeds;
const shared = sharedHouse(async (atEnd) => {
  feeds = await startFeeds(atEnd);
  return {
    discord: { rateLimits: { routes: { crosspost: { limit: 1, perMs: HOUR } } } },
    kling: { render: renders.render },
    env: { ...time.env, FEED_HOSTS: feeds.host },
  };
});

const now = () => shared.house.discord.now();
const jump = (ms: number) => time.jump(shared.house, ms);

/** Resolves once a feed was read so often, and its announcement has no trouble with that. */
async function wasRead(feed: ServedFeed, times: number, show: () => Promise<string>): Promise<void> {
  await expect.poll(() => feed.requests.length).toBe(times);
  await expect.poll(show).toContain('The feed is read next');
  expect(await show()).not.toContain('trouble');
}

test('a watched channel is refused where the bot may not read what people write, and nothing is set up', async () => {
  const { channel, news, ask } = await stage(shared);
  const fields = { name: 'Ada', from: channel, people: shared.ada, presenter: 'Bo', channel: news };
  const refused = await ask('announce watch', fields);
  expect(refused).toContain('The bot could not hear what people write in the watched channel:');
  expect(refused).toContain('switch on “Message Content Intent”, then restart the bot');
  expect(await ask('announce list')).toContain('There are no announcements here yet.');
});

describe('a feed', () => {
  const item = (n: number, title = `Item number ${n}`) => ({
    id: `urn:${n}`,
    title,
    summary: `<p>About <i>${n}</i></p>`,
  });

  test('has each new item said once, whatever else is done to it', async () => {
    const { news, ask } = await stage(shared);
    const feed = feeds.feed('/news.xml', { items: [item(2), item(1)] });
    const show = () => ask('announce show', { announcement: 'Blog' });
    /** Time passes until the feed is read again, which the bot does every ten minutes or so. */
    async function readAgain(items: readonly ReturnType<typeof item>[]): Promise<void> {
      feed.shows({ items });
      const before = feed.requests.length;
      await jump(12 * MINUTE);
      await wasRead(feed, before + 1, show);
    }
    const fields = { name: 'Blog', url: feed.url, words: '{{title}} is there.', presenter: 'Bo', channel: news };
    expect(await ask('announce feed', fields)).toContain('Only what is new from now on is announced.');
    // to see whether it can be read at all, and what is there already
    await wasRead(feed, 1, show);
    await readAgain([item(2), item(1)]);
    expect(feed.unchanged()).toBe(1);

    await readAgain([item(3), item(2), item(1)]);
    const video = await announced(news, 'Item number 3 is there');
    expect(plainly(video)).toBe('Item number 3 is there.\nSaid by Bo, in a video made by AI.');
    // in another order, with another title, one taken out, and it returns
    await readAgain([item(1), item(3, 'Corrected'), item(2)]);
    await readAgain([item(2), item(1)]);
    await readAgain([item(3), item(2), item(1)]);
    await readAgain([item(4), item(3), item(2), item(1)]);
    await announced(news, 'Item number 4 is there');
    expect(videosIn(news)).toHaveLength(2);
    expect(feed.conditional()).toBe(feed.requests.length - 1);
    expect(await show()).toContain('feed: “Item number 4”');
  });
});

test('real feeds of all three kinds are read, and what is new in each is said', async () => {
  const { news, ask } = await stage(shared);
  const file = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');
  const atom = file('github-releases.atom');
  const rss = file('podcast.rss');
  const json = JSON.parse(file('jsonfeed.json'));
  const [first] = json.items;
  const kinds = [
    { name: 'atom', before: atom.replace(/<entry>.*?<\/entry>/s, ''), after: atom, says: 'v3.9.0' },
    { name: 'rss', before: rss.replace(/<item>.*?<\/item>/s, ''), after: rss, says: 'FAQ for Narro' },
    {
      name: 'json',
      before: JSON.stringify({ ...json, items: json.items.filter((item: unknown) => item !== first) }),
      after: JSON.stringify(json),
      says: first.title,
    },
  ].map((kind) => ({ ...kind, feed: feeds.feed(`/${kind.name}`, { text: kind.before }) }));
  for (const { name, feed } of kinds) {
    await ask('announce feed', { name, url: feed.url, words: '{{title}}', presenter: 'Bo', channel: news });
    await wasRead(feed, 1, () => ask('announce show', { announcement: name }));
  }
  // what is old by its date, and yet was never there
  for (const { feed, after } of kinds) feed.shows({ text: after });
  await jump(12 * MINUTE);
  for (const { says } of kinds) await announced(news, says);
  expect(videosIn(news)).toHaveLength(kinds.length);
});

describe('a moment that passes while the bot is down', () => {
  test('is made up for once, through one more crash; one that is too long ago is skipped, and shown', {
    timeout: 60_000,
  }, async () => {
    const { house } = shared;
    const { news, ask } = await stage(shared);
    const at = (ms: number) => new Date(now() + ms).toISOString();
    const fields = { presenter: 'Bo', channel: news };
    await ask('announce schedule', { ...fields, name: 'Soon', when: at(10 * MINUTE), words: 'Made up for.' });
    const later = at(2 * HOUR);
    await ask('announce schedule', { ...fields, name: 'Later', when: later, words: 'Far too late.' });
    const tasks = tasksOf(house.kling).length;

    await house.bot.kill();
    await jump(30 * MINUTE);
    const letGo = renders.hold();
    await house.restart();
    await expect.poll(() => tasksOf(house.kling).length).toBe(tasks + 1);
    // between the job and its video
    await house.bot.kill();
    await house.restart();
    letGo();
    await announced(news, 'Made up for');

    await house.bot.kill();
    await jump(4 * HOUR);
    await house.restart();
    await expect
      .poll(() => ask('announce show', { announcement: 'Later' }))
      .toContain('too long ago to be made up for');
    expect(await ask('announce show', { announcement: 'Later' })).toContain(
      `<t:${Math.floor(Date.parse(later) / 1_000)}`,
    );
    expect(videosIn(news)).toHaveLength(1);
    expect(tasksOf(house.kling)).toHaveLength(tasks + 1);
  });
});

test('a moment is said once, at whichever of its first steps the bot is killed', { timeout: 90_000 }, async () => {
  const { house } = shared;
  const { news, ask } = await stage(shared);
  const tasks = tasksOf(house.kling).length;
  // each single one, without a process of its own: test/announcements/schedule.test.ts
  const steps = [1, 2, 3];
  for (const step of steps) {
    const when = new Date(now() + step * HOUR).toISOString();
    const fields = { name: `Moment ${step}`, when, words: `This is moment ${step}.`, presenter: 'Bo', channel: news };
    expect(await ask('announce schedule', fields)).toContain('is set up');
  }
  await jump(MINUTE);
  // what was kept is said however many times the bot is killed meanwhile
  const late = { ANNOUNCEMENTS_LATE_MINUTES: '720' };
  const dying = `--import=${new URL('../dying.ts', import.meta.url)}`;
  for (const step of steps) {
    await house.bot.kill();
    const preloaded = `${dying} ${time.env.NODE_OPTIONS}`;
    const { child } = await house.restart(0, { ...late, NODE_OPTIONS: preloaded, TEST_DIES_BEFORE: String(step) });
    const death = once(child, 'exit');
    await Promise.allSettled([jump(HOUR), death]);
  }
  await house.restart(0, late);
  for (const step of steps) await announced(news, `This is moment ${step}.`);
  expect(videosIn(news)).toHaveLength(steps.length);
  expect(tasksOf(house.kling)).toHaveLength(tasks + steps.length);
});

describe('when the clocks change', () => {
  /** Minutes by which a time zone is ahead of UTC at a moment. */
  function offset(at: number): number {
    const parts = new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' }).formatToParts(at);
    const [, hours = '0', minutes = '0'] =
      /GMT\+(\d+):(\d+)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
    return Number(hours) * 60 + Number(minutes);
  }

  /** Nine o'clock in the zone on the next day on which its clocks change. */
  function nextChange(after: number): number {
    let day = Math.ceil(after / DAY) * DAY + DAY;
    while (offset(day) === offset(day + DAY)) day += DAY;
    return day + 9 * HOUR - offset(day + DAY) * MINUTE;
  }

  test('nine o’clock stays nine o’clock, in spring and in autumn, and is said once', async () => {
    const { news, ask } = await stage(shared, { news: 'announcement' });
    const isPublished = () => videosIn(news).filter(({ flags }) => (flags & MessageFlags.Crossposted) !== 0).length;
    const fields = {
      name: 'Daily',
      when: 'every day at 9:00',
      zone: ZONE,
      words: 'It is {time}.',
      channel: news,
      presenter: 'Bo',
    };
    await ask('announce schedule', fields);
    const offsets: number[] = [];
    for (const count of [1, 2]) {
      const moment = nextChange(now());
      offsets.push(offset(moment));
      await jump(moment - 1_500 - now());
      const video = (await videos(news, count)).at(-1);
      expect(video && plainly(video)).toContain('It is 09:00.');
      expect(video?.createdAt).toBeGreaterThanOrEqual(moment);
      expect(video?.createdAt).toBeLessThan(moment + MINUTE);
      expect(await ask('announce show', { announcement: 'Daily' })).toContain(`• <t:${moment / 1_000}`);
      // published to those who follow the channel
      await expect.poll(isPublished).toBe(count);
    }
    expect(offsets.sort()).toEqual([120, 60]);
  });
});
