import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFakeDiscord } from '../../fakes/discord/discord.ts';
import { dataDir, removeDir } from '../bot.ts';
import { runToEnd } from '../ends.ts';
import { botWith, heldRenders, klingWith, settings, tasksOf } from '../kling.ts';
import {
  confirmed,
  discordSettings,
  everPosted,
  finished,
  type House,
  onDiscord,
  openHouse,
  photo,
  status,
  told,
} from './kit.ts';

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
  const kling = await klingWith();
  return runToEnd('src/main.ts', dir, { ...settings(kling, 'avatar'), ...discordSettings(discord), ...env(discord) });
}

/** Resolves with the exit code of the house's bot. */
async function ended({ bot }: House): Promise<unknown> {
  if (bot.child.exitCode !== null) return bot.child.exitCode;
  const [code] = await once(bot.child, 'exit');
  return code;
}

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
    const house = await openHouse();
    house.discord.gateway.close(code);
    expect(await ended(house)).toBe(78);
    expect(house.bot.output()).toMatch(sentence);
    expect(house.bot.output()).not.toContain(house.discord.token);
    expect(house.discord.gateway.counts.identified).toBe(1);
  });

  test('a token that is refused while the bot runs; what was accepted is brought after the next start', async () => {
    const house = await openHouse();
    await confirmed(house);
    const { discord, ada, channel, kling } = house;
    discord.faults.next('createThread', { answer: { status: 401 } });
    ada.slash(channel, 'avatar', { photo: await photo(), text: 'Not lost.' });
    expect(await ended(house)).toBe(78);
    expect(house.bot.output()).toMatch(BAD_TOKEN);
    await house.restart();
    await finished(channel, 'Not lost');
    expect(everPosted(channel)).toHaveLength(2);
    expect(tasksOf(kling)).toHaveLength(2);
  });
});

test('a Discord that is down at the start is waited for', async () => {
  const discord = await startFakeDiscord();
  onTestFinished(() => discord.close());
  // the library asks four times in a row before it gives up
  discord.faults.next('application', { answer: { status: 503 } }, 4);
  const bot = await botWith(await klingWith(), 'avatar', discordSettings(discord));
  await onDiscord(bot);
  expect(bot.output()).toContain('Discord cannot be reached; trying again');
});

test('until Discord is there, nothing is posted, edited or complained of; then everything comes', async () => {
  const renders = heldRenders();
  const house = await openHouse({ kling: { render: renders.render } });
  const { discord, ada, channel, kling } = house;
  const asked = ada.slash(channel, 'avatar', { photo: await photo(), text: 'Not too early.' });
  await told(asked);
  if (asked.original) ada.press(asked.original, 'I may use them');
  await status(channel, 'Kling is making');
  await house.bot.kill();
  renders.letGo();
  discord.faults.next('application', { answer: { status: 503 } }, 12);
  const before = discord.requests.length;
  const bot = await botWith(kling, 'avatar', discordSettings(discord), house.dir);
  const home = async () => (await bot.jobs())[0]?.state;
  await expect.poll(home, { timeout: 10_000 }).toBe('delivering');
  await bot.logged(({ msg }) => String(msg).startsWith('Discord cannot be reached'));
  expect(new Set(discord.requests.slice(before).map(({ route }) => route))).toEqual(new Set(['application']));
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
  discord.faults.clear();
  await finished(channel, 'Not too early.');
  expect(everPosted(channel)).toHaveLength(1);
});

test('two never run at once: the second ends, and Discord never hears of it', async () => {
  const house = await openHouse();
  const env = { ...settings(house.kling, 'avatar'), ...discordSettings(house.discord) };
  const second = await runToEnd('src/main.ts', house.dir, env);
  expect(second).toMatchObject({ code: 75, output: expect.stringContaining('already runs') });
  expect(house.discord.gateway.counts.identified).toBe(1);
  await confirmed(house);
});
