import {
  ChannelType,
  DiscordAPIError,
  HTTPError,
  PermissionFlagsBits,
  REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetAPICurrentUserResult,
  type RESTGetAPIGatewayBotResult,
  type RESTGetAPIGuildChannelsResult,
  type RESTGetAPIGuildMemberResult,
  type RESTGetAPIGuildResult,
  type RESTGetCurrentApplicationResult,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { TextKey } from '../../texts.ts';
import { PROBE, reasonOf, Stranger, saysIll, saysStranger, saysUnreached } from '../probe.ts';
import { commands } from './commands.ts';
import { mayReadContent } from './intent.ts';
import { lacking } from './permissions.ts';
import { permissionsIn } from './permissions-in.ts';

/** Servers in one answer; Discord's maximum. */
const PAGE = 200;

export interface ApplicationFacts {
  readonly id: string;
  /** Whether the message content intent may be asked for. */
  readonly seesContent: boolean;
  /** Whether interactions are sent to a web address, and so never to the gateway that Herald listens to. */
  readonly sendsAway: boolean;
  /** Whether an invite works only with a website behind it that completes it. */
  readonly codeGrant: boolean;
}

/** How often the bot may still connect. */
export interface SessionFacts {
  readonly left: number;
  readonly total: number;
  /** ms until all of them are there again. */
  readonly renewsIn: number;
}

/** Names of commands. */
export interface CommandFacts {
  readonly registered: readonly string[];
  readonly missing: readonly string[];
}

export interface ChannelFacts {
  readonly name: string;
  /** False where it is hidden from the bot. */
  readonly seen: boolean;
  /** What the bot would need there and may not do: keys of the catalogue. */
  readonly lacks: readonly TextKey[];
}

export interface ServerFacts {
  readonly name: string;
  /** Those for text, announcements included. */
  readonly channels: readonly ChannelFacts[];
}

/**
 * Reads how the bot stands at Discord, and nothing else: no method changes anything there, or is seen by anybody. Methods throw
 * what {@link explainDiscord} puts into a sentence.
 */
export interface DiscordProbe {
  self(signal: AbortSignal): Promise<{ readonly id: string; readonly name: string }>;
  application(signal: AbortSignal): Promise<ApplicationFacts>;
  sessions(signal: AbortSignal): Promise<SessionFacts>;
  /** Which commands of Herald's are registered in one server, or for all where none is named. */
  commands(application: string, guild: string | undefined, signal: AbortSignal): Promise<CommandFacts>;
  /** The ids of the servers that the bot is in; of many, the first 200. */
  servers(signal: AbortSignal): Promise<readonly string[]>;
  /** One server as the bot finds it; undefined where it is not in it. */
  server(guild: string, bot: string, signal: AbortSignal): Promise<ServerFacts | undefined>;
}

export function discordProbe({ token, apiUrl }: { readonly token: string; readonly apiUrl: string }): DiscordProbe {
  // its sweepers would keep nothing that lives so short
  const rest = new REST({
    api: apiUrl,
    ...PROBE,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
  }).setToken(token);

  return {
    async self(signal) {
      const found = (await rest.get(Routes.user(), { signal })) as Partial<RESTGetAPICurrentUserResult>;
      if (found.id === undefined || found.username === undefined) throw new Stranger('the answer names no user');
      return { id: found.id, name: found.username };
    },

    async application(signal) {
      const found = (await rest.get(Routes.currentApplication(), { signal })) as RESTGetCurrentApplicationResult;
      return {
        id: found.id,
        seesContent: mayReadContent(found),
        sendsAway: Boolean(found.interactions_endpoint_url),
        codeGrant: found.bot_require_code_grant,
      };
    },

    async sessions(signal) {
      const { session_start_limit: limit } = (await rest.get(Routes.gatewayBot(), {
        signal,
      })) as RESTGetAPIGatewayBotResult;
      return { left: limit.remaining, total: limit.total, renewsIn: limit.reset_after };
    },

    async commands(application, guild, signal) {
      const route =
        guild === undefined
          ? Routes.applicationCommands(application)
          : Routes.applicationGuildCommands(application, guild);
      const found = (await rest.get(route, { signal })) as RESTGetAPIApplicationCommandsResult;
      const names = new Set(found.map(({ name }) => name));
      const wanted = commands().map(({ name }) => name);
      return {
        registered: wanted.filter((name) => names.has(name)),
        missing: wanted.filter((name) => !names.has(name)),
      };
    },

    async servers(signal) {
      const query = new URLSearchParams({ limit: String(PAGE) });
      const found = (await rest.get(Routes.userGuilds(), { query, signal })) as RESTGetAPICurrentUserGuildsResult;
      return found.map(({ id }) => id);
    },

    async server(id, bot, signal) {
      try {
        const [guild, channels, member] = (await Promise.all([
          rest.get(Routes.guild(id), { signal }),
          rest.get(Routes.guildChannels(id), { signal }),
          rest.get(Routes.guildMember(id, bot), { signal }),
        ])) as [RESTGetAPIGuildResult, RESTGetAPIGuildChannelsResult, RESTGetAPIGuildMemberResult];
        return {
          name: guild.name,
          channels: channels.flatMap((channel) => {
            if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement) return [];
            const held = permissionsIn({ guild, member, overwrites: channel.permission_overwrites ?? [] });
            const seen = (held & PermissionFlagsBits.ViewChannel) !== 0n;
            return [{ name: channel.name, seen, lacks: lacking(held, 'text') }];
          }),
        };
      } catch (error) {
        if (isNotThere(error)) return undefined;
        throw error;
      }
    },
  };
}

/** Discord answers so about a server that there is not, and about one that the bot is not in. */
function isNotThere(error: unknown): boolean {
  const codes: readonly (number | string)[] = [RESTJSONErrorCodes.UnknownGuild, RESTJSONErrorCodes.MissingAccess];
  return error instanceof DiscordAPIError && codes.includes(error.code);
}

/** Why a look at Discord failed, and what to do: for the operator. Undefined for what is no failure of Discord's or of the way to it. */
export function explainDiscord(error: unknown, apiUrl: string): string | undefined {
  const discord = { platform: 'Discord', apiUrl, setting: 'DISCORD_API_URL', statusPage: 'https://discordstatus.com' };
  if (error instanceof Stranger) return saysStranger(discord);
  if (error instanceof DiscordAPIError) {
    // Discord's own errors are numbered
    if (typeof error.code !== 'number') return `${saysStranger(discord)} (HTTP ${error.status})`;
    if (error.status === 401) {
      return 'DISCORD_TOKEN is not accepted: copy it anew from Developer Portal → Bot → Reset Token.';
    }
    return `Discord refused with code ${error.code} (HTTP ${error.status}): ${error.message}`;
  }
  if (error instanceof HTTPError) return saysIll(discord, error.status);
  const reason = reasonOf(error);
  return reason && saysUnreached(discord, reason);
}
