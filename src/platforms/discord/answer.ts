import type { Logger } from 'pino';
import { wait } from '../../clock.ts';
import type { Place } from '../../jobs/job.ts';
import type { Message } from '../message.ts';
import type { Answer, Platform, PostFile, Sent } from '../platform.ts';
import { AGAIN, type PrivateAnswerOptions, privateAnswer } from './answer-private.ts';
import { type AnswerRef, readRef, writeRef } from './answer-ref.ts';
import { described } from './described.ts';
import { keyFor, type Way } from './keys.ts';
import { isDirect } from './places.ts';

export interface AnswersOptions extends PrivateAnswerOptions {
  readonly platform: Pick<Platform, 'post' | 'find' | 'edit' | 'remove' | 'openDirect'>;
  readonly log: Logger;
}

/** Answers to requests: new ones, and those that were begun before a restart, by their {@link Answer.ref}. */
export interface Answers {
  begin(about: AnswerRef): Answer;
  restore(ref: string): Answer;
}

/**
 * An interaction is answered in its own private message as long as its token lives. Past that, the person is told in a direct message:
 * before others, only what may be said aloud. A message is answered in its place. A file goes to the person alone, always.
 */
export function answers(options: AnswersOptions): Answers {
  const { platform, clock, log, signal } = options;

  function create(about: AnswerRef, restored: boolean): Answer {
    const { key, person, place, since } = about;
    const own = about.interaction && privateAnswer(about.interaction, options);
    const sent = new Map<Way, Sent>();

    /** @returns whether it is there; false where this place is closed */
    async function post(way: Way, to: Place, message: Message, file?: PostFile): Promise<boolean> {
      const before = sent.get(way);
      if (before && !file && (await platform.edit(before, message)) === 'done') return true;
      const reply = way === 'open' && about.replyTo !== undefined ? { replyTo: about.replyTo } : {};
      for (const pause of [...AGAIN, undefined]) {
        const post = { key: keyFor(way, key), message, ...reply, ...(file && { file }) };
        const said = await platform.post(to, post, signal);
        switch (said.outcome) {
          case 'posted':
            sent.set(way, said.sent);
            // under the same key, Discord shows what was said before the restart
            if (restored && !file) await platform.edit(said.sent, message);
            return true;
          case 'closed':
            return false;
          case 'too_large':
            throw new Error('the file is too large');
          default:
            if (pause === undefined) throw new Error(`Discord did not take it: ${said.outcome}`);
            await wait(clock, pause, signal);
        }
      }
      return false;
    }

    async function sayOutside(message: Message, file: PostFile | undefined): Promise<void> {
      const isForAll = !file && (!own || isDirect(place) || message.aloud === true);
      if (isForAll && (await post('open', place, own && !isDirect(place) ? addressed(message) : message))) return;
      if (!(await post(file ? 'file' : 'alone', await direct(), message, file))) {
        throw new Error('the person cannot be reached');
      }
    }

    /** For a message that others see as well, and that answers none of theirs. */
    function addressed(message: Message): Message {
      const to = { key: 'discord_for_person', params: { person: { person } } } as const;
      return { ...message, lines: [to, ...message.lines], pings: [person] };
    }

    async function direct(): Promise<Place> {
      if (isDirect(place)) return place;
      const opened = await platform.openDirect(person, signal);
      if (opened.outcome === 'open') return opened.place;
      throw new Error(`the person cannot be reached: ${opened.outcome}`);
    }

    async function tryTo(act: () => Promise<void>): Promise<void> {
      try {
        await act();
      } catch (err) {
        if (!signal.aborted) log.warn({ answer: key, err: described(err) }, 'somebody could not be answered');
      }
    }

    return {
      ref: writeRef(about),

      say: (message, file) =>
        tryTo(async () => {
          if (!(await own?.say(message, file))) await sayOutside(message, file);
        }),

      done: () =>
        tryTo(async () => {
          if (own) return own.remove();
          if (sent.size === 0 && restored) {
            const found = await platform.find(place, { key: keyFor('open', key) }, since, signal);
            if (found.outcome === 'found') sent.set('open', found.sent);
          }
          for (const each of sent.values()) await platform.remove(each);
        }),
    };
  }

  return {
    begin: (about) => create(about, false),
    restore: (ref) => create(readRef(ref), true),
  };
}
