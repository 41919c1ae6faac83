import type { Person } from '../../fakes/slack/people.ts';
import { type Gate, gate } from '../gate.ts';
import { asking } from './asking.ts';
import { chinese } from './chinese.ts';
import type { HouseOptions } from './kit.ts';
import { listing } from './listing.ts';
import { managing } from './managing.ts';
import { pressing } from './pressing.ts';
import { replying } from './replying.ts';
import { type SharedHouse, sharedHouse } from './shared.ts';

/** All that people do with the bot on Slack, in one way that it hears of it. @returns the house in which they do it, for more */
export function peopleFlows(mode: NonNullable<HouseOptions['mode']>): {
  readonly shared: SharedHouse;
  readonly renders: Gate;
} {
  const renders = gate();
  let managers: readonly Person[] = [];
  const shared = sharedHouse({
    mode,
    // Slack has been seen to tell of a mention with its files and without
    slack: { mentionsShowFiles: mode === 'socket' },
    workspaces: 14,
    kling: { render: renders.render },
    env({ team }) {
      const [person, member] = [team.user({ name: 'Mona' }), team.user({ name: 'Nina' })];
      const group = team.group({ handle: 'managers', users: [member] });
      managers = [person, member];
      return { SLACK_MANAGERS: `${person.id},${group.id}` };
    },
  });

  replying(shared);
  asking(shared, renders);
  pressing(shared, renders);
  listing(shared, renders);
  chinese(shared);
  managing(shared, () => managers);
  return { shared, renders };
}
