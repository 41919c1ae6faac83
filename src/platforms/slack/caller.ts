import type { Caller } from '../../../commands/desk.ts';
import type { Place } from '../../jobs/job.ts';
import type { People } from './people.ts';

/** Who did something, and where, as Slack's payloads tell it. */
export interface Who {
  /** The workspace that Herald is installed in, which is not the author's where a channel is shared. */
  readonly team: string;
  readonly person: string;
  readonly place: Place;
  /** The bot heard it, which it does not where it takes no part: a direct talk is its own. */
  readonly heard?: true;
}

/** Tells all that the desk needs to know of a person. */
export type Callers = (who: Who, signal: AbortSignal) => Promise<Caller>;

/**
 * A person is known by their id alone, whatever the workspace. Slack promises nowhere that no two persons have one id, yet it rests on that
 * itself: in a shared channel, people of all its workspaces go by their ids alone (docs.slack.dev/apis/slack-connect), and in an Enterprise
 * organisation one id is one person in all of them. So what somebody asked for and confirmed in one workspace is theirs in the others.
 *
 * The roles of a person are the user groups that they are in. Whoever runs the workspace manages and moderates, and so do those whom
 * the operator named. What Slack does not tell gives nobody a right.
 * @param managers `SLACK_MANAGERS`: ids of persons and user groups
 */
export function callers(people: People, managers: readonly string[]): Callers {
  return async ({ team, person, place }, signal) => {
    const [facts, groups] = await Promise.all([people.person(team, person, signal), people.groups(team, signal)]);
    const roles = (groups ?? []).filter(({ users }) => users.includes(person)).map(({ id }) => id);
    const manages = facts?.isAdmin === true || managers.some((id) => id === person || roles.includes(id));
    return { person, locale: facts?.locale ?? 'en', place, roles, moderates: manages, manages };
  };
}
