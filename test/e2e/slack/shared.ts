import { afterAll, beforeAll } from 'vitest';
import type { Person } from '../../fakes/slack/people.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import type { ChannelOptions, Team } from '../../fakes/slack/teams.ts';
import { confirmed, type House, type HouseOptions, openHouse } from './kit.ts';

/** A channel of a test's own, so that its messages are nobody else's. */
export interface Corner {
  readonly team: Team;
  readonly channel: Channel;
  /** Has confirmed that she may use the faces she sends. */
  readonly ada: Person;
  /** Somebody else in the same workspace, who has not. */
  readonly bob: Person;
}

export type Inhabited = Omit<Corner, 'channel'>;

export interface SharedOptions extends HouseOptions {
  /** How many workspaces the corners are in, one after the other; of `oauth` only. Default 4. */
  readonly workspaces?: number;
}

/** One house for all tests of a file. */
export interface SharedHouse {
  readonly house: House;
  /** A new channel, in one of the workspaces: each has its own budget of edits, which would hold up the tests of one alone. */
  corner(options?: ChannelOptions): Corner;
  /**
   * A new channel in a workspace of its own, in which the bot was just installed.
   * @param settle what is there before the bot learns of anybody
   */
  workspace(settle?: (people: Inhabited) => void): Promise<Corner>;
}

/** Opens a house before the tests of a file, and closes it after them; Slack's rules were kept all the while. */
export function sharedHouse({ workspaces = 4, ...options }: SharedOptions = {}): SharedHouse {
  const { access = 'oauth' } = options;
  const ends: (() => Promise<void>)[] = [];
  const teams: Inhabited[] = [];
  let opened: House | undefined;
  let turn = 0;

  beforeAll(async () => {
    const present = await openHouse({ ...options, access }, (end) => void ends.push(end));
    opened = present;
    const others = Array.from({ length: access === 'oauth' ? workspaces - 1 : 0 }, (_, i) =>
      present.slack.team({ name: `Workspace ${i + 2}`, installed: false }),
    );
    await Promise.all(others.map(present.install));
    const inhabitants = [settled(present.team, present.ada), ...others.map((team) => settled(team))];
    teams.push(...(await Promise.all(inhabitants.map(inhabit))));
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  const house = (): House => {
    if (!opened) throw new Error('the house is not open yet');
    return opened;
  };

  function settled(team: Team, ada = team.user({ name: 'Ada' })): Inhabited {
    return { team, ada, bob: team.user({ name: 'Bob' }) };
  }

  async function inhabit(people: Inhabited): Promise<Inhabited> {
    await confirmed(house(), people.ada, people.team.channel({ name: 'confirming' }));
    return people;
  }

  return {
    get house() {
      return house();
    },
    corner(channel) {
      const next = teams[turn % teams.length];
      if (!next) throw new Error('the house is not open yet');
      turn += 1;
      return { ...next, channel: next.team.channel(channel) };
    },
    async workspace(settle = () => {}) {
      const team = house().slack.team({ installed: false });
      await house().install(team);
      const people = settled(team);
      settle(people);
      return { ...(await inhabit(people)), channel: team.channel() };
    },
  };
}
