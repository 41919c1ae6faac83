import { GatewayCloseCodes, type REST } from 'discord.js';

const PORTAL = 'https://discord.com/developers/applications';

/** For the operator, who has to mend it before Herald can be on Discord again. */
export const BAD_TOKEN = `Discord does not accept DISCORD_TOKEN. Copy the bot’s token from ${PORTAL} (your application, Bot, Reset Token), set it, and start Herald again.`;

const CLOSES: Readonly<Partial<Record<number, string>>> = {
  [GatewayCloseCodes.AuthenticationFailed]: BAD_TOKEN,
  [GatewayCloseCodes.InvalidShard]:
    'Discord refused the shard that this process asked for. Check DISCORD_SHARDS, or unset it and let Discord say how many it takes.',
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in more servers than this many shards may serve. Raise the number in DISCORD_SHARDS, or unset it so that Discord says how many it takes, and start Herald again.',
  [GatewayCloseCodes.InvalidAPIVersion]: 'Discord does not speak version 10 of its gateway any more. Update Herald.',
  [GatewayCloseCodes.InvalidIntents]: 'Discord does not know the intents that Herald asks for. Update Herald.',
  [GatewayCloseCodes.DisallowedIntents]: `Discord took the message content intent away from this bot. Start Herald again to run without it, or turn it on at ${PORTAL} (your application, Bot, Privileged Gateway Intents).`,
};

/** What the operator has to do about a connection that Discord closed for good; undefined where trying again helps. */
export function fatalClose(code: number): string | undefined {
  return CLOSES[code];
}

/**
 * Calls back when Discord refuses the bot's token. The library then forgets the token, and every later call would fail: only a new
 * start with a good token helps.
 */
export function watchToken(rest: REST, onRefused: () => void): void {
  rest.on('response', ({ data }, { status }) => {
    if (status === 401 && data.auth !== false) onRefused();
  });
}
