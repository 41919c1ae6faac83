import type { GatewayMessageCreateDispatchData } from 'discord.js';
import type { Names } from './spoken.ts';
import type { World } from './world.ts';

/** The names behind the mentions of a message. */
export function namesOf({ guild_id, mentions }: GatewayMessageCreateDispatchData, world: Pick<World, 'names'>): Names {
  const person = (id: string) => {
    const mentioned = mentions.find((each) => each.id === id);
    return mentioned?.member?.nick ?? mentioned?.global_name ?? mentioned?.username;
  };
  return { ...world.names(guild_id), person };
}
