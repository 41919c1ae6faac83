import { type APIChannel, ChannelType, type RESTPostAPIChannelMessagesThreadsJSONBody, Routes } from 'discord.js';
import { oneLine } from '../plain.ts';
import type { OpenOutcome, Platform } from '../platform.ts';
import { call, idOf } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { Code, later, type Trouble } from './errors.ts';
import { LIMITS } from './limits.ts';
import { directPlace } from './places.ts';
import { DELETED_SINCE } from './post.ts';

/** Of all channels, only these have threads that begin at a message. */
const THREADED: ReadonlySet<ChannelType> = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement]);

/** No thread can be opened at this message, but its channel can be spoken in as before. */
const WITHOUT_THREAD: ReadonlySet<number | undefined> = new Set([
  Code.UnknownMessage,
  Code.MissingPermissions,
  Code.CannotExecuteActionOnThisChannelType,
  Code.MaximumActiveThreads,
  Code.MaximumActiveAnnouncementThreads,
]);

/** A thread of a message has the message's id, so that opening it twice is opening it once. */
export function createOpenThread(context: OutgoingContext): Platform['openThread'] {
  const { rest, now, guilds, log } = context;

  async function typeOf(channel: string, signal: AbortSignal): Promise<ChannelType | undefined> {
    return guilds.channelType(channel) ?? ((await rest.get(Routes.channel(channel), { signal })) as APIChannel).type;
  }

  /** Whether there are threads at all. */
  async function open(channel: string, message: string, title: string, signal: AbortSignal): Promise<boolean> {
    const type = await typeOf(channel, signal);
    if (type === undefined || !THREADED.has(type)) return false;
    const name = oneLine(title, LIMITS.threadName) || '…';
    const body: RESTPostAPIChannelMessagesThreadsJSONBody = { name, auto_archive_duration: LIMITS.threadAutoArchive };
    await rest.post(Routes.threads(channel, message), { body, signal });
    return true;
  }

  return async ({ place, message }, title, signal) => {
    const { channel } = place;
    const here: OpenOutcome = { outcome: 'open', place };
    const below: OpenOutcome = { outcome: 'open', place: { ...place, thread: message } };
    if (channel === undefined) return { outcome: 'closed' };
    if (place.thread !== undefined || place.private || message === DELETED_SINCE) return here;
    const called = await call(now, (own) => open(channel, message, title, own), signal);
    if ('answer' in called) return called.answer ? below : here;
    const { trouble } = called;
    if (trouble.code === Code.ThreadAlreadyCreatedForMessage) return below;
    log.warn({ message, trouble }, 'could not open a thread on Discord');
    return WITHOUT_THREAD.has(trouble.code) ? here : closedOrLater(trouble);
  };
}

/** That a person takes no messages shows only when one is posted. */
export function createOpenDirect({ rest, now, log }: OutgoingContext): Platform['openDirect'] {
  return async (person, _from, signal) => {
    const called = await call(
      now,
      (own) => rest.post(Routes.userChannels(), { body: { recipient_id: person }, signal: own }),
      signal,
    );
    if ('answer' in called) {
      const channel = idOf(called.answer);
      return channel === undefined ? { outcome: 'later' } : { outcome: 'open', place: directPlace(channel) };
    }
    log.warn({ trouble: called.trouble }, 'could not open a direct message on Discord');
    return closedOrLater(called.trouble);
  };
}

function closedOrLater(trouble: Trouble): OpenOutcome {
  const isPassing = trouble.verdict === 'later' || trouble.verdict === 'unclear';
  return isPassing ? later(trouble) : { outcome: 'closed' };
}
