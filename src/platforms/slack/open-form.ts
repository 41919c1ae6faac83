import type { types } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Calls } from './calls.ts';
import type { Came, Reception } from './reception.ts';

/** Errors of a form that was asked for too long ago, or twice. */
const LATE: ReadonlySet<string> = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id']);

export interface OpenFormOptions {
  readonly calls: Calls;
  readonly reception: Pick<Reception, 'tell'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Shows a form to whoever asked for it, which Slack does for three seconds; where it does not, the person is told. */
export type OpenForm = (came: Came, trigger: string, view: types.ModalView) => Promise<void>;

export function openForm({ calls, reception, log, signal }: OpenFormOptions): OpenForm {
  return async (came, trigger, view) => {
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
