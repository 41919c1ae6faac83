import { Routes } from 'discord.js';
import type { EditOutcome, Platform, Sent } from '../platform.ts';
import { call } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { Code, type Trouble } from './errors.ts';
import { channelOf } from './places.ts';
import { DELETED_SINCE } from './post.ts';
import { renderMessage } from './render.ts';

/** Shows another message in place of one, by the bot's own token: it outlives every interaction's. */
export function createEdit({ rest, now, log }: OutgoingContext): Platform['edit'] {
  return async (sent, message) => {
    const channel = reachable(sent);
    if (channel === undefined) return 'gone';
    const body = renderMessage(message);
    const called = await call(now, (signal) =>
      rest.patch(Routes.channelMessage(channel, sent.message), { body, signal }),
    );
    if ('answer' in called) return 'done';
    if (called.trouble.verdict === 'wrong') {
      log.error({ message: sent.message, trouble: called.trouble }, 'Discord does not understand an edit');
    }
    return outcomeOf(called.trouble);
  };
}

export function createRemove({ rest, now, log }: OutgoingContext): Platform['remove'] {
  return async (sent) => {
    const channel = reachable(sent);
    if (channel === undefined) return 'gone';
    const called = await call(now, (signal) => rest.delete(Routes.channelMessage(channel, sent.message), { signal }));
    if ('answer' in called) return 'done';
    log.warn({ message: sent.message, trouble: called.trouble }, 'could not take a message away from Discord');
    // An archived thread wakes up with the next message; what was to go is still to go.
    return called.trouble.code === Code.InvalidActionOnArchivedThread ? 'later' : outcomeOf(called.trouble);
  };
}

function reachable({ place, message }: Sent): string | undefined {
  return message === DELETED_SINCE ? undefined : channelOf(place);
}

function outcomeOf({ verdict }: Trouble): EditOutcome {
  return verdict === 'later' || verdict === 'unclear' ? 'later' : 'gone';
}
