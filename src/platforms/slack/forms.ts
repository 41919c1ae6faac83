import type { Logger } from 'pino';
import type { Desk, FormStart, NoForm } from '../../../commands/desk.ts';
import { type Clock, within } from '../../clock.ts';
import { formStart } from '../form-start.ts';
import type { Line } from '../message.ts';
import type { Callers } from './caller.ts';
import type { Calls } from './calls.ts';
import { LIMITS } from './limits.ts';
import { form } from './modal.ts';
import type { FormData } from './modal-data.ts';
import type { Obstacles } from './obstacles.ts';
import type { People } from './people.ts';
import type { Came, Reception } from './reception.ts';

/**
 * How long is waited for who asks, and then for what their form starts with (ms): Slack opens a form for three seconds after it was
 * asked for. What comes too late is done without; when the form is sent, all is looked at again.
 */
const PATIENCE = 700;

/** Errors of a form that was asked for too long ago, or twice. */
const LATE: ReadonlySet<string> = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id']);

/** What a form is about. */
export type FormAbout =
  | { readonly kind: 'new'; readonly text?: string }
  | { readonly kind: 'talk'; readonly photo: Extract<FormData, { kind: 'talk' }>['photo'] }
  | { readonly kind: 'another'; readonly job: string };

/** Opens a form within the time that Slack gives, or says why none is opened. */
export type Forms = (came: Came, trigger: string, about: FormAbout) => Promise<void>;

export interface FormsOptions {
  readonly desk: Desk;
  readonly calls: Calls;
  readonly callers: Callers;
  readonly people: Pick<People, 'known'>;
  readonly obstacles: Obstacles;
  readonly reception: Reception;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export function forms(options: FormsOptions): Forms {
  const { desk, calls, callers, people, obstacles, reception, clock, log, signal } = options;

  function dataOf(
    { place: { channel, thread }, respond }: Came,
    about: FormAbout,
    locale: FormData['locale'],
  ): FormData {
    const where = {
      at: clock.now(),
      locale,
      ...(channel !== undefined && { channel }),
      ...(thread !== undefined && { thread }),
      ...(respond && { respond: { url: respond.url, until: respond.until } }),
    };
    if (about.kind === 'new') return { ...where, kind: 'new' };
    return { ...where, ...about };
  }

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
    const view = form(dataOf(came, about, locale), { ...start, ...typed });
    const called = await calls.call(
      came.team,
      (client, token) => client.views.open({ token, trigger_id: trigger, view }),
      signal,
    );
    if ('answer' in called) return;
    const { trouble } = called;
    log.warn({ team: came.team, trouble }, 'a form could not be opened on Slack');
    await reception.tell(came, [{ key: LATE.has(trouble.code) ? 'slack_form_late' : 'slack_form_failed' }]);
  };
}
