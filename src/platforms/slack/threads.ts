import type { OpenOutcome, Platform } from '../platform.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import { closedOrLater } from './outcomes.ts';
import { isDirect } from './places.ts';

/** Asks whether a message is there. @returns what is in the way of that, or of knowing it; undefined where it is there */
export async function troubleWith(
  { calls }: Pick<Outbox, 'calls'>,
  team: string,
  channel: string,
  message: string,
  signal: AbortSignal,
): Promise<Trouble | undefined> {
  const called = await calls.call(
    team,
    (client, token) => client.chat.getPermalink({ token, channel, message_ts: message }),
    signal,
  );
  return 'trouble' in called ? called.trouble : undefined;
}

/** On Slack, a thread is opened by answering in it; whether there is something to answer is asked before. */
export function createOpenThread(outbox: Outbox): Platform['openThread'] {
  return async ({ place, message }, _title, signal): Promise<OpenOutcome> => {
    const { space: team, channel, thread } = place;
    if (channel === undefined) return { outcome: 'closed' };
    if (thread !== undefined || isDirect(place)) return { outcome: 'open', place };
    const trouble = await troubleWith(outbox, team, channel, message, signal);
    if (!trouble) return { outcome: 'open', place: { ...place, thread: message } };
    if (trouble.code === 'message_not_found') return { outcome: 'open', place };
    outbox.log.warn({ team, message, trouble }, 'could not find a status message on Slack');
    return closedOrLater(trouble);
  };
}

export function createOpenDirect({ calls, log }: Outbox): Platform['openDirect'] {
  return async (person, { space }, signal): Promise<OpenOutcome> => {
    const called = await calls.call(
      space,
      (client, token) => client.conversations.open({ token, users: person }),
      signal,
    );
    if ('answer' in called) {
      const channel = called.answer.channel?.id;
      if (channel === undefined) return { outcome: 'later' };
      return { outcome: 'open', place: { platform: 'slack', space, channel, private: true } };
    }
    log.warn({ team: space, trouble: called.trouble }, 'could not open a direct talk on Slack');
    return closedOrLater(called.trouble);
  };
}
