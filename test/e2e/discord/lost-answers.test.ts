import { describe, type ExpectStatic, expect, test } from 'vitest';
import type { Fault } from '../../fakes/discord/faults.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import type { RouteName } from '../../fakes/discord/routes.ts';
import { everPosted, finished, photo, status, told, videosIn } from './kit.ts';
import { gate, sharedHouse } from './shared.ts';

/** What Discord can do wrong with one request, and be quick about it. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'the answer is dropped after the effect': { effect: 'before', answer: 'drop' },
  'the connection is dropped before any effect': { answer: 'drop' },
  '500 comes after the effect': { effect: 'before', answer: { status: 500 } },
  '500 comes before any effect': { answer: { status: 500 } },
  'a proxy answers 502 after the effect': { effect: 'before', answer: { status: 502 } },
  'the effect comes after the answer was given up': { effect: { after: 1_000 }, answer: 'drop' },
  'the answer is late': { answer: { lateMs: 1_000 } },
  'the bot is asked to wait': { answer: { rateLimited: { scope: 'user', seconds: 1 } } },
  'everybody there is asked to wait': { answer: { rateLimited: { scope: 'shared', seconds: 1 } } },
  'the bot is asked to wait with everything': { answer: { rateLimited: { scope: 'global', seconds: 1 } } },
};

const renders = gate();
const shared = sharedHouse({
  kling: { render: renders.render },
  env: { KLING_MAX_CONCURRENT: '50' },
  faults({ faults }) {
    for (const fault of Object.values(FAULTS)) faults.next('createCommand', fault);
  },
});

const inThreadOf = (channel: Channel) => (path: string) =>
  channel.threads().some(({ id }) => path.startsWith(`/channels/${id}/messages`));
const under = (channel: Channel) => (path: string) => path.startsWith(`/channels/${channel.id}/`);

/** What the bot has said in a channel, and how often it has brought a video. */
const seen = (channel: Channel) => ({
  status: channel
    .history()
    .filter(({ author }) => author.bot)
    .map(({ content }) => content.replace(/<https.*?>/, '…')),
  videos: everPosted(channel).length,
  inThreads: channel.threads().flatMap(videosIn).length,
});

const ONCE = {
  status: [expect.stringMatching(/\nDone: .*\nIt was charged: 2 seconds of video/)],
  videos: 1,
  inThreads: 1,
};

/** Each fault with a request of its own, all at once; by the name of the fault, what came of it. */
async function metByEach(
  expect: ExpectStatic,
  meet: (channel: Channel, fault: Fault) => Promise<void>,
  faults: Readonly<Record<string, Fault>> = FAULTS,
) {
  const met = Object.entries(faults).map(([name, fault]) => ({ name, fault, channel: shared.corner().channel }));
  await Promise.all(met.map(({ channel, fault }) => meet(channel, fault)));
  const outcome = () => Object.fromEntries(met.map(({ name, channel }) => [name, seen(channel)]));
  await expect.poll(outcome, { timeout: 25_000 }).toEqual(Object.fromEntries(met.map(({ name }) => [name, ONCE])));
}

const ask = async (channel: Channel) =>
  shared.ada.slash(channel, 'avatar', { photo: await photo(), text: 'Once, and only once.' });

async function askedAnew() {
  const { channel } = shared.corner();
  return { channel, asked: await ask(channel) };
}

describe.concurrent('whatever becomes of one answer, there is one status message and one video:', () => {
  const WRITES: readonly (readonly [string, RouteName, (channel: Channel) => (path: string) => boolean])[] = [
    ['to the post of the status', 'createMessage', under],
    ['to the opening of the thread', 'createThread', under],
    ['to the post of the video', 'createMessage', inThreadOf],
    ['to an edit of the status', 'editMessage', under],
  ];

  test.for(WRITES)('%s', async ([, route, where], { expect }) => {
    await metByEach(expect, async (channel, fault) => {
      shared.house.discord.faults.next(route, { ...fault, where: where(channel) });
      await ask(channel);
    });
  });

  // a call is given up after 15 s; an upload, for which much longer is waited, is left out
  const STALLS: Readonly<Record<string, Fault>> = {
    'Discord stalls after the effect': { effect: 'before', answer: 'stall' },
    'Discord stalls without any effect': { answer: 'stall' },
  };
  test('where that never comes', async ({ expect }) => {
    const short = WRITES.filter(([, , where]) => where === under);
    const meet = (route: RouteName) => async (channel: Channel, fault: Fault) => {
      shared.house.discord.faults.next(route, { ...fault, where: under(channel) });
      await ask(channel);
    };
    await Promise.all(short.map(([, route]) => metByEach(expect, meet(route), STALLS)));
  });

  test('to the acknowledgement', async ({ expect }) => {
    await metByEach(expect, async (channel, fault) => {
      const asked = await ask(channel);
      shared.house.discord.faults.next('callback', { ...fault, where: (path) => path.includes(asked.id) });
    });
  });

  test('to the taking away of the waiting sign', async ({ expect }) => {
    const signs: Awaited<ReturnType<typeof ask>>[] = [];
    await metByEach(expect, async (channel, fault) => {
      shared.house.discord.faults.next('deleteOriginal', fault);
      signs.push(await ask(channel));
    });
    await expect.poll(() => signs.map(({ original }) => original?.deleted)).toEqual(signs.map(() => true));
  });

  test('to the sign that the bot types', async ({ expect }) => {
    await metByEach(expect, async (channel, fault) => {
      shared.house.discord.faults.next('typing', { ...fault, where: under(channel) });
      shared.ada.says(channel, { content: 'Once, and only once.', files: [await photo()], mentionsBot: true });
    });
  });

  test('to what a person is told in private: they are told', async ({ expect }) => {
    const { house, ada } = shared;
    const { channel } = shared.corner();
    for (const [name, fault] of Object.entries(FAULTS)) {
      house.discord.faults.next('editOriginal', fault);
      expect(await told(ada.slash(channel, 'help')), name).toContain('Send one photo and some words');
    }
    expect(channel.history()).toEqual([]);
  });

  test('on the way to a direct message: the video is there once', async ({ expect }) => {
    const { house, ada } = shared;
    const letGo = renders.hold();
    const before = videosIn(house.discord.dm(ada)).length;
    const faults = Object.values(FAULTS);
    for (const _ of faults) {
      const { channel } = await askedAnew();
      await status(channel, 'Kling is making');
      channel.delete();
    }
    for (const fault of faults) house.discord.faults.next('createDm', fault);
    letGo();
    const brought = () => videosIn(house.discord.dm(ada)).length - before;
    await expect.poll(brought).toBe(faults.length);
    // and no more, by the time that another one is there
    await finished((await askedAnew()).channel, 'Once, and only once.');
    expect(brought()).toBe(faults.length);
  });

  test('to the deletion of a video: it is gone, and is not posted again', async ({ expect }) => {
    const { house, ada } = shared;
    const channels = await Promise.all(
      Object.values(FAULTS).map(async (fault) => {
        const { channel } = await askedAnew();
        const shown = await finished(channel, 'Once, and only once.');
        house.discord.faults.next('deleteMessage', { ...fault, where: inThreadOf(channel) });
        ada.press(shown, 'Delete');
        return channel;
      }),
    );
    const shown = () => channels.map((channel) => channel.messages()[0]?.content);
    await expect
      .poll(shown)
      .toEqual(channels.map(() => expect.stringContaining('The video was deleted, as was asked.')));
    expect(channels.flatMap((channel) => channel.threads().flatMap(videosIn))).toEqual([]);
    expect(channels.map((channel) => everPosted(channel).length)).toEqual(channels.map(() => 1));
  });

  test('to the registration of commands: they are there once', ({ expect }) => {
    const { discord } = shared.house;
    // each fault was met
    expect(discord.count('createCommand')).toBeGreaterThan(Object.keys(FAULTS).length);
    const names = discord.commands().map(({ name }) => name);
    const all = ['Make it talk', 'announce', 'avatar', 'help', 'jobs', 'presenter', 'settings'];
    expect(names.sort()).toEqual(all);
  });
});
