import { REST } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { discord as examineDiscord } from '../../src/doctor/discord.ts';
import { commands } from '../../src/platforms/discord/commands.ts';
import { register } from '../../src/platforms/discord/register.ts';
import { runToEnd } from '../e2e/ends.ts';
import { type Discord, type DiscordOptions, startFakeDiscord } from '../fakes/discord/discord.ts';
import { BOT_DEFAULT } from '../fakes/discord/permissions.ts';
import { examined, folder } from './kit.ts';

async function fake(options: DiscordOptions = {}): Promise<Discord> {
  const discord = await startFakeDiscord(options);
  onTestFinished(() => discord.close());
  return discord;
}

const settings = (discord: Discord) => ({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url });

const doctor = (discord: Discord, env: Readonly<Record<string, string>> = {}) =>
  examined({ ...settings(discord), ...env });

const without = (...lacking: readonly string[]) => BOT_DEFAULT.filter((name) => !lacking.includes(name));

describe('npm run doctor, of a Discord', () => {
  test('where all is well, finds nothing wrong, changes nothing, and shows no token', async () => {
    const discord = await fake({ messageContent: true });
    const guild = discord.guild({ name: 'Cats' });
    guild.channel({ name: 'general' });
    guild.channel({ name: 'news', type: 'announcement' });
    guild.channel({ name: 'voice', type: 'voice', bot: { deny: ['SendMessages'] } });
    await register(new REST({ api: discord.url }).setToken(discord.token), discord.applicationId, commands());
    const before = discord.requests.length;

    const { code, output } = await runToEnd('src/doctor.ts', folder(), settings(discord));

    expect(output).toMatch(/^✓ ok {4}Discord: the token is herald’s\.$/m);
    expect(output).toMatch(/^✓ ok {4}Discord: the message content intent is on/m);
    expect(output).toMatch(/^✓ ok {4}Discord: Herald may still connect/m);
    expect(output).toMatch(/^✓ ok {4}Discord: all \d+ commands are registered/m);
    expect(output).toMatch(/^✓ ok {4}Discord server “Cats”: the bot can work in 2 of 2 text channels\.$/m);
    expect(output).not.toContain(discord.token);
    expect(code).toBe(0);
    expect(discord.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(discord.gateway.sessions).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test('names a token that is not accepted, says where to get another, and asks nothing more', async () => {
    const discord = await fake();
    const { code, output } = await doctor(discord, { DISCORD_TOKEN: 'not-the-token-of-this-bot' });
    expect(output).toMatch(
      /^✗ wrong Discord: DISCORD_TOKEN is not accepted: copy it anew from Developer Portal → Bot → Reset Token\.$/m,
    );
    expect(output).not.toContain('not-the-token');
    expect(discord.requests).toHaveLength(1);
    expect(code).toBe(1);
  });

  test('names the message content intent that is off: a note, with what works without it', async () => {
    const discord = await fake();
    discord.guild().channel();
    const { code, output } = await doctor(discord);
    expect(output).toMatch(
      /^! note {2}Discord: the message content intent is off\. .*“Make it talk”.*Developer Portal → Bot/m,
    );
    expect(output).toMatch(/^! note {2}Discord: no command is registered yet/m);
    expect(code).toBe(0);
    expect(discord.violations).toEqual([]);
  });

  test('names the permission that one channel lacks, while others work', async () => {
    const discord = await fake();
    const guild = discord.guild({ name: 'Cats' });
    guild.channel({ name: 'general' });
    guild.channel({ name: 'rules', bot: { deny: ['AttachFiles'] } });
    guild.channel({ name: 'staff', bot: { deny: ['ViewChannel'] } });
    const { code, output } = await doctor(discord);
    expect(output).toMatch(
      /^! note {2}Discord server “Cats”: the bot can work in 1 of 3 text channels; 1 hidden from it\. #rules lacks Attach Files\./m,
    );
    expect(code).toBe(0);
  });
});

describe('of the servers is said', () => {
  async function says(discord: Discord, guild = ''): Promise<readonly string[]> {
    const { discord: settings } = readConfig({
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.url,
      DISCORD_GUILD: guild,
    });
    const findings = await examineDiscord(settings, 10_000);
    expect(discord.violations).toEqual([]);
    return findings.map(({ mark, about, says }) => `${mark} ${about}: ${says}`);
  }

  test('which permission a whole one lacks, with the invite that asks for it', async () => {
    const discord = await fake();
    discord.guild({ name: 'Dogs', botPermissions: without('CreatePublicThreads', 'AttachFiles') }).channel();
    expect(await says(discord)).toContainEqual(
      expect.stringMatching(
        /^wrong Discord server “Dogs”: the bot lacks Create Public Threads, Attach Files in every channel.*https:\S+client_id=/,
      ),
    );
  });

  test('first of the one that DISCORD_GUILD names, also when the bot is not in it', async () => {
    const discord = await fake();
    discord.guild({ name: 'Cats' }).channel();
    const left = discord.guild();
    left.removeBot();
    expect((await says(discord, left.id)).slice(-2)).toEqual([
      expect.stringMatching(`^wrong Discord: DISCORD_GUILD is ${left.id}, a server that the bot is not in`),
      expect.stringMatching(/^ok Discord server “Cats”/),
    ]);
  });

  test('how many were looked at, of very many', async () => {
    const discord = await fake();
    for (let n = 1; n <= 22; n += 1) discord.guild({ name: `No. ${n}` }).channel();
    const all = await says(discord);
    expect(all.filter((line) => line.includes('server “No.'))).toHaveLength(20);
    expect(all.at(-1)).toMatch(/of the servers that the bot is in, 20 were looked at\.$/);
  });
});
