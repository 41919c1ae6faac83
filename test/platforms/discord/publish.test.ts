import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { going, post } from '../under-test.ts';
import { type Rig, rig } from './outgoing-rig.ts';

const HOUR = 3_600_000;

async function posted({ platform }: Rig, channel: { readonly id: string }, under: Rig['place'], key: string) {
  const outcome = await platform.post({ ...under, channel: channel.id }, post(key), going);
  if (outcome.outcome !== 'posted') throw new Error(outcome.outcome);
  return outcome.sent;
}

test('beyond ten posts an hour, publishing waits for its time, and posts do not wait for it', async () => {
  const under = await rig();
  const { discord, guild, place, platform } = under;
  const [news, other] = [guild.channel({ type: 'announcement' }), guild.channel({ type: 'announcement' })];
  for (let at = 0; at < 10; at += 1) {
    expect(await platform.publish(await posted(under, news, place, `n${at}v`), going)).toEqual({ outcome: 'done' });
  }
  const eleventh = await platform.publish(await posted(under, news, place, 'nxv'), going);
  expect(eleventh).toEqual({ outcome: 'later', at: expect.any(Number) });
  const wait = 'at' in eleventh ? Number(eleventh.at) - discord.now() : 0;
  expect(wait).toBeGreaterThan(HOUR - 60_000);
  expect(wait).toBeLessThanOrEqual(HOUR + 1_000);
  expect(await platform.publish(await posted(under, other, place, 'o1v'), going)).toEqual({ outcome: 'done' });
  expect(discord.violations).toEqual([]);
});

test.each([
  ['an answer that was lost is asked for again', { effect: 'before', answer: 'drop' }, 'done'],
  ['an error of Discord’s passes', { answer: { status: 503 } }, 'later'],
] as const)('%s', async (_, fault, outcome) => {
  const under = await rig();
  const { discord, guild, place, platform } = under;
  const news = guild.channel({ type: 'announcement' });
  const sent = await posted(under, news, place, 'n1v');
  for (let at = 0; at < (outcome === 'later' ? 4 : 1); at += 1) discord.faults.next('crosspost', fault);
  expect(await platform.publish(sent, going)).toMatchObject({ outcome });
  expect(await platform.publish(sent, going)).toEqual({ outcome: 'done' });
  expect(discord.message(sent.message).flags & MessageFlags.Crossposted).not.toBe(0);
});

test('is given up where the bot may not speak any more, and that is logged', async () => {
  const under = await rig();
  const { guild, place, platform, lines } = under;
  const news = guild.channel({ type: 'announcement' });
  const sent = await posted(under, news, place, 'n1v');
  news.permit({ bot: { deny: ['SendMessages'] } });
  expect(await platform.publish(sent, going)).toEqual({ outcome: 'gone' });
  expect(lines.join()).toContain('was not published');
});
