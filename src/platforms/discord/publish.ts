import { type APIChannel, ChannelType, Routes } from 'discord.js';
import type { EditOutcome, Platform } from '../platform.ts';
import { call } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { Code, later, type Trouble } from './errors.ts';
import { DELETED_SINCE } from './post.ts';

/**
 * Publishes a post of an announcement channel to the servers that follow it. Discord allows about ten an hour to a channel
 * (facts/discord.md); what is beyond that is the caller's to come back with. The library counts by route and channel, and posts
 * have a REST of their own, so that none waits behind it.
 */
export function createPublish(context: OutgoingContext): NonNullable<Platform['publish']> {
  const { rest, now, guilds, log } = context;

  async function publish(channel: string, message: string, signal: AbortSignal): Promise<void> {
    const type =
      guilds.channelType(channel) ?? ((await rest.get(Routes.channel(channel), { signal })) as APIChannel).type;
    if (type === ChannelType.GuildAnnouncement)
      await rest.post(Routes.channelMessageCrosspost(channel, message), { signal });
  }

  function outcomeOf(trouble: Trouble, message: string): EditOutcome {
    if (trouble.code === Code.ThisMessageWasAlreadyCrossposted) return { outcome: 'done' };
    if (trouble.verdict === 'later' || trouble.verdict === 'unclear') {
      log.info({ message, trouble }, 'a post could not be published on Discord yet');
      return later(trouble);
    }
    log.warn({ message, trouble }, 'a post was not published on Discord');
    return { outcome: 'gone' };
  }

  return async ({ place, message }, signal) => {
    if (message === DELETED_SINCE) return { outcome: 'gone' };
    // nobody follows a thread or a talk with one person
    if (place.channel === undefined || place.thread !== undefined || place.private) return { outcome: 'done' };
    const { channel } = place;
    const called = await call(now, (own) => publish(channel, message, own), signal);
    return 'answer' in called ? { outcome: 'done' } : outcomeOf(called.trouble, message);
  };
}
