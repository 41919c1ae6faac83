import type { Loose } from '../loose.ts';
import type { Carrier, Outcome, Outgoing } from './delivery-carrier.ts';
import type { Timers } from './delivery-timers.ts';

/** ms from one attempt to the next, once an event was not acknowledged (docs.slack.dev/apis/events-api#retries). */
const RETRY_AFTER = [0, 60_000, 300_000] as const;

/** An event on its way to the app. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  /** The whole payload: `event_callback` and what is around the event. */
  readonly payload: Loose;
  /** What became of each attempt, in order. */
  readonly outcomes: Outcome[];
  readonly isAcknowledged: boolean;
}

export interface Delivery {
  /** All events so far, the earliest first. */
  readonly events: readonly SentEvent[];
  /** Sends an event, and again where it is not acknowledged: at once, after a minute, after five more. */
  tell(payload: Loose): SentEvent;
  /** Sends what is asked of the app once. */
  ask(outgoing: Outgoing): Promise<Outcome>;
  /** Sends an event again that was acknowledged, as Slack may; the last one, unless told which. */
  redeliver(event?: Pick<SentEvent, 'id'>): Promise<Outcome>;
}

export function createDelivery(carry: Carrier, timers: Timers): Delivery {
  const events: SentEvent[] = [];

  async function attempt(event: SentEvent, retry?: Outgoing['retry']): Promise<Outcome> {
    const { payload, outcomes } = event;
    const outcome = await carry({ type: 'events_api', payload, takesAnswer: false, ...(retry && { retry }) });
    outcomes.push(outcome);
    return outcome;
  }

  async function insist(event: SentEvent): Promise<void> {
    let outcome = await attempt(event);
    for (const [i, wait] of RETRY_AFTER.entries()) {
      if ('body' in outcome || outcome.isFinal) return;
      const reason = outcome.failure;
      await new Promise<void>((resolve) => timers.after(wait, resolve));
      outcome = await attempt(event, { attempt: i + 1, reason });
    }
  }

  return {
    events,
    tell(payload) {
      const outcomes: Outcome[] = [];
      const event: SentEvent = {
        id: String(payload.event_id),
        type: String((payload.event as Loose).type),
        payload,
        outcomes,
        get isAcknowledged() {
          return outcomes.some((outcome) => 'body' in outcome);
        },
      };
      events.push(event);
      void insist(event);
      return event;
    },
    ask: carry,
    redeliver(which) {
      const event = which ? events.find(({ id }) => id === which.id) : events.at(-1);
      if (!event) throw new Error('There was no such event');
      return attempt(event, { attempt: event.outcomes.length || 1, reason: 'http_timeout' });
    },
  };
}
