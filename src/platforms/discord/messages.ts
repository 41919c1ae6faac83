import {
  type APIChannel,
  type APIMessage,
  ChannelType,
  DiscordAPIError,
  type GatewayMessageCreateDispatchData,
  type REST,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Asked, Caller, Desk } from '../../../commands/desk.ts';
import type { Locale, TextKey } from '../../texts.ts';
import type { Answers } from '../answers.ts';
import { broken } from '../broken.ts';
import { described } from '../described.ts';
import { replyKey } from '../reply-keys.ts';
import { type ChannelSketch, placeOf } from './caller.ts';
import { Code } from './errors.ts';
import { hear, isSpokenTo, repliedTo } from './hear.ts';
import { namesOf } from './names-of.ts';
import { overhear } from './overhear.ts';
import { lacking, obstacles, placeKind } from './permissions.ts';
import { findPicture } from './pictures.ts';
import type { World } from './world.ts';

export interface MessagesOptions {
  readonly rest: REST;
  readonly answers: Answers;
  readonly desk: Desk;
  readonly world: World;
  /** The bot's id. */
  readonly me: string;
  /** The bot may read every message, not only those that are meant for it. */
  readonly readsAll: boolean;
  /** The language that a person's Discord was in last, where it is known: a message does not tell. */
  readonly localeOfPerson: (person: string) => Locale | undefined;
  readonly log: Logger;
}

/**
 * Takes messages that speak to the bot to the desk. The bot types at once; that shows for ten seconds. Of all others, those are taken
 * there that were written in a channel which is listened to: what is said to the bot is a request, and nothing to be announced.
 */
export function messages(options: MessagesOptions): (message: GatewayMessageCreateDispatchData) => Promise<void> {
  const { rest, answers, desk, world, me, readsAll, localeOfPerson, log } = options;
  const overheard = overhear(options);

  /** What goes wrong with it is logged, and makes no difference. */
  async function tryTo<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (err) {
      log.info({ err: described(err) }, what);
      return undefined;
    }
  }

  async function whereabouts({ channel_id, guild_id }: GatewayMessageCreateDispatchData): Promise<ChannelSketch> {
    if (guild_id === undefined) return { id: channel_id, type: ChannelType.DM };
    const known = world.channel(channel_id);
    if (known) return known;
    const channel = (await rest.get(Routes.channel(channel_id))) as APIChannel;
    const parent = 'parent_id' in channel ? channel.parent_id : null;
    return { id: channel.id, type: channel.type, parent_id: parent ?? null };
  }

  /** The event holds it, unless Discord did not look for it; `null` is a message that was deleted. */
  async function replied(message: GatewayMessageCreateDispatchData): Promise<APIMessage | 'unread' | undefined> {
    const id = repliedTo(message);
    if (id === undefined || message.referenced_message !== undefined) return message.referenced_message ?? undefined;
    const channel = message.message_reference?.channel_id ?? message.channel_id;
    try {
      return (await rest.get(Routes.channelMessage(channel, id))) as APIMessage;
    } catch (err) {
      if (err instanceof DiscordAPIError && err.code === Code.UnknownMessage) return undefined;
      log.warn({ err: described(err) }, 'a message that was replied to could not be read');
      return 'unread';
    }
  }

  function callerOf(message: GatewayMessageCreateDispatchData, channel: ChannelSketch): Caller {
    const person = message.author.id;
    const roles = message.member?.roles ?? [];
    return {
      person,
      locale: localeOfPerson(person) ?? world.locale(message.guild_id),
      place: placeOf(channel, message.guild_id),
      roles,
      ...world.rights(message.guild_id, person, roles),
    };
  }

  /** Takes what was heard to the desk. */
  async function take(
    message: GatewayMessageCreateDispatchData,
    answered: APIMessage | undefined,
    { channel, ...request }: Pick<Asked, 'origin' | 'caller' | 'answer'> & { readonly channel: ChannelSketch },
  ): Promise<void> {
    const heard = hear(message, answered, { me, readsAll, names: namesOf(message, world) });
    if (heard.kind === 'help') return desk.help(request.caller, request.answer);
    const { kind: _, photo, ...asked } = heard;
    await desk.ask({
      ...request,
      message: message.id,
      obstacles: obstacles(
        lacking(world.permissions(channel.id) ?? -1n, placeKind(channel.type)),
        request.caller.place,
      ),
      ...asked,
      ...(photo && { photo: { file: photo } }),
    });
  }

  return async (message) => {
    if (!isSpokenTo(message, { me, readsAll })) return overheard(message);
    const typing = tryTo('the bot could not show that it types', () =>
      rest.post(Routes.channelTyping(message.channel_id)),
    );
    const [known, answered] = await Promise.all([
      tryTo('the channel of a message could not be looked at', () => whereabouts(message)),
      replied(message),
    ]);
    const channel = known ?? { id: message.channel_id, type: ChannelType.GuildText };
    const caller = callerOf(message, channel);
    const at = SnowflakeUtil.timestampFrom(message.id);
    const origin = { key: `discord:${message.channel_id}:${message.id}`, at };
    const answer = answers.begin({
      key: replyKey(origin),
      person: caller.person,
      place: caller.place,
      since: at,
      replyTo: message.id,
    });
    const tell = (key: TextKey) => answer.say({ locale: caller.locale, lines: [{ key }] });
    try {
      if (!known) await tell('discord_place_unread');
      else if (answered === 'unread' && !findPicture(message)) await tell('discord_reply_unread');
      else await take(message, answered === 'unread' ? undefined : answered, { origin, caller, answer, channel });
    } catch (error) {
      await answer.say(broken(message.id, caller.locale));
      throw error;
    }
    await typing;
  };
}
