import { describe, expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../../src/platforms/message.ts';
import { BOT_DEFAULT } from '../../fakes/discord/permissions.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import { going, message, post } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

const ID = 'j0mgh8rk00abcdefghijklmn';
/** How often the library makes a call that fails. */
const TRIES = 4;
const OUTSIDE = 600_000;
const HOUR = 3_600_000;

async function found(messageContent = false) {
  const at = await rig({ messageContent });
  onTestFinished(() => expect(at.discord.violations).toEqual([]));
  const since = at.discord.now();
  return { ...at, since, find: (key: string) => at.platform.find(at.place, { key }, since, going) };
}

const button = (does: NonNullable<Message['buttons']>[number]['does']) =>
  message({ buttons: [{ label: { key: 'discord_permission_send' }, does }] });
const cancel = button({ name: 'cancel', subject: ID });
const url = `https://herald.example/media/abc.mac/${ID}.fit.mp4`;
const link = { key: 'media_url_unknown', params: { host: { url, label: 'discord_permission_send' } } } as const;
const withoutHistory = BOT_DEFAULT.filter((name) => name !== 'ReadMessageHistory');

/** People talk on. */
function chatter({ ada, channel }: Pick<Rig, 'ada' | 'channel'>, messages: number) {
  for (let n = 0; n < messages; n++) ada.says(channel, `word ${n}`);
}

const videoFile = { bytes: Buffer.from('x'), name: `${ID}.mp4` };

describe('a post whose answer was lost', () => {
  test('is found behind more messages of others than one answer holds, by what it does', async () => {
    const at = await found();
    chatter(at, 110);
    const outcome = await at.platform.post(at.place, post(`${ID}s`, { message: cancel }), going);
    chatter(at, 10);
    if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
    expect(await at.find(`${ID}s`)).toEqual({ outcome: 'found', sent: outcome.sent });
  });

  test('is found by the link that stands for its file', async () => {
    const { platform, place, find, discord } = await found();
    const outcome = await platform.post(place, post(`${ID}v`, { message: message({ lines: [link] }) }), going);
    if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
    expect(await find(`${ID}v`)).toEqual({ outcome: 'found', sent: outcome.sent });
    await platform.remove(outcome.sent);
    discord.pass(OUTSIDE);
    expect(await find(`${ID}v`)).toEqual({ outcome: 'absent' });
  });

  test('is not taken for another post of its job, nor for what a person wrote', async () => {
    const { platform, place, find, ada, channel } = await found();
    ada.says(channel, { content: `[x](<https://x.org/${ID}.mp4>)`, files: [videoFile] });
    await platform.post(place, post(`${ID}s`, { message: cancel }), going);
    expect(await find(`${ID}v`)).toEqual({ outcome: 'absent' });
    expect(await find(`${ID.slice(0, -1)}zs`)).toEqual({ outcome: 'absent' });
  });

  test('is no status because the job can be acted on there: in a list of jobs, or with terms to confirm', async () => {
    const { platform, place, find } = await found();
    await platform.post(place, post(`${ID}d`, { message: cancel }), going);
    await platform.post(place, post(`${ID}w`, { message: button({ name: 'confirm', subject: ID }) }), going);
    expect(await find(`${ID}s`)).toEqual({ outcome: 'absent' });
  });

  test('is no video because its link is quoted, or stands where something can be done', async () => {
    const { platform, place, find } = await found();
    const words = `[x](<https://x.org/${ID}.mp4>) https://x.org/${ID}.mp4 /${ID}.mp4`;
    const quoting = message({
      lines: [{ key: 'status_asked_words', params: { person: { person: '1' }, words } }],
    });
    await platform.post(place, post(`${ID.slice(0, -1)}zw`, { message: quoting }), going);
    await platform.post(place, post(`${ID}s`, { message: { ...cancel, lines: [link] } }), going);
    expect(await find(`${ID}v`)).toEqual({ outcome: 'absent' });
  });

  test('is found when it is a video that the bot posted as another, whose token it had before', async () => {
    const { find, discord, channel } = await found(true);
    const before = discord.user({ name: 'Herald before', bot: true });
    const { id } = before.says(channel, { files: [videoFile] });
    expect(await find(`${ID}v`)).toMatchObject({ outcome: 'found', sent: { message: id } });
  });

  test('cannot be told from what another bot said to somebody, where that may not be read', async () => {
    const { find, platform, place, discord, channel, ada } = await found();
    const other = discord.user({ name: 'Herald before', bot: true });
    other.says(channel, { files: [videoFile] });
    expect(await find(`${ID}v`)).toEqual({ outcome: 'absent' });
    other.says(channel, { content: `for ${ada.mention}`, files: [videoFile] });
    expect(await find(`${ID}v`)).toEqual({ outcome: 'blind' });
    discord.pass(OUTSIDE);
    expect(await platform.find(place, { key: `${ID}v` }, discord.now(), going)).toEqual({ outcome: 'absent' });
  });

  test('is looked for no longer than a busy hour is long: beyond, nobody can tell', async () => {
    const at = await found();
    chatter(at, 5_100);
    at.discord.pass(OUTSIDE);
    expect(await at.find(`${ID}s`)).toEqual({ outcome: 'blind' });
    expect(at.discord.count('listMessages')).toBe(50);
  });

  test('can be looked for again later while Discord is down', async () => {
    const { find, discord } = await found();
    discord.faults.next('listMessages', { answer: { status: 503 } }, TRIES);
    expect(await find(`${ID}s`)).toEqual({ outcome: 'later' });
    discord.faults.next('getMember', { answer: 'drop' }, TRIES);
    expect(await find(`${ID}s`)).toEqual({ outcome: 'later' });
    expect(await find(`${ID}s`)).toEqual({ outcome: 'absent' });
  });
});

describe('by a clock that is wrong, a post', () => {
  const HALF_HOUR = HOUR / 2;

  /** Posts, and lets people talk on. @returns what looks for it */
  async function lost(at: Awaited<ReturnType<typeof found>>, since: number, thread?: Channel) {
    const place = thread ? { ...at.place, thread: thread.id } : at.place;
    const outcome = await at.platform.post(place, post(`${ID}s`, { message: cancel }), going);
    if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
    chatter({ ...at, channel: thread ?? at.channel }, 110);
    return {
      outcome: { outcome: 'found', sent: outcome.sent },
      find: () => at.platform.find(place, { key: `${ID}s` }, since, going),
    };
  }

  test.each([
    ['ahead', HALF_HOUR],
    ['behind', -HALF_HOUR],
  ])('is found, and little more is read: %s', async (_, wrong) => {
    const at = await found();
    chatter(at, 150);
    at.discord.pass(HALF_HOUR / 2);
    const { find, outcome } = await lost(at, at.setClock(wrong));
    expect(await find()).toEqual(outcome);
    at.discord.deleteMessage(at.discord.message(outcome.sent.message));
    expect(await find()).toEqual({ outcome: 'absent' });
    expect(at.discord.count('listMessages')).toBe(4);
  });

  test('is found also when the clock was put right since, in the channel and in a thread', async () => {
    for (const passed of [OUTSIDE, HOUR]) {
      const at = await found();
      const thread = passed === HOUR ? at.channel.thread({ owner: at.ada }) : undefined;
      const { find, outcome } = await lost(at, at.setClock(HALF_HOUR), thread);
      at.setClock(0);
      at.discord.pass(passed);
      expect(await find()).toEqual(outcome);
    }
  });

  test('is not held to be the same again because the clock was put back', async () => {
    const at = await found();
    const { find } = await lost(at, at.setClock(HALF_HOUR));
    at.guild.botPermissions(withoutHistory);
    at.setClock(0);
    expect(await find()).toEqual({ outcome: 'blind' });
  });
});

describe('an empty answer', () => {
  test('proves nothing where the history may not be read, once the nonce is forgotten', async () => {
    const { platform, place, find, guild, discord } = await found();
    await platform.post(place, post(`${ID}s`, { message: cancel }), going);
    guild.botPermissions(withoutHistory);
    expect(await find(`${ID}s`)).toEqual({ outcome: 'absent' });
    discord.pass(OUTSIDE);
    expect(await find(`${ID}s`)).toEqual({ outcome: 'blind' });
  });

  test('while the nonce is remembered leads to the same message', async () => {
    const { platform, place, find, guild, channel } = await found();
    const first = await platform.post(place, post(`${ID}s`, { message: cancel }), going);
    guild.botPermissions(withoutHistory);
    expect(await find(`${ID}s`)).toEqual({ outcome: 'absent' });
    expect(await platform.post(place, post(`${ID}s`, { message: cancel }), going)).toEqual(first);
    expect(channel.messages()).toHaveLength(1);
  });

  test('proves nothing of a file, however early: the nonce may be forgotten by the time that it has arrived', async () => {
    const { platform, place, since, guild, discord } = await found();
    guild.botPermissions(withoutHistory);
    const find = (sought: Parameters<typeof platform.find>[1]) => platform.find(place, sought, since, going);
    expect(await find({ key: `${ID}v`, file: { name: `${ID}.mp4` } })).toEqual({ outcome: 'blind' });
    expect(await find({ key: `${ID}s` })).toEqual({ outcome: 'absent' });
    discord.pass(70_000);
    expect(await find({ key: `${ID}s` })).toEqual({ outcome: 'blind' });
  });

  test('is judged by the channel’s own rules too', async () => {
    const { find, channel, discord } = await found();
    discord.pass(OUTSIDE);
    channel.permit({ bot: { deny: ['ReadMessageHistory'] } });
    expect(await find(`${ID}s`)).toEqual({ outcome: 'blind' });
    channel.permit({ bot: { allow: ['ReadMessageHistory'] } });
    expect(await find(`${ID}s`)).toEqual({ outcome: 'absent' });
  });

  test('in a thread is judged by its channel', async () => {
    const { platform, place, since, ada, channel, guild, discord } = await found();
    const thread = { ...place, thread: channel.thread({ owner: ada }).id };
    const find = () => platform.find(thread, { key: `${ID}v` }, since, going);
    discord.pass(OUTSIDE);
    expect(await find()).toEqual({ outcome: 'absent' });
    guild.botPermissions(withoutHistory);
    expect(await find()).toEqual({ outcome: 'blind' });
  });

  test('in a direct message is sure', async () => {
    const { platform, place, ada, since, discord } = await found();
    discord.pass(OUTSIDE);
    const opened = await platform.openDirect(ada.id, place, going);
    if (opened.outcome !== 'open') throw new Error(opened.outcome);
    expect(await platform.find(opened.place, { key: `${ID}v` }, since, going)).toEqual({ outcome: 'absent' });
  });

  test('proves nothing of a word that leaves no trace, once the nonce is forgotten', async () => {
    const { find, discord } = await found();
    expect(await find(`${ID}w`)).toEqual({ outcome: 'absent' });
    discord.pass(OUTSIDE);
    expect(await find(`${ID}w`)).toEqual({ outcome: 'blind' });
  });

  test.each<[string, (at: Rig) => void]>([
    ['the channel is hidden', ({ channel }) => channel.permit({ bot: { deny: ['ViewChannel'] } })],
    ['the bot was removed', ({ guild }) => guild.removeBot()],
  ])('is not to be had where %s, however early', async (_, happens) => {
    const at = await found();
    happens(at);
    expect(await at.find(`${ID}s`)).toEqual({ outcome: 'blind' });
  });

  test('is not needed where the channel or the thread is there no more', async () => {
    const { platform, place, since, channel, ada, discord } = await found();
    const thread = channel.thread({ owner: ada });
    const find = (where = place) => platform.find(where, { key: `${ID}v`, tried: since }, since, going);
    thread.delete();
    // elsewhere, its nonce would still stand for what was there
    expect(await find({ ...place, thread: thread.id })).toEqual({ outcome: 'gone', at: since + 600_000 });
    discord.pass(600_000);
    expect(await find({ ...place, thread: thread.id })).toEqual({ outcome: 'gone' });
    channel.delete();
    expect(await find()).toEqual({ outcome: 'gone' });
  });
});
