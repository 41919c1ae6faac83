import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/jobs/job.ts';
import { BOT_DEFAULT } from '../../fakes/discord/permissions.ts';
import { going, message, post } from '../under-test.ts';
import { type RigOptions, rig } from './outgoing-rig.ts';

/** How often the library makes a call that fails. */
const TRIES = 4;

async function withStatus(options: RigOptions = {}, where?: (place: Place) => Place) {
  const at = await rig(options);
  const place = where ? where(at.place) : at.place;
  const posted = await at.platform.post(place, post('j1s'), going);
  if (posted.outcome !== 'posted') throw new Error(posted.outcome);
  return { ...at, status: posted.sent, open: (title = 'Hello') => at.platform.openThread(posted.sent, title, going) };
}

describe('the thread of a status message', () => {
  test('has its id, a name of one line, and closes after a day', async () => {
    const { open, status, place, channel, discord } = await withStatus();
    expect(await open('  *Hello*\n@everyone ')).toEqual({
      outcome: 'open',
      place: { ...place, thread: status.message },
    });
    expect(channel.threads().map(({ name }) => name)).toEqual(['*Hello* @everyone']);
    expect(discord.channel(status.message).record.thread).toMatchObject({ autoArchiveMinutes: 1_440 });
    expect(discord.violations).toEqual([]);
  });

  test('is named however little its title holds', async () => {
    const { open, channel } = await withStatus();
    expect(await open(' \n')).toMatchObject({ outcome: 'open' });
    expect(channel.threads().map(({ name }) => name)).toEqual(['…']);
  });

  test('is opened in announcement channels too', async () => {
    const { platform, guild, place } = await rig();
    const news = { ...place, channel: guild.channel({ type: 'announcement' }).id };
    const posted = await platform.post(news, post('j1s'), going);
    if (posted.outcome !== 'posted') throw new Error(posted.outcome);
    expect(await platform.openThread(posted.sent, 'Hello', going)).toEqual({
      outcome: 'open',
      place: { ...news, thread: posted.sent.message },
    });
  });

  test('is the one that a lost answer opened', async () => {
    const { open, status, place, channel, discord } = await withStatus();
    discord.faults.next('createThread', { effect: 'before', answer: { status: 502 } });
    discord.faults.next('createThread', { answer: { status: 502 } }, TRIES - 1);
    expect(await open()).toEqual({ outcome: 'later' });
    expect(await open()).toEqual({ outcome: 'open', place: { ...place, thread: status.message } });
    expect(channel.threads()).toHaveLength(1);
  });
});

describe('where there is no thread to be had', () => {
  test('a voice channel’s own chat takes the answer', async () => {
    const { platform, guild, place, discord } = await rig();
    const voice = { ...place, channel: guild.channel({ type: 'voice' }).id };
    const posted = await platform.post(voice, post('j1s'), going);
    if (posted.outcome !== 'posted') throw new Error(posted.outcome);
    expect(await platform.openThread(posted.sent, 'Hello', going)).toEqual({ outcome: 'open', place: voice });
    expect(discord.count('createThread')).toBe(0);
  });

  test('the channel takes it: without the permission, or with too many threads', async () => {
    const { open, place, guild, discord } = await withStatus();
    discord.faults.next('createThread', { answer: { code: 160006 } });
    expect(await open()).toEqual({ outcome: 'open', place });
    guild.botPermissions(BOT_DEFAULT.filter((name) => name !== 'CreatePublicThreads'));
    expect(await open()).toEqual({ outcome: 'open', place });
  });

  test.each(['the channel is gone', 'the bot was removed'])('the place is closed when %s', async (why) => {
    const { open, channel, guild } = await withStatus();
    if (why === 'the channel is gone') channel.delete();
    else guild.removeBot();
    expect(await open()).toEqual({ outcome: 'closed' });
  });

  test('it is tried later while Discord is down', async () => {
    const { open, discord } = await withStatus();
    discord.faults.next('getChannel', { answer: { status: 500 } }, TRIES);
    expect(await open()).toEqual({ outcome: 'later' });
    discord.faults.next('createThread', { answer: { status: 500 } }, TRIES);
    expect(await open()).toEqual({ outcome: 'later' });
  });
});

test('a talk with somebody who is not there is closed, and tried later while Discord is down', async () => {
  const { platform, place, discord, ada } = await rig();
  discord.faults.next('createDm', { answer: { code: 10013 } });
  expect(await platform.openDirect(ada.id, place, going)).toEqual({ outcome: 'closed' });
  discord.faults.next('createDm', { answer: { status: 502 } }, TRIES);
  expect(await platform.openDirect(ada.id, place, going)).toEqual({ outcome: 'later' });
});

describe('what was posted before', () => {
  test('is edited and taken away by the bot’s own token, long after it was posted', async () => {
    const { platform, status, channel, discord } = await withStatus();
    discord.pass(3_000_000);
    expect(await platform.edit(status, message({ locale: 'zh' }))).toEqual({ outcome: 'done' });
    expect(channel.messages().map(({ content }) => content)).toEqual(['已接受：视频大约 7 秒。']);
    expect(await platform.remove(status)).toEqual({ outcome: 'done' });
    expect(channel.messages()).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('is left as it is for now when Discord has had enough of edits, or is down', async () => {
    const { platform, status, discord } = await withStatus({ oldEditsPerHour: 1 });
    discord.pass(3_700_000);
    expect(await platform.edit(status, message())).toEqual({ outcome: 'done' });
    expect(await platform.edit(status, message({ locale: 'zh' }))).toEqual({
      outcome: 'later',
      at: expect.any(Number),
    });
    discord.faults.next('editMessage', { answer: { status: 503 } }, TRIES);
    expect(await platform.edit(status, message())).toEqual({ outcome: 'later' });
    discord.faults.next('deleteMessage', { answer: 'drop' }, TRIES);
    expect(await platform.remove(status)).toEqual({ outcome: 'later' });
  });

  test('is gone with its channel, but not where the bot may not look for now', async () => {
    const { platform, status, channel, guild } = await withStatus();
    channel.permit({ bot: { deny: ['ViewChannel'] } });
    expect(await platform.edit(status, message())).toEqual({ outcome: 'later' });
    expect(await platform.remove(status)).toEqual({ outcome: 'later' });
    channel.permit({ bot: {} });
    guild.removeBot();
    expect(await platform.edit(status, message())).toEqual({ outcome: 'later' });
    expect(await platform.remove(status)).toEqual({ outcome: 'later' });
    guild.addBot();
    expect(await platform.edit(status, message())).toEqual({ outcome: 'done' });
    channel.delete();
    expect(await platform.edit(status, message())).toEqual({ outcome: 'gone' });
    expect(await platform.remove(status)).toEqual({ outcome: 'gone' });
  });

  test('is done without where another bot posted it', async () => {
    const { platform, status, discord } = await withStatus();
    discord.faults.next('editMessage', { answer: { code: 50005 } });
    expect(await platform.edit(status, message())).toEqual({ outcome: 'gone' });
  });
});

describe('in an archived thread, what was posted', () => {
  async function inThread() {
    const at = await withStatus();
    const thread = at.channel.thread({ owner: at.ada });
    const posted = await at.platform.post({ ...at.place, thread: thread.id }, post('j1v'), going);
    if (posted.outcome !== 'posted') throw new Error(posted.outcome);
    thread.archive();
    return { ...at, thread, video: posted.sent };
  }

  test('is taken away all the same', async () => {
    const { platform, video, thread, discord } = await inThread();
    expect(await platform.remove(video)).toEqual({ outcome: 'done' });
    expect(thread.messages()).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('is edited all the same', async () => {
    const { platform, video, thread, discord } = await inThread();
    expect(await platform.edit(video, message({ locale: 'zh' }))).toEqual({ outcome: 'done' });
    expect(thread.messages().map(({ content }) => content)).toEqual(['已接受：视频大约 7 秒。']);
    expect(discord.violations).toEqual([]);
  });

  test('is left for later where the thread is locked', async () => {
    const { platform, video, thread } = await inThread();
    thread.lock();
    expect(await platform.remove(video)).toEqual({ outcome: 'later' });
    expect(await platform.edit(video, message())).toEqual({ outcome: 'later' });
    thread.lock(false);
    expect(await platform.remove(video)).toEqual({ outcome: 'done' });
  });

  test('is gone when the thread is, also when it goes just then', async () => {
    const { platform, video, discord } = await inThread();
    discord.faults.next('editThread', { answer: { code: 10003 } });
    expect(await platform.remove(video)).toEqual({ outcome: 'gone' });
  });
});
