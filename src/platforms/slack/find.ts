import type { Place } from '../../jobs/job.ts';
import type { FindOutcome, Platform, Sought } from '../platform.ts';
import type { Trouble } from './calls.ts';
import type { Outbox } from './context.ts';
import { type Look, lookIn } from './history.ts';
import { when } from './outcomes.ts';
import { sentIn } from './places.ts';
import { sharedIn } from './shares.ts';
import { isPost, shows, type Traced } from './traces.ts';

/** How long after the last try a message can still appear (ms), in the place or around it: longer than any call takes. */
const SETTLE = 20_000;

/** How long after the last try a file is waited for that does not appear (ms). */
const FILE_SETTLE = 600_000;

/** So near their end (ms) it is said when they end: whoever waits longer and longer would wait past it, and with them a person who is to decide. */
const NEAR_END = 300_000;

/**
 * Looks for a post. A message is found by its key in the history, and is absent when all was read and no request can be under way any
 * more. A file is found by where it is shown, or in the history; one that is not is never called absent, since Slack can show it any
 * time after its upload was completed. Without a trace it was not completed: nobody sees it.
 */
export function createFind(outbox: Outbox): Platform['find'] {
  const { calls, clock, tries, hints, log } = outbox;

  /** In the thread, and where its first message is gone also in the channel, where Slack puts what was to be an answer to it. */
  async function look(to: Place, since: number, isIt: (message: Traced, me: string) => boolean, signal: AbortSignal) {
    const inPlace = await lookIn(outbox, to, since, isIt, signal);
    const isThreadGone =
      inPlace.look === 'read' ? inPlace.isThreadGone : inPlace.look === 'trouble' && isAboutThread(inPlace.trouble);
    if (!isThreadGone) return inPlace;
    const { thread: _, ...channel } = to;
    const around = await lookIn(outbox, channel, since, isIt, signal);
    return around.look === 'read' ? inPlace : around;
  }

  function found(to: Place, { message, workspace }: Extract<Look, { look: 'found' }>, file?: string): FindOutcome {
    return { outcome: 'found', sent: sentIn(to, message, workspace, file) };
  }

  function troubled(to: Place, sought: Sought, trouble: Trouble): FindOutcome {
    log.warn({ team: to.space, key: sought.key, trouble }, 'could not look for a post on Slack');
    if (trouble.code === 'missing_scope') hints.lacks(to.space, trouble.needed);
    if (isPassing(trouble)) return { outcome: 'later', ...when(trouble) };
    if (isAboutThread(trouble)) return { outcome: 'gone' };
    // Slack says the same of a private channel that the bot was put out of, where a video is seen all the same
    if (trouble.code === 'channel_not_found' && !sought.file) return { outcome: 'gone' };
    return { outcome: 'blind' };
  }

  async function findMessage(to: Place, sought: Sought, since: number, signal: AbortSignal): Promise<FindOutcome> {
    const { key, tried } = sought;
    // what appears while it is looked for may be missed
    const left = SETTLE - tries.quietFor(key, tried);
    const seen = await look(to, since, (message, me) => isPost(message, key, me), signal);
    const isUnseen = seen.look === 'read' || (seen.look === 'trouble' && isAboutThread(seen.trouble));
    if (isUnseen && left > 0) return { outcome: 'later', at: clock.now() + left };
    switch (seen.look) {
      case 'found':
        return found(to, seen);
      case 'part':
        return { outcome: 'blind' };
      case 'trouble':
        return troubled(to, sought, seen.trouble);
      case 'read':
        return { outcome: 'absent', surely: true };
    }
  }

  async function findFile(
    to: Place,
    sought: Sought,
    file: string,
    since: number,
    signal: AbortSignal,
  ): Promise<FindOutcome> {
    const { space: team, channel = '' } = to;
    const quiet = tries.quietFor(sought.key, sought.tried);
    const shared = await sharedIn(calls, team, file, channel, signal);
    if ('answer' in shared) {
      const { message, workspace } = shared.answer;
      if (message) return { outcome: 'found', sent: sentIn(to, message, workspace, file) };
    } else {
      const { trouble } = shared;
      if (isPassing(trouble)) return troubled(to, sought, trouble);
      // it was there, and somebody took it away
      if (trouble.code === 'file_deleted') return { outcome: 'blind' };
    }
    const seen = await look(to, since, (message, me) => shows(message, file, me), signal);
    if (seen.look === 'found') return found(to, seen, file);
    if (seen.look === 'trouble' && isPassing(seen.trouble)) return troubled(to, sought, seen.trouble);
    const left = FILE_SETTLE - quiet;
    if (left <= 0) return { outcome: seen.look === 'part' ? 'later' : 'blind' };
    return { outcome: 'later', ...(left < NEAR_END && { at: clock.now() + left }) };
  }

  return async (to, sought, since, signal) => {
    const { file, trace } = sought;
    if (to.channel === undefined) return { outcome: 'blind' };
    if (!file || file.linked) return findMessage(to, sought, since, signal);
    return trace === undefined ? { outcome: 'absent', surely: true } : findFile(to, sought, trace, since, signal);
  };
}

const isPassing = ({ verdict }: Trouble) => verdict === 'later' || verdict === 'unclear';

const isAboutThread = ({ code }: Trouble) => code === 'thread_not_found';
