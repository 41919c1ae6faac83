import { Routes } from 'discord.js';
import type { Platform, Sent } from '../platform.ts';
import { type Called, call } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { Code, isPlaceGone, later, type Trouble } from './errors.ts';
import { channelOf } from './places.ts';
import { DELETED_SINCE } from './post.ts';
import { renderMessage } from './render.ts';

/** Shows another message in place of one, by the bot's own token: it outlives every interaction's. */
export function createEdit(context: OutgoingContext): Platform['edit'] {
  const { edits, log } = context;
  return async (sent, message) => {
    const channel = reachable(sent);
    if (channel === undefined) return { outcome: 'gone' };
    const body = renderMessage(message);
    const called = await change(context, channel, (signal) =>
      edits.patch(Routes.channelMessage(channel, sent.message), { body, signal }),
    );
    if ('answer' in called) return { outcome: 'done' };
    const { trouble } = called;
    if (isGone(trouble) || trouble.code === Code.CannotEditMessageAuthoredByAnotherUser) return { outcome: 'gone' };
    if (trouble.verdict !== 'wrong') return later(trouble);
    log.error({ message: sent.message, trouble }, 'Discord does not understand an edit');
    return { outcome: 'gone' };
  };
}

/** That a message may not be taken away does not make it one that nobody sees. */
export function createRemove(context: OutgoingContext): Platform['remove'] {
  const { rest, log } = context;
  return async (sent) => {
    const channel = reachable(sent);
    if (channel === undefined) return { outcome: 'gone' };
    const called = await change(context, channel, (signal) =>
      rest.delete(Routes.channelMessage(channel, sent.message), { signal }),
    );
    if ('answer' in called) return { outcome: 'done' };
    log.warn({ message: sent.message, trouble: called.trouble }, 'could not take a message away from Discord');
    return isGone(called.trouble) ? { outcome: 'gone' } : later(called.trouble);
  };
}

/** Makes a call that changes a message. An archived thread takes none before it is opened again, as a new message would do. */
async function change<T>(
  { rest, now }: OutgoingContext,
  channel: string,
  make: (signal: AbortSignal) => Promise<T>,
): Promise<Called<T>> {
  const called = await call(now, make);
  if ('answer' in called || called.trouble.code !== Code.InvalidActionOnArchivedThread) return called;
  const opened = await call(now, (signal) =>
    rest.patch(Routes.channel(channel), { body: { archived: false }, signal }),
  );
  return 'answer' in opened ? call(now, make) : opened;
}

function reachable({ place, message }: Sent): string | undefined {
  return message === DELETED_SINCE ? undefined : channelOf(place);
}

function isGone(trouble: Trouble): boolean {
  return isPlaceGone(trouble) || trouble.code === Code.UnknownMessage;
}
