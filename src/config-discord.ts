import type { z } from 'zod';
import { about, address, credential, list, words } from './config-fields.ts';

/** Which shards a process takes, and of how many (`0-3/8`); undefined for `auto`. */
function shardsOf(text: string): { readonly first: number; readonly last: number; readonly of: number } | undefined {
  const [, first, last, of] = /^(\d+)(?:-(\d+))?\/(\d+)$/.exec(text) ?? [];
  return of === undefined ? undefined : { first: Number(first), last: Number(last ?? first), of: Number(of) };
}

function areShards(text: string): boolean {
  const shards = shardsOf(text);
  return !shards || (shards.first <= shards.last && shards.last < shards.of);
}

/** Those of Discord. */
export const DISCORD_SETTINGS = {
  DISCORD_TOKEN: credential()
    .optional()
    .register(about, { meaning: 'The bot’s token, from Discord’s developer portal. Unset: no Discord.', secret: true }),
  DISCORD_GUILD: words(/^\d{17,20}$/, 'the id of a server')
    .optional()
    .register(about, {
      meaning:
        'For trying out: registers the commands in this one server alone, where changes show at once; those registered everywhere before show beside them. Unset: everywhere.',
    }),
  DISCORD_SHARDS: words(/^(auto|\d{1,4}(-\d{1,4})?\/\d{1,4})$/, 'auto, or shards of all such as 0-3/8')
    .refine(areShards, 'auto, or shards of all such as 0-3/8')
    .default('auto')
    .register(about, { meaning: 'The shards that this process takes: auto takes all, 0-3/8 the first four of eight.' }),
  DISCORD_API_URL: address('https://discord.com/api')
    .refine((text) => text.endsWith('/api'), 'an address that ends in /api')
    .default('https://discord.com/api')
    .register(about, { meaning: 'Where Discord’s API is.' }),
  DISCORD_CDN_HOSTS: list(
    /^([\w.-]{1,253}|\[[0-9a-f:]+\])(:\d{1,5})?$/i,
    'hosts such as cdn.example.org or 127.0.0.1:8080',
  ).register(about, { meaning: 'Further hosts whose attachments are taken; plain http on loopback only.' }),
};

type DiscordEnvironment = z.output<z.ZodObject<typeof DISCORD_SETTINGS>>;

/** Undefined without a token for Discord. */
export function discordOf(env: DiscordEnvironment) {
  const { DISCORD_TOKEN: token } = env;
  if (!token) return undefined;
  return {
    token,
    guild: env.DISCORD_GUILD,
    /** Absent: all of them. */
    shards: shardsOf(env.DISCORD_SHARDS),
    apiUrl: env.DISCORD_API_URL,
    cdnHosts: env.DISCORD_CDN_HOSTS,
  } as const;
}
