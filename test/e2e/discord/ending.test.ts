import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFakeDiscord } from '../../fakes/discord/discord.ts';
import { type Bot, dataDir, removeDir } from '../bot.ts';
import { runToEnd } from '../ends.ts';
import { settings, tasksOf } from '../kling.ts';
import { discordSettings, eventually, everPosted, finished, type House, photo, status } from './kit.ts';
import { gate, sharedHouse } from './shared.ts';

const renders = gate();
const shared = sharedHouse({ kling: { render: renders.render } });

const BAD_TOKEN =
  /Discord does not accept DISCORD_TOKEN\. Copy the bot’s token from https:\S+ .*, set it, and start Herald again\./;
const NO_INTENT =
  /Discord took the message content intent away from this bot\. Start Herald again to run without it, or turn it on/;

/** What a bot prints that ends by itself at its start. */
async function startsAndEnds(env: (discord: Awaited<ReturnType<typeof startFakeDiscord>>) => Record<string, string>) {
  const discord = await startFakeDiscord();
  onTestFinished(() => discord.close());
  const dir = dataDir();
  onTestFinished(() => removeDir(dir));
  const kling = settings(shared.house.kling, 'avatar');
  return runToEnd('src/main.ts', dir, { ...kling, ...discordSettings(discord), ...env(discord) });
}

/** The house with its bot running, which another test may have seen end. */
async function running(): Promise<House> {
  const { house } = shared;
  const { exitCode, signalCode } = house.bot.child;
  if (exitCode !== null || signalCode !== null) await house.restart();
  return house;
}

/** Resolves with the exit code of the house's bot. */
async function ended({ bot }: House): Promise<unknown> {
  if (bot.child.exitCode !== null) return bot.child.exitCode;
  const [code] = await once(bot.child, 'exit');
  return code;
}

test('two never run at once: the second ends, and Discord never hears of it', async () => {
  const { kling, discord, dir } = await running();
  const { identified } = discord.gateway.counts;
  const second = await runToEnd('src/main.ts', dir, { ...settings(kling, 'avatar'), ...discordSettings(discord) });
  expect(second).toMatchObject({ code: 75, output: expect.stringContaining('already runs') });
  expect(discord.gateway.counts.identified).toBe(identified);
  // the first one goes on
  await shared.person({ name: 'Bob' });
});

describe('what only the operator can mend ends the process with 78 and says what to do', () => {
  test('a bad token at the start', async () => {
    const { code, output } = await startsAndEnds(() => ({ DISCORD_TOKEN: 'not.the.token' }));
    expect(code).toBe(78);
    expect(output).toMatch(BAD_TOKEN);
    expect(output).not.toContain('not.the.token');
  });

  test('an intent that was taken away, at the start', async () => {
    const { code, output } = await startsAndEnds((discord) => {
      discord.gateway.refuse(4014, 10);
      return {};
    });
    expect(code).toBe(78);
    expect(output).toMatch(NO_INTENT);
  });

  test.each([
    [4004, BAD_TOKEN],
    [4014, NO_INTENT],
  ])('Discord closes the connection with %i', async (code, sentence) => {
    const house = await running();
    const { gateway, token } = house.discord;
    const { identified } = gateway.counts;
    gateway.close(code);
    expect(await ended(house)).toBe(78);
    expect(house.bot.output()).toMatch(sentence);
    expect(house.bot.output()).not.toContain(token);
    expect(gateway.counts.identified).toBe(identified);
  });

  test('a token that is refused while the bot runs; what was accepted is brought after the next start', async () => {
    const house = await running();
    const { discord, ada, kling } = house;
    const { channel } = shared.corner();
    const tasks = tasksOf(kling).length;
    discord.faults.next('createThread', { answer: { status: 401 } });
    ada.slash(channel, 'avatar', { photo: await photo(), text: 'Not lost.' });
    expect(await ended(house)).toBe(78);
    expect(house.bot.output()).toMatch(BAD_TOKEN);
    await house.restart();
    await finished(channel, 'Not lost');
    expect(everPosted(channel)).toHaveLength(1);
    expect(tasksOf(kling)).toHaveLength(tasks + 1);
  });
});

test('a Discord that is down at the start is waited for', async () => {
  const { house } = shared;
  await house.bot.kill();
  // the library asks four times in a row before it gives up
  house.discord.faults.next('application', { answer: { status: 503 } }, 4);
  const bot = await house.restart();
  expect(bot.output()).toContain('Discord cannot be reached; trying again');
});

test('until Discord is there, nothing is posted, edited or complained of; then everything comes', async () => {
  const house = await running();
  const { discord, ada } = house;
  const { channel } = shared.corner();
  const letGo = renders.hold();
  ada.slash(channel, 'avatar', { photo: await photo(), text: 'Not too early.' });
  await status(channel, 'Kling is making');
  const job = (await house.bot.jobs()).find(({ state }) => state === 'rendering');
  await house.bot.kill();
  letGo();
  discord.faults.next('application', { answer: { status: 503 } }, 12);
  const before = discord.requests.length;
  const bot = await house.launch();
  const home = async () => job && (await bot.job(job.id)).state;
  await expect.poll(home, { timeout: 10_000 }).toBe('delivering');
  await bot.logged(({ msg }) => String(msg).startsWith('Discord cannot be reached'));
  expect(new Set(discord.requests.slice(before).map(({ route }) => route))).toEqual(new Set(['application']));
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
  discord.faults.clear();
  await finished(channel, 'Not too early.');
  expect(everPosted(channel)).toHaveLength(1);
});

/** What a supervisor that gives ten seconds sees; the process was not ended by force. */
async function stopsInTime(bot: Bot): Promise<void> {
  const { code, ms } = await bot.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(9_000);
  expect(bot.output()).not.toContain('did not stop in time');
}

describe('told to stop while Discord does not answer, the bot ends in time and with 0', () => {
  test('while a status is posted that the video waits for, and edited; both come after the next start', async () => {
    const house = await running();
    const { discord, ada, kling } = house;
    const { guild, channel } = shared.corner();
    const other = guild.channel();
    const tasks = tasksOf(kling).length;
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
    expect([everPosted(channel).length, everPosted(other).length]).toEqual([1, 2]);
    expect(tasksOf(kling)).toHaveLength(tasks + 3);
  });

  test('at its start', async () => {
    const { house } = shared;
    const { discord } = house;
    await house.bot.kill();
    const asked = () => discord.count('application');
    const before = asked();
    discord.faults.next('application', { answer: 'stall' }, 10);
    const bot = await house.launch();
    await eventually(() => asked() > before || undefined);
    await stopsInTime(bot);
  });
});
