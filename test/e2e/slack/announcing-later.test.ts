import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMrkdwn } from '../../platforms/slack/read.ts';
import { eventually } from '../eventually.ts';
import { type FeedEntry, type Feeds, startFeeds } from '../feeds.ts';
import { gate } from '../gate.ts';
import { tasksOf } from '../kling.ts';
import { announcingIn, answered, call, hookIn, nova, ordered, saying, spoken } from './announcing-kit.ts';
import { everPosted } from './kit.ts';
import { sharedHouse } from './shared.ts';
import { createTime } from './time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const time = createTime();
const renders = gate();
let feeds: Feeds | undefined;
const ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  feeds = await startFeeds((end) => void ends.push(end));
});
afterAll(async () => {
  for (const end of ends) await end();
  time.end();
});
const shared = sharedHouse({
  workspaces: 1,
  kling: { render: renders.render },
  env: () => ({ ...time.env, FEED_HOSTS: feeds?.host ?? '' }),
});
const scene = announcingIn(shared);

/** So much time passes, at once. The bot's connection, which may or may not outlive that, is another one. */
async function later(ms: number): Promise<void> {
  const { sockets } = shared.house.slack;
  const { opened } = sockets;
  await time.jump(shared.house, ms);
  sockets.drop();
  await eventually(() => (sockets.opened > opened && sockets.connected > 0) || undefined);
}

test('a feed is announced from its next item on, each once, whatever becomes of them', async () => {
  const { channel, root } = scene();
  const [one, two, three, four, five, six] = [1, 2, 3, 4, 5, 6].map((n) => ({ id: `n${n}`, title: `News ${n} <b>&.` }));
  const feed = feeds?.feed('/news.xml');
  if (!feed || !one || !two || !three || !four || !five || !six) throw new Error('there are no feeds');
  /** Time passes until the feed, which shows these items then, was read. */
  async function read(...items: readonly FeedEntry[]): Promise<void> {
    feed?.shows({ items });
    await later(12 * MINUTE);
  }
  feed.shows({ items: [three, two, one] });
  const answer = await ordered(root, channel, '/announce feed News', { url: feed.url }, nova);
  expect(answer).toContain('Only what is new from now on is announced.');
  await expect.poll(() => answered(root, channel, '/announce show News')).toContain('The feed is read next');
  await read({ ...four, link: 'https://example.org/4', published: shared.house.slack.now() }, three, two, one);
  const video = await spoken(channel, 'News 4');
  expect([video.pings, readMrkdwn(video.text, false).links]).toEqual([[], []]);
  await read(one, { ...two, title: 'News 2, edited.' }, five, three);
  await spoken(channel, 'News 5');
  await read(six, five, four, three, two, one);
  await spoken(channel, 'News 6');
  await later(12 * MINUTE);
  await expect.poll(() => feed.unchanged()).toBe(1);
  expect(everPosted(channel)).toHaveLength(3);
  expect(await answered(root, channel, '/announce show News')).toMatch(/\(feed: “News 6/);
  await answered(root, channel, '/announce pause News');
});

test('a schedule speaks at its moment; one that passed while the bot was down is made up for once, if it is not too long ago', async () => {
  const { channel, root } = scene();
  const at = (name: string, when: string) =>
    ordered(root, channel, `/announce schedule ${name}`, { when, words: `This is ${name}.`, zone: 'UTC' }, nova);
  await at('Soon', 'in 30 minutes');
  await at('Missed', 'in 60 minutes');
  expect(await at('Reachable', 'in 2 hours')).toContain('“Reachable” is set up');
  await later(30 * MINUTE);
  await spoken(channel, 'This is Soon.');

  await shared.house.bot.stop();
  await time.jump(shared.house, HOUR + 50 * MINUTE);
  await shared.house.restart();
  await spoken(channel, 'This is Reachable.');
  await shared.house.bot.stop();
  await shared.house.restart();
  expect(await answered(root, channel, '/announce show Missed')).toContain('Missed while the bot was away');
  expect(await answered(root, channel, '/announce list')).toMatch(/• Soon: schedule, in <#\w+>, over/);
  expect(everPosted(channel)).toHaveLength(2);
});

test('a bot that dies on the way brings each video once', async () => {
  const { team, channel, root, ada } = scene();
  const { slack, kling } = shared.house;
  const names = ['Uploaded', 'Rendered', 'Taken'];
  const channels = names.map((name) => team.channel({ name: name.toLowerCase() }));
  const hooks = [];
  for (const [i, name] of names.entries()) {
    const target = channels[i]?.id ?? '';
    hooks.push(hookIn(await ordered(root, channel, `/announce hook ${name}`, { channel: target }, nova)));
  }
  const [uploaded, rendered, taken] = hooks;
  if (!uploaded || !rendered || !taken) throw new Error('not all hooks are there');
  const from = team.channel({ name: 'watched' });
  await ordered(root, channel, '/announce watch Heard', { from: from.id, people: [ada.id] }, nova);
  const timed = { when: 'in 30 minutes', words: 'It is time.', zone: 'UTC' };
  await ordered(root, channel, '/announce schedule Timed', timed, nova);
  await later(30 * MINUTE - 2_000);

  const dead = Promise.withResolvers<'drop'>();
  const reached = Promise.withResolvers<void>();
  const back = slack.on('files.completeUploadExternal', 'after', () => {
    reached.resolve();
    return dead.promise;
  });
  await call(uploaded, 'Uploaded.');
  await reached.promise;
  const letGo = renders.hold();
  await call(rendered, 'Rendered.');
  await eventually(() => kling.tasks().find(({ status }) => status === 'processing'));
  await time.jump(shared.house, 2_000);
  ada.says(from, 'Heard.');
  expect((await call(taken, 'Taken.')).status).toBe(202);
  await shared.house.bot.kill();
  back();
  dead.resolve('drop');
  letGo();
  await shared.house.restart();

  for (const [i, name] of names.entries()) {
    const target = channels[i] ?? channel;
    await spoken(target, `${name}.`);
  }
  await spoken(channel, 'It is time.');
  await spoken(channel, 'Heard.');
  await shared.house.bot.stop();
  await shared.house.restart();
  for (const target of channels) expect(everPosted(target)).toHaveLength(1);
  expect([saying(channel, 'It is time.').length, everPosted(channel).length]).toEqual([1, 2]);
  expect(new Set(tasksOf(kling)).size).toBe(kling.tasks().length);
});
