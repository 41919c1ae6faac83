import { describe, expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../../src/platforms/message.ts';
import { BOT_DEFAULT } from '../../fakes/discord/permissions.ts';
import { going, message, post } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

const ID = 'j0mgh8rk00abcdefghijklmn';
/** How often the library makes a call that fails. */
const TRIES = 4;
const OUTSIDE = 600_000;

async function found() {
  const at = await rig({ messageContent: false });
  onTestFinished(() => expect(at.discord.violations).toEqual([]));
  const since = at.discord.now();
  return { ...at, since, find: (key: string) => at.platform.find(at.place, { key }, since, going) };
}

const button = (does: NonNullable<Message['buttons']>[number]['does']) =>
  message({ buttons: [{ label: { key: 'discord_permission_send' }, does }] });
const cancel = button({ name: 'cancel', subject: ID });
const withoutHistory = BOT_DEFAULT.filter((name) => name !== 'ReadMessageHistory');

/** People talk on. */
function chatter({ ada, channel }: Rig, messages: number) {
  for (let n = 0; n < messages; n++) ada.says(channel, `word ${n}`);
}

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
    const url = `https://herald.example/media/abc.mac/${ID}.fit.mp4`;
    const line = { key: 'media_url_unknown', params: { host: { url, label: 'discord_permission_send' } } } as const;
    for (const linked of [message({ lines: [line] }), button({ url })]) {
      const outcome = await platform.post(place, post(`${ID}v`, { message: linked }), going);
      if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
      expect(await find(`${ID}v`)).toEqual({ outcome: 'found', sent: outcome.sent });
      await platform.remove(outcome.sent);
      expect(await find(`${ID}v`)).toEqual({ outcome: 'absent' });
      discord.pass(OUTSIDE);
    }
  });

  test('is not taken for another post of its job, nor for what somebody else wrote', async () => {
    const { platform, place, find, discord, channel } = await found();
    const other = discord.user({ name: 'Another bot', bot: true });
    other.says(channel, { content: `${ID}.mp4`, files: [{ bytes: Buffer.from('x'), name: `${ID}.mp4` }] });
    await platform.post(place, post(`${ID}s`, { message: cancel }), going);
    expect(await find(`${ID}v`)).toEqual({ outcome: 'absent' });
    expect(await find(`${ID.slice(0, -1)}zs`)).toEqual({ outcome: 'absent' });
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
    const { platform, ada, since, discord } = await found();
    discord.pass(OUTSIDE);
    const opened = await platform.openDirect(ada.id, going);
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
    ['the channel is gone', ({ channel }) => channel.delete()],
    ['the channel is hidden', ({ channel }) => channel.permit({ bot: { deny: ['ViewChannel'] } })],
    ['the bot was removed', ({ guild }) => guild.removeBot()],
  ])('is not to be had where %s, however early', async (_, happens) => {
    const at = await found();
    happens(at);
    expect(await at.find(`${ID}s`)).toEqual({ outcome: 'blind' });
  });
});
