import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Place } from '../jobs/job.ts';
import { type AnswerRef, readRef, writeRef } from './answer-ref.ts';
import { described } from './described.ts';
import type { Line, Message } from './message.ts';
import { type Notice, notice } from './notice.ts';
import type { Answer, OpenOutcome, Platform, PostFile } from './platform.ts';
import { keyFor, type Way } from './reply-keys.ts';

/** A way to answer one request that only the person who made it sees. */
export interface PrivateWay {
  /** @returns false when it cannot be said this way, or not any more @throws Error when the platform refuses it, or stays away */
  say(message: Message, file?: PostFile): Promise<boolean>;
  /** Takes away what was shown, where that is possible. */
  remove(): Promise<void>;
}

export interface AnswersOptions {
  readonly platform: Pick<Platform, 'post' | 'find' | 'edit' | 'remove' | 'openDirect'>;
  /** The way that {@link AnswerRef.own} tells of. */
  readonly privately: (own: string) => PrivateWay;
  /** A talk with one person. */
  readonly isDirect: (place: Place) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts what is still tried. */
  readonly signal: AbortSignal;
}

/** What is said where a file could not be given. */
const FILE_FAILED = { closed: 'answer_file_closed', later: 'answer_file_later' } as const;

/** Answers to requests: new ones, and those that were begun before a restart, by their {@link Answer.ref}. */
export interface Answers {
  begin(about: AnswerRef): Answer;
  restore(ref: string): Answer;
}

/**
 * A request that has a private way of its own is answered by that as long as it is open. Past that, the person is told in a direct message:
 * before others, only what may be said aloud. Any other is answered in its place. A file goes to the person alone, always.
 */
export function answers(options: AnswersOptions): Answers {
  const { platform, isDirect, clock, log, signal } = options;

  function create(about: AnswerRef, restored: boolean): Answer {
    const { key, person, place, since, replyTo } = about;
    const own = about.own === undefined ? undefined : options.privately(about.own);
    const notices = new Map<Way, Notice>();
    if (restored && !own) noticeOf('open', place);

    function noticeOf(way: Way, to: Place): Notice {
      const known = notices.get(way);
      if (known) return known;
      const made = notice({
        platform,
        to,
        key: keyFor(way, key),
        replyTo: way === 'open' ? replyTo : undefined,
        // a file is only given at once, not after a restart
        since: restored && way !== 'file' ? since : undefined,
        clock,
        log,
        signal,
      });
      notices.set(way, made);
      return made;
    }

    async function say(message: Message, file?: PostFile): Promise<void> {
      if (await own?.say(message, file)) return;
      if (!file) return sayOutside(message);
      const refused = await giveOutside(message, file);
      if (refused) await say({ locale: message.locale, lines: [refused] });
    }

    async function sayOutside(message: Message): Promise<void> {
      const isForAll = !own || isDirect(place) || message.aloud === true;
      const open = own && !isDirect(place) ? addressed(message) : message;
      if (isForAll && (await sayOpenly(open))) return;
      const to = await direct();
      if (!('place' in to) || (await noticeOf('alone', to.place).say(message)) !== 'said')
        throw new Error('the person cannot be reached');
    }

    /** @returns whether it is said; where it may be, or the place stays closed for minutes, the person is told directly as well */
    async function sayOpenly(message: Message): Promise<boolean> {
      try {
        return (await noticeOf('open', place).say(message)) === 'said';
      } catch (err) {
        signal.throwIfAborted();
        if (isDirect(place)) throw err;
        log.info(
          { answer: key, err: described(err) },
          'somebody could not be answered in the place, and is told directly',
        );
        return false;
      }
    }

    /** Gives a file to the person alone. @returns a sentence when they may not have it by that */
    async function giveOutside(message: Message, file: PostFile): Promise<Line | undefined> {
      try {
        const to = await direct();
        const outcome = 'place' in to ? await noticeOf('file', to.place).say(message, file) : to.outcome;
        if (outcome === 'said') return undefined;
        return typeof outcome === 'object' ? outcome : { key: FILE_FAILED[outcome] };
      } catch (err) {
        signal.throwIfAborted();
        log.warn({ answer: key, err: described(err) }, 'it cannot be told whether somebody was given a file');
        return { key: 'answer_file_unsure' };
      }
    }

    /** For a message that others see as well, and that answers none of theirs. */
    function addressed(message: Message): Message {
      const to = { key: 'answer_for_person', params: { person: { person } } } as const;
      return { ...message, lines: [to, ...message.lines], pings: [person] };
    }

    async function direct(): Promise<OpenOutcome> {
      return isDirect(place) ? { outcome: 'open', place } : platform.openDirect(person, place, signal);
    }

    async function tryTo(act: () => Promise<void>): Promise<void> {
      try {
        await act();
      } catch (err) {
        signal.throwIfAborted();
        log.warn({ answer: key, err: described(err) }, 'somebody could not be answered');
      }
    }

    return {
      ref: writeRef(about),
      say: (message, file) => tryTo(() => say(message, file)),
      done: () =>
        tryTo(async () => {
          if (own) return own.remove();
          for (const each of notices.values()) await each.remove();
        }),
    };
  }

  return {
    begin: (about) => create(about, false),
    restore: (ref) => create(readRef(ref), true),
  };
}
