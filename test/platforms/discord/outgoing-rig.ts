import { REST } from 'discord.js';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import type { Place } from '../../../src/jobs/job.ts';
import { createGuardedFetch } from '../../../src/media/fetch.ts';
import { trustedHosts } from '../../../src/platforms/discord/attachments.ts';
import { outgoing } from '../../../src/platforms/discord/outgoing.ts';
import { closeRest, createPosts, createUploads, PATIENCE } from '../../../src/platforms/discord/uploads.ts';
import { type DiscordOptions, startFakeDiscord } from '../../fakes/discord/discord.ts';
import { permissionsIn } from '../../fakes/discord/permissions.ts';

export interface RigOptions extends DiscordOptions {
  readonly tier?: 0 | 1 | 2 | 3;
}

/** The outgoing half on a Discord of its own, with a server, a channel and two people. Everything ends with the test. */
export async function rig({ tier = 0, ...options }: RigOptions = {}) {
  const discord = await startFakeDiscord(options);
  const guild = discord.guild({ tier });
  const channel = guild.channel();
  const ada = discord.user({ name: 'Ada' });
  const bob = discord.user({ name: 'Bob' });
  for (const person of [ada, bob]) guild.member(person);

  const rest = new REST({ ...PATIENCE, api: discord.url }).setToken(discord.token);
  const posts = createPosts(discord.url, discord.token);
  const uploads = createUploads(discord.url, discord.token);
  const trusted = trustedHosts([discord.cdnHost]);
  const guarded = createGuardedFetch({ trusted });
  const lines: string[] = [];
  let wrong = 0;
  /** Channels that the gateway would have told of. */
  const seen = (id: string) => known.has(id) && !discord.channel(id).deleted;
  const known = new Set([channel.id]);
  const platform = outgoing({
    rest,
    edits: rest,
    posts,
    uploads,
    me: () => discord.bot.id,
    readsAll: () => options.messageContent ?? false,
    guilds: {
      tier: (id) => (id === guild.id ? guild.record.tier : undefined),
      channelType: () => undefined,
      permissions: (id) => (seen(id) ? permissionsIn(discord.channel(id).record, discord.bot.id) : undefined),
      held(id, other, { person }) {
        if (id !== guild.id) return undefined;
        return seen(other) ? permissionsIn(discord.channel(other).record, person) : 0n;
      },
      called: (id, other) => ({
        ...(id === guild.id && { space: guild.name }),
        ...(id === guild.id && seen(other) && { channel: discord.channel(other).name }),
      }),
    },
    fetchBytes: guarded.download,
    trusted,
    now: () => discord.now() + wrong,
    log: pino({ base: null }, { write: (line) => void lines.push(line) }),
  });
  onTestFinished(async () => {
    for (const each of [rest, posts, uploads]) closeRest(each);
    await guarded.close();
    await discord.close();
  });

  const place: Place = { platform: 'discord', space: guild.id, channel: channel.id };
  /** Sets Herald's clock ahead of Discord's. @returns what it shows */
  const setClock = (ms: number) => {
    wrong = ms;
    return discord.now() + wrong;
  };
  return { discord, guild, channel, ada, bob, platform, place, lines, rest, setClock };
}

export type Rig = Awaited<ReturnType<typeof rig>>;
