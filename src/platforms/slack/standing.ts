import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Platform } from '../platform.ts';
import type { Recent } from '../recent.ts';
import { createAllows } from './allows.ts';
import type { Calls } from './calls.ts';
import { channelLook } from './channel-look.ts';
import type { Hints } from './hints.ts';
import { type Obstacles, obstacles } from './obstacles.ts';
import type { People } from './people.ts';
import { createPlaceNames } from './place-names.ts';
import { createUnheard } from './unheard.ts';
import type { Workspaces } from './workspaces.ts';

export interface StandingOptions {
  readonly calls: Calls;
  readonly workspaces: Workspaces;
  readonly people: Pick<People, 'person'>;
  readonly hints: Hints;
  /** As {@link obstacles} have it. */
  readonly clear: Recent<number>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How the bot stands with a place: for who asks there, and for what is announced there. */
export interface Standing {
  readonly inTheWay: Obstacles;
  readonly platform: Pick<Platform, 'obstacles' | 'unheard' | 'allows' | 'names'>;
}

export function standing(options: StandingOptions): Standing {
  const looking = { ...options, look: channelLook(options) };
  const inTheWay = obstacles(looking);
  return {
    inTheWay,
    platform: {
      async obstacles(place, signal) {
        const found = await inTheWay({ team: place.space, place }, signal);
        signal.throwIfAborted();
        return found;
      },
      unheard: createUnheard(looking),
      allows: createAllows(looking),
      names: createPlaceNames(looking),
    },
  };
}
