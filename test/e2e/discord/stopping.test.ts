import { describe, expect, onTestFinished, test } from 'vitest';
import { startFakeDiscord } from '../../fakes/discord/discord.ts';
import type { Bot } from '../bot.ts';
import { botWith, heldRenders, klingWith, tasksOf } from '../kling.ts';
import { confirmed, discordSettings, eventually, everPosted, finished, openHouse, photo } from './kit.ts';

/** What a supervisor that gives ten seconds sees; the process was not ended by force. */
async function stopsInTime(bot: Bot): Promise<void> {
  const { code, ms } = await bot.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(9_000);
  expect(bot.output()).not.toContain('did not stop in time');
}

describe('told to stop while Discord does not answer, the bot ends in time and with 0', () => {
  test('at its start', async () => {
    const discord = await startFakeDiscord();
    onTestFinished(() => discord.close());
    discord.faults.next('application', { answer: 'stall' }, 10);
    const bot = await botWith(await klingWith({}, onTestFinished), 'avatar', discordSettings(discord));
    await eventually(() => discord.requests.some(({ route }) => route === 'application') || undefined);
    await stopsInTime(bot);
  });

  test('while a status is posted that the video waits for, and edited; both come after the next start', async () => {
    const renders = heldRenders();
    renders.letGo();
    const house = await openHouse({ kling: { render: renders.render } });
    await confirmed(house);
    const { discord, channel, ada, kling } = house;
    const other = house.guild.channel();
    ada.slash(other, 'avatar', { photo: await photo(), text: 'Edited late.' });
    await finished(other, 'Edited late.');
    const under = (path: string) => path.startsWith(`/channels/${channel.id}/`);
    discord.faults.next('createMessage', { answer: 'stall', where: under }, 10);
    discord.faults.next('editMessage', { answer: 'stall' }, 10);
    ada.slash(channel, 'avatar', { photo: await photo(), text: 'Posted late.' });
    ada.slash(other, 'avatar', { photo: await photo(), text: 'Edited later.' });
    const delivering = async () => (await house.bot.jobs()).filter(({ state }) => state === 'delivering').length;
    await expect.poll(delivering, { timeout: 10_000 }).toBeGreaterThan(0);
    await stopsInTime(house.bot);

    discord.faults.clear();
    await house.restart();
    await finished(channel, 'Posted late.');
    await finished(other, 'Edited later.');
    expect([everPosted(channel).length, everPosted(other).length]).toEqual([2, 2]);
    expect(tasksOf(kling)).toHaveLength(4);
  });
});
