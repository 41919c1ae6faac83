import type { BlockOptions, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { Desk, VoiceChoice } from '../../../commands/desk.ts';
import type { Choice, ChoiceAsked } from '../../../commands/verbs.ts';
import { type Clock, within } from '../../clock.ts';
import type { Place } from '../../jobs/job.ts';
import type { Locale } from '../../texts.ts';
import { readAction } from '../action-ids.ts';
import { formStart } from '../form-start.ts';
import { groupOption } from './blocks.ts';
import type { Callers } from './caller.ts';
import { option } from './fields.ts';
import { LIMITS } from './limits.ts';
import { type FormData, readData } from './modal-data.ts';
import { PAYLOADS } from './payloads.ts';
import type { People } from './people.ts';
import { placeOf } from './places.ts';
import type { Reception } from './reception.ts';

/** How long is waited for the voices that a person used before (ms): Slack waits three seconds in all. */
const PATIENCE = 1_000;

/** How old the user groups may be that are offered (ms): one is often made just before it is looked for; each letter that is typed asks. */
const GROUPS_AGE = 10_000;

export interface OptionsOptions {
  readonly desk: Desk;
  readonly people: People;
  readonly callers: Callers;
  readonly reception: Reception;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * What a menu offers while somebody types in it: voices, presenters and announcements in forms, user groups there and in the settings.
 */
export function options({ desk, people, callers, reception, clock, signal }: OptionsOptions) {
  /** Before anything is typed, those come first that the person used before. */
  async function voicesFor(
    team: string,
    person: string,
    typed: string,
    form: FormData | undefined,
    locale: Locale,
  ): Promise<readonly VoiceChoice[]> {
    if (typed !== '' || form?.channel === undefined) return desk.voices(typed, locale);
    const caller = await callers({ team, person, place: placeOf(team, form.channel, form.thread) }, signal);
    const start = await formStart(desk, clock, caller, { patience: PATIENCE });
    return 'refused' in start ? desk.voices('', locale) : start.voices;
  }

  /** Announcements are for those who moderate: whoever is not known in time is none of them. */
  async function choicesFor(
    kind: ChoiceAsked['kind'],
    team: string,
    person: string,
    typed: string,
    form: FormData | undefined,
    locale: Locale,
  ): Promise<readonly Choice[]> {
    const place: Place =
      form?.channel === undefined
        ? { platform: 'slack', space: team, private: true }
        : placeOf(team, form.channel, form.thread);
    const caller = await within(clock, PATIENCE, callers({ team, person, place }, signal));
    return desk.choices({ kind, typed, caller: caller ?? { person, place, moderates: false, locale } });
  }

  async function groupsLike(team: string, typed: string): Promise<BlockOptions['options']> {
    const wanted = typed.toLowerCase().replace(/^@/, '');
    const groups = (await people.groups(team, signal, GROUPS_AGE)) ?? [];
    const fitting = groups.filter(({ handle, name }) => `${handle}\n${name}`.toLowerCase().includes(wanted));
    return fitting.slice(0, LIMITS.options).map(({ id, handle }) => groupOption(id, handle));
  }

  return async (
    team: string,
    body: unknown,
    ack: SlackOptionsMiddlewareArgs<'block_suggestion'>['ack'],
  ): Promise<void> => {
    const { action_id, value, user, view } = PAYLOADS.suggested.parse(body);
    const form = view ? readData(view.private_metadata) : undefined;
    const locale = form?.locale ?? people.known(team, user.id)?.locale ?? 'en';
    const offered = async (): Promise<BlockOptions['options']> => {
      switch (action_id) {
        case 'voice':
          return (await voicesFor(team, user.id, value, form, locale)).map(({ id, name }) => option(id, name));
        case 'presenter':
        case 'announcement':
          return (await choicesFor(action_id, team, user.id, value, form, locale))
            .filter(({ id }) => id.length <= LIMITS.optionValue)
            .map(({ id, name }) => option(id, name));
        default:
          return action_id === 'roles' || readAction(action_id) ? groupsLike(team, value) : [];
      }
    };
    const choices = await offered();
    await reception.acknowledge(() => ack({ options: choices }));
  };
}
