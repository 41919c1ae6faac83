import pino from 'pino';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createDiscord, type DiscordOptions } from '../../../src/platforms/discord/discord.ts';
import { type DiscordOptions as FakeOptions, startFakeDiscord } from '../../fakes/discord/discord.ts';
import type { SentFile } from '../../fakes/discord/world.ts';
import { recordingDesk } from './desk.ts';

export const PHOTO: SentFile = { bytes: Buffer.from('a photo'), name: 'face.png', contentType: 'image/png' };
export const SOUND: SentFile = { bytes: Buffer.from('a sound'), name: 'words.mp3', contentType: 'audio/mpeg' };

/** Herald's incoming half on a Discord of its own, with a server, a channel and two people. Everything ends with the test. */
export async function incoming(
  options: FakeOptions & { readonly start?: boolean } = {},
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
) {
  const discord = await startFakeDiscord(options);
  const guild = discord.guild();
  const channel = guild.channel();
  const ada = discord.user({ name: 'Ada' });
  const bob = discord.user({ name: 'Bob', locale: 'zh-TW' });
  for (const person of [ada, bob]) guild.member(person);
  const desk = recordingDesk();
  const lines: string[] = [];
  const fatal: string[] = [];

  const connect = (more: Partial<DiscordOptions> = {}) => {
    const herald = createDiscord({
      token: discord.token,
      apiUrl: discord.url,
      cdnHosts: [discord.cdnHost],
      clock: { ...systemClock, now: discord.now },
      random: () => 0,
      log: pino({ base: null }, { write: (line) => void lines.push(line) }),
      onFatal: (sentence) => void fatal.push(sentence),
      ...more,
    });
    atEnd(async () => {
      await herald.stop();
      await herald.close();
    });
    return herald;
  };
  atEnd(() => discord.close());

  const herald = connect();
  if (options.start !== false) await herald.start(desk);
  return { discord, guild, channel, ada, bob, desk, herald, connect, lines, fatal };
}
