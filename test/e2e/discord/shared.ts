import { afterAll, beforeAll } from 'vitest';
import type { UserOptions } from '../../fakes/discord/discord.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import type { Guild, GuildOptions } from '../../fakes/discord/servers.ts';
import type { MessageView } from '../../fakes/discord/views.ts';
import type { AtEnd } from '../kling.ts';
import { confirmed, eventually, type House, type HouseOptions, openHouse } from './kit.ts';

export { type Gate, gate } from '../gate.ts';
export { sound } from '../sounds.ts';

/** A server of a test's own, so that its messages and its budget of edits are nobody else's. */
export interface Corner {
  readonly guild: Guild;
  readonly channel: Channel;
}

/** One house for all tests of a file, in which Ada has confirmed that she may use the faces she sends. */
export interface SharedHouse {
  readonly house: House;
  readonly ada: Person;
  /** A new server with one channel; Ada and these people are its members. */
  corner(people?: readonly Person[], options?: GuildOptions): Corner;
  /** Somebody new, who has confirmed, too. */
  person(options: UserOptions): Promise<Person>;
}

/**
 * Opens a house before the tests of a file, and closes it after them; Discord's rules were kept all the while.
 * @param options or what they are made by, where there is something else to be opened first
 */
export function sharedHouse(options: HouseOptions | ((atEnd: AtEnd) => Promise<HouseOptions>) = {}): SharedHouse {
  const ends: (() => Promise<void>)[] = [];
  let opened: House | undefined;
  beforeAll(async () => {
    const atEnd: AtEnd = (end) => void ends.push(end);
    opened = await openHouse(typeof options === 'function' ? await options(atEnd) : options, atEnd);
    await confirmed(opened);
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  const house = (): House => {
    if (!opened) throw new Error('the house is not open yet');
    return opened;
  };

  function corner(people: readonly Person[] = [], guildOptions: GuildOptions = {}): Corner {
    const guild = house().discord.guild(guildOptions);
    for (const person of [house().ada, ...people]) guild.member(person);
    return { guild, channel: guild.channel() };
  }

  return {
    get house() {
      return house();
    },
    get ada() {
      return house().ada;
    },
    corner,
    async person(who) {
      const person = house().discord.user(who);
      await confirmed(house(), person, corner([person]).channel);
      return person;
    },
  };
}

/** The only video of a channel and its threads, as soon as it is there. */
export const video = (channel: Channel): Promise<MessageView> =>
  eventually(() =>
    [channel, ...channel.threads()]
      .flatMap((place) => place.messages())
      .find(({ files }) => files.some(({ name }) => name.endsWith('.mp4'))),
  );

/** The first message of the bot in a place that has these words, in one piece or several. */
export const said = (channel: Channel, ...words: readonly string[]): Promise<MessageView> =>
  eventually(() =>
    channel.messages().find(({ author, content }) => author.bot && words.every((word) => content.includes(word))),
  );
