import { ChannelType, Routes } from 'discord.js';
import type { Place } from '../../jobs/job.ts';
import type { Line } from '../message.ts';
import type { Platform } from '../platform.ts';
import { call } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { lacking, lackingToHear, mayThere, missing, placeKind } from './permissions.ts';
import { isDirect } from './places.ts';

export type Standing = Pick<Platform, 'obstacles' | 'unheard' | 'allows' | 'names'>;

/** What can be told of a place before anything happens there. The gateway has told most of it; what it has not is asked for. */
export function createStanding({ rest, guilds, readsAll, now, log }: OutgoingContext): Standing {
  /**
   * What the bot may do in the channel of a place; undefined where that cannot be told now. A thread has the permissions of its
   * channel. A channel that is not in the place's server is none of that place.
   */
  async function held({ space, channel = '' }: Place, signal: AbortSignal): Promise<bigint | 'unseen' | undefined> {
    const known = guilds.called(space, channel).channel === undefined ? undefined : guilds.permissions(channel);
    if (known !== undefined) return known;
    const called = await call(now, (own) => rest.get(Routes.channel(channel), { signal: own }), signal);
    if ('trouble' in called) {
      log.info({ channel, trouble: called.trouble }, 'a channel could not be looked at on Discord');
      return called.trouble.verdict === 'closed' ? 'unseen' : undefined;
    }
    return guildOf(called.answer) === space ? undefined : 'unseen';
  }

  const unseen = ({ channel = '' }: Place): readonly Line[] => [
    {
      key: 'discord_channel_unseen',
      params: { channel: { channel }, permission: { key: 'discord_permission_view' } },
    },
  ];

  return {
    async obstacles(place, signal) {
      if (isDirect(place)) return [];
      const may = await held(place, signal);
      if (may === undefined) return [];
      if (may === 'unseen') return unseen(place);
      const { channel = '', thread } = place;
      const kind = thread === undefined ? placeKind(guilds.channelType(channel) ?? ChannelType.GuildText) : 'thread';
      return missing({ key: 'discord_lacks_in', params: { channel: { channel } } }, lacking(may, kind));
    },

    async unheard(place, signal) {
      const { channel = '' } = place;
      const may = await held(place, signal);
      const hidden: readonly Line[] = readsAll() === false ? [{ key: 'discord_unheard_intent' }] : [];
      if (may === undefined) return hidden;
      if (may === 'unseen') return [...hidden, ...unseen(place)];
      return [
        ...hidden,
        ...missing({ key: 'discord_unheard_in', params: { channel: { channel } } }, lackingToHear(may)),
      ];
    },

    async allows(who, place, what) {
      const { space, channel = '' } = place;
      if (isDirect(place)) return undefined;
      const theirs = guilds.held(space, channel, who);
      return theirs === undefined ? undefined : mayThere(theirs, what);
    },

    async names(place) {
      return isDirect(place) ? {} : guilds.called(place.space, place.channel ?? '');
    },
  };
}

function guildOf(channel: unknown): unknown {
  return typeof channel === 'object' && channel !== null ? Reflect.get(channel, 'guild_id') : undefined;
}
