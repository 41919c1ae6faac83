import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Clock, within } from '../../clock.ts';
import { type Locale, localeOf } from '../../texts.ts';
import { described } from '../described.ts';
import type { Called, Calls } from './calls.ts';
import { createRemembered } from './remembered.ts';

/** What Herald needs to know of a person. */
export interface PersonFacts {
  /** As others see it. */
  readonly name: string;
  /** The language of their Slack. */
  readonly locale: Locale;
  /** An admin or owner of the workspace. */
  readonly isAdmin: boolean;
  /** A guest, or of another company: sees no channels but those that they are in. */
  readonly isOutsider: boolean;
}

export interface GroupFacts {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

/** Who is in a workspace, remembered for some minutes. What Slack does not tell within {@link PATIENCE} is undefined, never thrown. */
export interface People {
  person(team: string, id: string, signal: AbortSignal): Promise<PersonFacts | undefined>;
  /**
   * All user groups of the workspace. Those of some minutes ago where Slack does not tell them now: settings may let in only who is in
   * one.
   * @param maxAge how old the answer may be (ms); a minute, unless told
   */
  groups(team: string, signal: AbortSignal, maxAge?: number): Promise<readonly GroupFacts[] | undefined>;
  /** What is remembered just now, for where nothing can be waited for. */
  known(team: string, id: string): PersonFacts | undefined;
  /** The time by which they are known (ms). */
  now(): number;
}

/** How long Slack is waited for (ms): a form must open within three seconds of its trigger. What comes later is remembered all the same. */
export const PATIENCE = 1_500;

/** Names change seldom; who has become an admin, or is one no longer, is so for Herald after this (ms). */
const KEEP = 5 * 60_000;
/** Whoever was let into a user group, or put out of it, may do here what it may after this (ms). Slack tells 20 times a minute (tier 2). */
const KEEP_GROUPS = 60_000;
/** So old they may be where Slack does not tell them (ms). */
const KEEP_GROUPS_UNTOLD = 10 * 60_000;
/** A scope that is missing, a person who is not there, a limit that must pass (ms). */
const KEEP_MISSING = 30_000;
/** Persons at most, of all workspaces: some megabytes. */
const MOST_PERSONS = 10_000;
const MOST_WORKSPACES = 1_000;

export function createPeople(calls: Calls, clock: Clock, log: Logger): People {
  const persons = createRemembered({
    clock,
    load: loadPerson,
    keep: KEEP,
    keepMissing: KEEP_MISSING,
    most: MOST_PERSONS,
  });
  const groups = createRemembered({
    clock,
    load: loadGroups,
    keep: KEEP_GROUPS,
    keepMissing: KEEP_MISSING,
    most: MOST_WORKSPACES,
  });

  async function loadPerson(key: string, signal: AbortSignal): Promise<PersonFacts | undefined> {
    const [team = '', user = ''] = key.split(' ');
    const called = await calls.call(
      team,
      (client, token) => client.users.info({ token, user, include_locale: true }),
      signal,
    );
    const answer = answerOf(called, { team, user });
    return answer?.user && personOf(answer.user, team);
  }

  async function loadGroups(team: string, signal: AbortSignal): Promise<readonly GroupFacts[] | undefined> {
    const called = await calls.call(
      team,
      (client, token) => client.usergroups.list({ token, include_users: true }),
      signal,
    );
    return answerOf(called, { team })?.usergroups?.flatMap(groupOf);
  }

  function answerOf<T>(called: Called<T>, about: object): T | undefined {
    if ('answer' in called) return called.answer;
    log.info({ ...about, trouble: called.trouble }, 'Slack does not tell who this is');
    return undefined;
  }

  async function soon<T>(coming: Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
    try {
      return await within(clock, PATIENCE, coming);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: described(error) }, 'could not ask Slack who this is');
      return undefined;
    }
  }

  return {
    person: (team, id, signal) => soon(persons.get(personKey(team, id), signal), signal),
    groups: async (team, signal, maxAge) =>
      (await soon(groups.get(team, signal, maxAge), signal)) ?? groups.known(team, KEEP_GROUPS_UNTOLD),
    known: (team, id) => persons.known(personKey(team, id)),
    now: clock.now,
  };
}

const personKey = (team: string, id: string) => `${team} ${id}`;

type User = NonNullable<webApi.UsersInfoResponse['user']>;

function personOf(user: User, team: string): PersonFacts {
  const { profile, is_admin, is_owner, is_primary_owner, is_restricted, is_ultra_restricted } = user;
  const isOurs = isOf(user, team);
  return {
    name: profile?.display_name || profile?.real_name || user.real_name || user.name || '',
    locale: localeOf(user.locale),
    isAdmin: isOurs && [is_admin, is_owner, is_primary_owner].includes(true),
    isOutsider: !isOurs || is_restricted === true || is_ultra_restricted === true,
  };
}

/** A person of another company, met over Slack Connect, may be an admin there, which is nothing here. */
function isOf({ is_stranger, team_id, enterprise_user }: User, team: string): boolean {
  if (is_stranger === true) return false;
  return team_id === undefined || team_id === team || enterprise_user?.teams?.includes(team) === true;
}

type Usergroup = NonNullable<webApi.UsergroupsListResponse['usergroups']>[number];

function groupOf({ id, handle, name, users = [] }: Usergroup): GroupFacts[] {
  return id && handle ? [{ id, handle, name: name || handle, users }] : [];
}
