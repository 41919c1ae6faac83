import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import type { Asked } from '../../fakes/discord/asked.ts';
import { type Discord, type DiscordOptions, startFakeDiscord } from '../../fakes/discord/discord.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import type { Guild, GuildOptions } from '../../fakes/discord/servers.ts';
import type { MessageView } from '../../fakes/discord/views.ts';
import type { SentFile } from '../../fakes/discord/world.ts';
import { type Bot, clockAhead, dataDir, ROOT } from '../bot.ts';
import { eventually } from '../eventually.ts';
import { type AtEnd, botWith, klingWith, smallPhoto } from '../kling.ts';

export { eventually };

export interface HouseOptions {
  readonly discord?: DiscordOptions;
  readonly guild?: GuildOptions;
  readonly kling?: Partial<SandboxOptions>;
  readonly env?: Readonly<Record<string, string>>;
  /** Faults to be met at the bot's first start. */
  readonly faults?: (discord: Discord) => void;
}

/** A bot of its own process, on a Discord and with a Kling that live as long as the test; one server, one channel, and Ada. */
export interface House {
  readonly discord: Discord;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly ada: Person;
  readonly kling: Sandbox;
  readonly dir: string;
  /** The bot as it runs now. */
  readonly bot: Bot;
  /**
   * Starts the bot again on the same data, so many ms later by everybody's clock, and perhaps with other settings as well; the one
   * before must have ended.
   */
  restart(later?: number, settings?: Readonly<Record<string, string>>): Promise<Bot>;
  /** The same, without waiting until it is on Discord. */
  launch(later?: number, settings?: Readonly<Record<string, string>>): Promise<Bot>;
}

/** Settings that connect a bot to a fake Discord. */
export const discordSettings = (discord: Discord): Record<string, string> => ({
  DISCORD_TOKEN: discord.token,
  DISCORD_API_URL: discord.url,
  DISCORD_CDN_HOSTS: discord.cdnHost,
});

/** Opens the house, and waits until the bot is on Discord. A test that ends has broken no rule of Discord's. */
export async function openHouse(options: HouseOptions = {}, atEnd: AtEnd = onTestFinished): Promise<House> {
  const discord = await startFakeDiscord(options.discord);
  atEnd(async () => {
    await discord.close();
    expect(discord.violations).toEqual([]);
  });
  const guild = discord.guild(options.guild);
  const channel = guild.channel();
  const ada = discord.user({ name: 'Ada' });
  guild.member(ada);
  options.faults?.(discord);
  const kling = await klingWith(options.kling, atEnd);
  const dir = dataDir();
  let ahead = 0;
  const start = (later = 0, settings: Readonly<Record<string, string>> = {}) => {
    discord.pass(later);
    ahead += later;
    const clock = ahead > 0 ? clockAhead(ahead) : {};
    const env = { ...discordSettings(discord), ...clock, ...options.env, ...settings };
    return botWith(kling, 'avatar', env, dir, atEnd);
  };
  let bot = await start();
  await onDiscord(bot);
  return {
    discord,
    guild,
    channel,
    ada,
    kling,
    dir,
    get bot() {
      return bot;
    },
    async launch(...how) {
      bot = await start(...how);
      return bot;
    },
    async restart(...how) {
      bot = await start(...how);
      await onDiscord(bot);
      return bot;
    },
  };
}

/** Resolves as soon as a bot is connected to Discord. */
const onDiscord = (bot: Bot): Promise<void> => bot.logged(({ msg }) => String(msg).startsWith('Herald is on Discord'));

/** A photo as Discord takes it from a person. */
export async function photo(): Promise<SentFile> {
  const bytes = Buffer.from(await (await smallPhoto()).arrayBuffer());
  return { bytes, name: 'face.jpg', contentType: 'image/jpeg' };
}

/** The house's real photo of a face. */
export const astronaut = (): SentFile => ({
  bytes: readFileSync(join(ROOT, '../shared/media/astronaut.png')),
  name: 'astronaut.png',
  contentType: 'image/png',
});

/** What the bot says to one person alone. */
export const told = (asked: Asked): Promise<string> =>
  eventually(() => (asked.original && !asked.original.loading && asked.original.content) || undefined);

/** Confirms, once and for good, that a person may use the faces they send; by asking for a video that is then made. */
export async function confirmed(
  house: House,
  person: Person = house.ada,
  channel: Channel = house.channel,
): Promise<void> {
  const asked = person.slash(channel, 'avatar', { photo: await photo(), text: 'I confirm.' });
  await told(asked);
  // by its id, since its label is in the person's language
  const button = asked.original?.buttons.find(({ customId }) => customId.startsWith('confirm:'));
  if (!asked.original || !button) throw new Error('nothing was shown to confirm');
  person.press(asked.original, button.customId);
  await finished(channel, 'I confirm.');
}

/** A status message that has these words in it. */
export const status = (channel: Channel, words: string): Promise<MessageView> =>
  eventually(() => channel.messages().find((message) => message.content.includes(words) && message.buttons.length > 0));

/** The status message with these words, once it says that the video is there. */
export const finished = (channel: Channel, words: string): Promise<MessageView> =>
  eventually(() => channel.messages().find(({ content }) => content.includes(words) && /Done|完成/.test(content)));

/** The videos of a place, with their messages. */
export const videosIn = (channel: Channel): readonly MessageView[] =>
  channel.messages().filter(({ files }) => files.some(({ name }) => name.endsWith('.mp4')));

/** All videos that were ever posted in a server's channel or below it, those deleted since as well. */
export const everPosted = (channel: Channel): readonly MessageView[] =>
  [channel, ...channel.threads()]
    .flatMap((place) => place.history())
    .filter(({ files }) => files.some(({ name }) => name.endsWith('.mp4')));
