import { type GatewayMessageCreateDispatchData, SnowflakeUtil } from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import type { Place } from '../../jobs/job.ts';
import { isPersons } from './hear.ts';
import { namesOf } from './names-of.ts';
import { urlOf } from './places.ts';
import { spokenWords } from './spoken.ts';
import type { World } from './world.ts';

export interface OverhearOptions {
  readonly desk: Pick<Desk, 'listensTo' | 'overheard'>;
  readonly world: Pick<World, 'names'>;
  /** The bot's id. */
  readonly me: string;
}

/**
 * Takes what people write in a channel that is listened to, to the desk. What is written in threads is not announced: a thread is a
 * channel of its own to Discord, and nobody set that one up.
 */
export function overhear({ desk, world, me }: OverhearOptions) {
  return async (message: GatewayMessageCreateDispatchData): Promise<void> => {
    const { id, author, member, guild_id, channel_id, content } = message;
    if (guild_id === undefined || !isPersons(message)) return;
    const place: Place = { platform: 'discord', space: guild_id, channel: channel_id };
    if (!desk.listensTo(place)) return;
    const text = spokenWords(content, me, namesOf(message, world));
    if (text === undefined) return;
    await desk.overheard({
      place,
      message: id,
      at: SnowflakeUtil.timestampFrom(id),
      url: urlOf(place, id),
      person: author.id,
      name: member?.nick ?? author.global_name ?? author.username,
      // the role that everybody has is named by the server's id, and not told
      roles: [guild_id, ...(member?.roles ?? [])],
      text,
    });
  };
}
