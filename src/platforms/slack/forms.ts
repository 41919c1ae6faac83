import type { Desk, FormStart, NoForm } from '../../../commands/desk.ts';
import { type Clock, within } from '../../clock.ts';
import { formStart } from '../form-start.ts';
import type { Line } from '../message.ts';
import type { Callers } from './caller.ts';
import { LIMITS } from './limits.ts';
import { form } from './modal.ts';
import { type AvatarData, type FormWhere, formWhere } from './modal-data.ts';
import type { ObstaclesHere } from './obstacles.ts';
import type { OpenForm } from './open-form.ts';
import type { People } from './people.ts';
import type { Came, Reception } from './reception.ts';

/**
 * How long is waited for who asks, and then for what their form starts with (ms): Slack opens a form for three seconds after it was
 * asked for. What comes too late is done without; when the form is sent, all is looked at again.
 */
const PATIENCE = 700;

/** What a form is about. */
export type FormAbout =
  | { readonly kind: 'new'; readonly text?: string }
  | { readonly kind: 'talk'; readonly photo: Extract<AvatarData, { kind: 'talk' }>['photo'] }
  | { readonly kind: 'another'; readonly job: string };

/** Opens a form within the time that Slack gives, or says why none is opened. */
export type Forms = (came: Came, trigger: string, about: FormAbout) => Promise<void>;

export interface FormsOptions {
  readonly desk: Desk;
  readonly callers: Callers;
  readonly people: Pick<People, 'known'>;
  readonly obstacles: ObstaclesHere;
  readonly reception: Reception;
  readonly clock: Clock;
  readonly open: OpenForm;
  readonly signal: AbortSignal;
}

export function forms(options: FormsOptions): Forms {
  const { desk, callers, people, obstacles, reception, clock, open, signal } = options;

  return async (came, trigger, about) => {
    const asked = await within(clock, PATIENCE, Promise.all([callers(came, signal), obstacles(came)]));
    const [caller, lacks] = asked ?? [undefined, []];
    const locale = caller?.locale ?? people.known(came.team, came.person)?.locale ?? 'en';
    const job = about.kind === 'another' ? { job: about.job } : {};
    const start: FormStart | NoForm = caller
      ? await formStart(desk, clock, caller, { ...job, patience: PATIENCE, longest: LIMITS.optionValue })
      : { voices: desk.voices('', locale) };
    const refused: readonly Line[] = 'refused' in start ? [{ key: start.refused }] : lacks;
    if ('refused' in start || refused.length > 0) return reception.tell(came, refused);

    const typed = about.kind === 'new' && about.text !== undefined ? { text: about.text } : {};
    const { place } = came;
    const presenters =
      start.presenters ??
      desk.choices({
        kind: 'presenter',
        typed: '',
        caller: caller ?? { person: came.person, place, moderates: false, locale },
      });
    const view = form(dataOf(formWhere(came, clock, locale), about), { ...start, ...typed, presenters });
    await open(came, trigger, view);
  };
}

function dataOf(where: FormWhere, about: FormAbout): AvatarData {
  return about.kind === 'new' ? { ...where, kind: 'new' } : { ...where, ...about };
}
