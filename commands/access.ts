import type { Place } from '../src/jobs/job.ts';
import { spaceOf } from '../src/jobs/records.ts';
import { keyedMutex } from '../src/store/mutex.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { TextKey } from '../src/texts.ts';
import type { Caller } from './desk.ts';

/** Who may use the bot, and where. An empty list of roles or channels means everybody, or everywhere. */
export interface AccessRules {
  readonly roles: readonly string[];
  readonly channels: readonly string[];
  /** People who may not; for the operator `platform:id` of people and of spaces, for a space ids of people. */
  readonly shutOut: readonly string[];
}

/** Who may use the bot here, told from memory: the operator's rules and, beside them, those of each space. */
export interface Access {
  /** Reads what the spaces have set; once, before anybody is asked about. */
  load(): Promise<void>;
  /**
   * Why this person may not use the bot here; undefined when nothing stands against it.
   * @param rolesUnknown the person's roles in the space are not known just now, and are not asked for
   */
  refusal(caller: Pick<Caller, 'person' | 'place' | 'roles'>, rolesUnknown?: boolean): TextKey | undefined;
  readonly operator: AccessRules;
  of(place: Place): AccessRules;
  /** Replaces lists of the place's space; they hold once they are persisted. */
  change(place: Place, lists: Partial<AccessRules>): Promise<void>;
}

const OPEN: AccessRules = { roles: [], channels: [], shutOut: [] };

/** @param spaces what was set in each space, by `platform:space` */
export function access(spaces: Namespace<AccessRules>, operator: AccessRules): Access {
  const known = new Map<string, AccessRules>();
  const mutex = keyedMutex();
  const nameOf = (place: Place) => spaceOf({ place });
  const of = (place: Place) => known.get(nameOf(place)) ?? OPEN;

  return {
    operator,
    of,
    async load() {
      for await (const [space, rules] of spaces.entries()) known.set(space, rules);
    },
    refusal(caller, rolesUnknown = false) {
      const { person, place } = caller;
      const here = of(place);
      if (operator.shutOut.includes(nameOf(place))) return 'access_space_shut_out';
      if (operator.shutOut.includes(`${place.platform}:${person}`)) return 'access_shut_out';
      if (here.shutOut.includes(person)) return 'access_shut_out_here';
      if (!rolesUnknown && !hasRole(caller, operator.roles)) return 'access_roles';
      if (!rolesUnknown && !hasRole(caller, here.roles)) return 'access_roles_here';
      if (!isIn(place, operator.channels)) return 'access_channels';
      if (!isIn(place, here.channels)) return 'access_channels_here';
      return undefined;
    },
    change: (place, lists) =>
      mutex.run(nameOf(place), async () => {
        const rules = { ...of(place), ...lists };
        await spaces.set(nameOf(place), rules);
        known.set(nameOf(place), rules);
      }),
  };
}

function hasRole({ roles, place }: Pick<Caller, 'place' | 'roles'>, wanted: readonly string[]): boolean {
  // a role that goes by the id of its space is everybody's there
  return wanted.length === 0 || [...roles, place.space].some((role) => wanted.includes(role));
}

function isIn({ channel, thread }: Place, wanted: readonly string[]): boolean {
  return wanted.length === 0 || [channel, thread].some((id) => id !== undefined && wanted.includes(id));
}
