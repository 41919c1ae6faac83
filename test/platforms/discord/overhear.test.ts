import { expect, test } from 'vitest';
import { incoming, PHOTO } from './incoming-rig.ts';

/** A channel that is listened to. */
async function listening() {
  const rig = await incoming({ messageContent: true });
  const { guild, channel, desk, ada } = rig;
  const place = { platform: 'discord', space: guild.id, channel: channel.id };
  desk.listened.push(place);
  /** What was heard of all that was written so far. */
  const settle = async () => {
    const last = ada.says(channel, 'the last');
    await expect.poll(() => desk.heard.some(({ message }) => message === last.id)).toBe(true);
    return desk.heard.slice(0, -1);
  };
  return { ...rig, place, settle };
}

test('what people write in a channel that is listened to is taken to the desk in plain words', async () => {
  const { discord, guild, channel, ada, bob, desk, place } = await listening();
  const editors = guild.role('Editors');
  guild.member(ada, { roles: [editors.id] });
  const said = ada.says(channel, `Hello **${bob.mention}** <:wave:1>\nand <@&${editors.id}>`);
  await expect.poll(() => desk.heard).toHaveLength(1);
  expect(desk.heard).toEqual([
    {
      place,
      message: said.id,
      at: expect.any(Number),
      url: `https://discord.com/channels/${guild.id}/${channel.id}/${said.id}`,
      person: ada.id,
      name: 'Ada',
      roles: expect.arrayContaining([guild.id, editors.id]),
      text: 'Hello **Bob**\nand Editors',
    },
  ]);
  expect(Math.abs((desk.heard[0]?.at ?? 0) - discord.now())).toBeLessThan(60_000);
  expect(discord.violations).toEqual([]);
});

test('what bots write, what has no words, and what is written elsewhere is not', async () => {
  const { discord, guild, channel, ada, settle } = await listening();
  const robot = discord.user({ name: 'Robot', bot: true });
  guild.member(robot);
  robot.says(channel, 'beep');
  ada.says(channel, { files: [PHOTO] });
  ada.says(guild.channel(), 'elsewhere');
  ada.says(channel.thread({ owner: ada }), 'in a thread');
  ada.says(discord.dm(ada), 'to the bot alone');
  expect(await settle()).toEqual([]);
});

test('what is said to the bot is a request, and not announced as well', async () => {
  const { channel, ada, desk, settle } = await listening();
  ada.says(channel, { mentionsBot: true, content: 'Say hello', files: [PHOTO] });
  expect(await desk.next('ask')).toMatchObject({ text: 'Say hello' });
  expect(await settle()).toEqual([]);
});
