import { once } from 'node:events';
import { Client, DiscordAPIError, Events, GatewayIntentBits, Partials, REST, type RESTOptions } from 'discord.js';
import { afterEach } from 'vitest';
import { type Discord, type DiscordOptions, startFakeDiscord } from './discord.ts';

export const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A Discord for one test. */
export async function start(options: DiscordOptions = {}): Promise<Discord> {
  const discord = await startFakeDiscord(options);
  ends.push(() => discord.close());
  return discord;
}

/** A guild with a channel and a person in it. */
export async function startWithGuild(options: DiscordOptions = {}) {
  const discord = await start(options);
  const guild = discord.guild();
  const channel = guild.channel();
  const ada = discord.user({ name: 'Ada' });
  guild.member(ada);
  return { discord, guild, channel, ada };
}

/** The real client, not logged in. */
export function newClient(discord: Discord, intents = INTENTS): Client {
  const rest = { api: discord.url, retries: 0 };
  const client = new Client({ intents, partials: [Partials.Channel, Partials.Message], rest });
  ends.push(() => client.destroy());
  return client;
}

/** The real client, ready. */
export async function logIn(discord: Discord, intents = INTENTS): Promise<Client<true>> {
  const client = newClient(discord, intents);
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
  if (!client.isReady()) throw new Error('The client is not ready');
  return client;
}

/** The real REST client alone, as the bot. It does not retry unless told to. */
export function restOf(discord: Discord, options: Partial<RESTOptions> = {}): REST {
  return new REST({ api: discord.url, retries: 0, ...options }).setToken(discord.token);
}

/** The code of the error Discord answered with; `done` where it answered with none. */
export async function codeOf(answer: Promise<unknown>): Promise<number | string> {
  try {
    await answer;
    return 'done';
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code;
    throw error;
  }
}
