import {
  type APIChannel,
  type APIMessage,
  ChannelType,
  type GatewayMessageCreateDispatchData,
  type REST,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Caller, Desk } from '../../../commands/desk.ts';
import type { Locale } from '../../texts.ts';
import type { Answers } from './answer.ts';
import { type ChannelSketch, placeOf } from './caller.ts';
import { described } from './described.ts';
import { hear, isSpokenTo, repliedTo } from './hear.ts';
import { replyKey } from './keys.ts';
import { lacking, placeKind } from './permissions.ts';
import type { Names } from './spoken.ts';
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

/** Takes messages that speak to the bot to the desk. The bot types at once; that shows for ten seconds. */
export function messages(options: MessagesOptions): (message: GatewayMessageCreateDispatchData) => Promise<void> {
  const { rest, answers, desk, world, me, readsAll, localeOfPerson, log } = options;

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
  async function replied(message: GatewayMessageCreateDispatchData): Promise<APIMessage | undefined> {
    const id = repliedTo(message);
    if (id === undefined || message.referenced_message !== undefined) return message.referenced_message ?? undefined;
    const channel = message.message_reference?.channel_id ?? message.channel_id;
    const look = () => rest.get(Routes.channelMessage(channel, id)) as Promise<APIMessage>;
    return tryTo('a message that was replied to could not be read', look);
  }

  function callerOf(message: GatewayMessageCreateDispatchData, channel: ChannelSketch): Caller {
    return {
      person: message.author.id,
      locale: localeOfPerson(message.author.id) ?? world.locale(message.guild_id),
      place: placeOf(channel, message.guild_id),
      roles: message.member?.roles ?? [],
      // the event does not tell, and nothing that is asked for by a message depends on it
      moderates: false,
      manages: false,
    };
  }

  function namesOf({ guild_id, mentions }: GatewayMessageCreateDispatchData): Names {
    const person = (id: string) => {
      const mentioned = mentions.find((each) => each.id === id);
      return mentioned?.member?.nick ?? mentioned?.global_name ?? mentioned?.username;
    };
    return { ...world.names(guild_id), person };
  }

  return async (message) => {
    if (!isSpokenTo(message, { me, readsAll })) return;
    const typing = tryTo('the bot could not show that it types', () =>
      rest.post(Routes.channelTyping(message.channel_id)),
    );
    const [channel, answered] = await Promise.all([whereabouts(message), replied(message)]);
    const heard = hear(message, answered, { me, readsAll, names: namesOf(message) });
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
    if (heard.kind === 'help') await desk.help(caller, answer);
    else {
      const { kind: _, photo, ...asked } = heard;
      await desk.ask({
        origin,
        caller,
        answer,
        message: message.id,
        lacks: lacking(world.permissions(channel.id) ?? -1n, placeKind(channel.type)),
        ...asked,
        ...(photo && { photo: { file: photo } }),
      });
    }
    await typing;
  };
}
