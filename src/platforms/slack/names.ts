import type { Line, Message, Value } from '../message.ts';
import type { People } from './people.ts';

export const USER_ID = /^[UW][A-Z0-9]{1,20}$/;
export const GROUP_ID = /^S[A-Z0-9]{1,20}$/;

/** What those whom a message names are called when it is shown, without the `@`; undefined for whom Slack does not tell. */
export interface Names {
  person(id: string): string | undefined;
  /** Of a user group. */
  group(id: string): string | undefined;
  /** Slack shows the bot no user groups; absent where it was not asked. */
  readonly noGroups?: boolean;
  /** When that is (ms): what is later is shown as a time to come. Where it is absent, all times count as past. */
  readonly now?: number;
}

export const NO_NAMES: Names = { person: () => undefined, group: () => undefined };

/** Asks Slack for the names of those whom a message names, and of nobody else; waits no longer than {@link People} does. */
export async function namesFor(people: People, team: string, message: Message, signal: AbortSignal): Promise<Names> {
  const { lines, buttons = [], pickers = [], pings = [] } = message;
  const values = [...lines, ...[...buttons, ...pickers].map(({ label }) => label)].flatMap(valuesOf);
  const persons = new Set(values.flatMap((value) => ('person' in value && !value.isBot ? value.person : [])));
  const isRoleNamed = values.some((value) => 'role' in value) || pickers.some(({ kind }) => kind === 'roles');

  async function personName(id: string): Promise<readonly [string, string | undefined]> {
    const facts = (await people.person(team, id, signal)) ?? people.known(team, id);
    return [id, facts?.name || undefined];
  }
  const unnamed = [...persons].filter((id) => USER_ID.test(id) && !pings.includes(id));
  const [found, groups = []] = await Promise.all([
    Promise.all(unnamed.map(personName)),
    isRoleNamed ? people.groups(team, signal) : [],
  ]);
  const personNames = new Map(found);
  const groupNames = new Map(groups.map(({ id, handle }) => [id, handle]));
  return {
    person: (id) => personNames.get(id),
    group: (id) => groupNames.get(id),
    noGroups: isRoleNamed && groups.length === 0,
    now: people.now(),
  };
}

type Named = Exclude<Value, string | number>;

/** Of a line and of the lines within it. */
function valuesOf({ params = {} }: Line): readonly Named[] {
  return Object.values(params).flatMap((value) => {
    if (typeof value !== 'object') return [];
    return 'key' in value ? valuesOf(value) : [value];
  });
}
