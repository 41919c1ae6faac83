import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DELETED_SINCE } from '../../../src/platforms/discord/post.ts';
import type { PostFile } from '../../../src/platforms/platform.ts';
import type { Fault } from '../../fakes/discord/faults.ts';
import { BOT_DEFAULT } from '../../fakes/discord/permissions.ts';
import { going, message, post } from '../under-test.ts';
import { rig } from './outgoing-rig.ts';

const ID = 'j0mgh8rk00abcdefghijklmn';
const MiB = 1024 * 1024;

async function video(content: string | number): Promise<PostFile> {
  const dir = await mkdtemp(join(tmpdir(), 'herald-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'video');
  if (typeof content === 'string') await writeFile(path, content);
  else {
    const file = await open(path, 'w');
    await file.truncate(content);
    await file.close();
  }
  const bytes = typeof content === 'string' ? content.length : content;
  return { path, bytes, name: `${ID}.mp4`, alt: 'A face says “Hello”.' };
}

describe('a post', () => {
  test('carries its key as an enforced nonce, and its file byte by byte', async () => {
    const { platform, place, channel, discord } = await rig();
    const file = await video('the video');
    const outcome = await platform.post(place, post(`${ID}v`, { file }), going);
    const [sent] = channel.messages();
    expect(sent).toMatchObject({ nonce: `${ID}v`, files: [{ name: `${ID}.mp4`, description: file.alt }] });
    expect(Buffer.from(sent?.files[0]?.bytes ?? []).toString()).toBe('the video');
    expect(sent?.files[0]?.contentType).toBe('video/mp4');
    expect(outcome).toEqual({
      outcome: 'posted',
      sent: {
        place,
        message: sent?.id,
        url: `https://discord.com/channels/${place.space}/${place.channel}/${sent?.id}`,
      },
    });
    expect(discord.violations).toEqual([]);
  });

  test('is sent once, whatever the answer: a refusal after it would say nothing of the first', async () => {
    const { platform, place, channel, discord } = await rig();
    for (const lost of [post(`${ID}s`), post(`${ID}v`, { file: await video('x') })]) {
      discord.faults.next('createMessage', { effect: 'before', answer: { status: 502 } });
      discord.faults.next('createMessage', { answer: { code: 50013 } });
      expect(await platform.post(place, lost, going)).toEqual({ outcome: 'unclear' });
      discord.faults.clear();
    }
    expect(channel.messages()).toHaveLength(2);
  });

  test('made again under its key after a lost answer is the same message, file and all', async () => {
    const { platform, place, channel, discord } = await rig();
    const again = post(`${ID}v`, { file: await video('x') });
    discord.faults.next('createMessage', { effect: 'before', answer: 'drop' });
    expect(await platform.post(place, again, going)).toEqual({ outcome: 'unclear' });
    expect(await platform.post(place, again, going)).toMatchObject({ outcome: 'posted' });
    expect(channel.messages()).toHaveLength(1);
  });

  test('that somebody deleted since counts as posted', async () => {
    const { platform, place, channel, discord } = await rig();
    discord.faults.next('createMessage', { effect: 'before', answer: { code: 10008 } });
    const outcome = await platform.post(place, post(`${ID}v`), going);
    expect(outcome).toMatchObject({ outcome: 'posted', sent: { message: DELETED_SINCE } });
    if (outcome.outcome !== 'posted') return;
    expect(outcome.sent.url).toBe(`https://discord.com/channels/${place.space}/${place.channel}`);
    expect(await platform.edit(outcome.sent, message())).toEqual({ outcome: 'gone' });
    expect(await platform.remove(outcome.sent)).toEqual({ outcome: 'gone' });
    expect(await platform.openThread(outcome.sent, 'Hello', going)).toEqual({ outcome: 'open', place });
    expect(channel.messages()).toHaveLength(1);
  });

  test('made before in another place is there, and not here', async () => {
    const { platform, place, guild, channel, ada } = await rig();
    const opened = await platform.openDirect(ada.id, place, going);
    if (opened.outcome !== 'open') throw new Error(opened.outcome);
    const thread = { ...place, thread: channel.thread({ owner: ada }).id };
    const hushed = channel.thread({ owner: ada, private: true }).id;
    const other = { ...place, channel: guild.channel().id };
    const places = [place, thread, { ...place, thread: hushed, private: true as const }, opened.place];
    for (const [at, first] of places.entries()) {
      const sent = await platform.post(first, post(`${ID}${at}`), going);
      expect(sent).toMatchObject({ outcome: 'posted', sent: { place: first } });
      expect(await platform.post(other, post(`${ID}${at}`), going)).toEqual(sent);
    }
    const sent = await platform.post(place, post(`${ID}v`), going);
    expect(await platform.post(opened.place, post(`${ID}v`), going)).toEqual(sent);
  });

  test('made before in another place is there, though that place cannot be looked at', async () => {
    const { platform, place, guild, discord } = await rig();
    const sent = await platform.post(place, post(`${ID}v`), going);
    const other = { ...place, channel: guild.channel().id, thread: guild.channel().id };
    discord.faults.next('getChannel', { answer: { code: 50001 } });
    expect(await platform.post(other, post(`${ID}v`), going)).toEqual(sent);
  });

  test('answers a message only where that may be read', async () => {
    const { platform, place, channel, ada, guild } = await rig();
    const { id } = ada.says(channel, 'Make me talk');
    guild.botPermissions(BOT_DEFAULT.filter((name) => name !== 'ReadMessageHistory'));
    expect(await platform.post(place, post(`${ID}s`, { replyTo: id }), going)).toMatchObject({ outcome: 'posted' });
    expect(channel.messages()[1]?.repliesTo).toBeUndefined();
  });

  test('is not sent at all when its file is larger than the server takes; a boosted one takes more', async () => {
    const { platform, place, discord, guild } = await rig({ tier: 2 });
    expect(platform.uploadLimit(place)).toBeGreaterThan(49 * MiB);
    const file = await video(20 * MiB);
    expect(await platform.post(place, post(`${ID}v`, { file }), going)).toMatchObject({ outcome: 'posted' });
    guild.boost(0);
    expect(await platform.post(place, post(`${ID}x`, { file }), going)).toEqual({ outcome: 'too_large' });
    expect(discord.count('createMessage')).toBe(1);
  });

  test('may be as large as any server takes where it is not known what this one takes, but not to a person', async () => {
    const { platform, place, ada } = await rig();
    expect(platform.uploadLimit({ ...place, space: '80351110224678912' })).toBeGreaterThan(99 * MiB);
    const opened = await platform.openDirect(ada.id, place, going);
    if (opened.outcome !== 'open') throw new Error(opened.outcome);
    expect(platform.uploadLimit(opened.place)).toBeLessThan(10 * MiB);
  });

  test.each<[Fault['answer'], string]>([
    [{ code: 40005 }, 'too_large'],
    [{ code: 10003 }, 'closed'],
    [{ code: 50001 }, 'closed'],
    [{ code: 50013 }, 'closed'],
    [{ code: 160005 }, 'closed'],
    [{ code: 50035 }, 'closed'],
    [{ status: 401 }, 'later'],
    [{ status: 500 }, 'unclear'],
    ['drop', 'unclear'],
  ])('that Discord answers with %j is: %s', async (answer, outcome) => {
    const { platform, place, discord } = await rig();
    discord.faults.next('createMessage', { answer });
    expect(await platform.post(place, post(`${ID}s`), going)).toEqual({ outcome });
  });

  test('is put off when Discord asks to wait long', async () => {
    const { platform, place, discord } = await rig({ now: () => 1_800_000_000_000 });
    discord.faults.next('createMessage', { answer: { rateLimited: { scope: 'user', seconds: 300 } } });
    expect(await platform.post(place, post(`${ID}s`), going)).toEqual({ outcome: 'later', at: 1_800_000_300_050 });
  });

  test('to somebody who takes no direct messages is closed', async () => {
    const { platform, place, ada } = await rig();
    ada.takesDms(false);
    const opened = await platform.openDirect(ada.id, place, going);
    if (opened.outcome !== 'open') throw new Error(opened.outcome);
    expect(await platform.post(opened.place, post(`${ID}v`), going)).toEqual({ outcome: 'closed' });
  });

  test('leaves nobody’s words and no address in the log', async () => {
    const { platform, place, discord, lines } = await rig();
    for (const answer of [{ code: 50035 }, { code: 50013 }, 'drop'] as const) {
      discord.faults.next('createMessage', { answer });
      const secret = message({ lines: [{ key: 'media_url_unknown', params: { host: 'whispered' } }] });
      await platform.post(place, post(`${ID}s`, { message: secret, file: await video('x') }), going);
    }
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/whispered|https?:|Hello/);
    expect(lines.join('')).not.toContain(discord.token);
    expect(lines.join('')).toContain(`${ID}s`);
  });
});
