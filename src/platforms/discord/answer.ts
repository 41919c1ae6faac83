import type { Logger } from 'pino';
import { wait } from '../../clock.ts';
import type { Place } from '../../jobs/job.ts';
import type { Message } from '../message.ts';
import type { Answer, Platform, PostFile, Sent } from '../platform.ts';
import { AGAIN, type PrivateAnswerOptions, privateAnswer } from './answer-private.ts';
import { type AnswerRef, readRef, writeRef } from './answer-ref.ts';
import { described } from './described.ts';

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
 * An interaction is answered in its own private message as long as its token lives; everything else by a message in the place, which
 * pings only the person who asked. A file never takes that second way, where others would see it: it goes to the person alone.
 */
export function answers(options: AnswersOptions): Answers {
  const { platform, clock, log, signal } = options;

  function create(about: AnswerRef, restored: boolean): Answer {
    const { key, person, place, since } = about;
    const own = about.interaction && privateAnswer(about.interaction, options);
    let sent: Sent | undefined;

    async function sayAloud(message: Message, file: PostFile | undefined): Promise<void> {
      const aloud = own && !place.private ? addressed(message) : message;
      if (sent && (await platform.edit(sent, aloud)) === 'done') return;
      let to = file ? await direct() : place;
      for (const pause of [...AGAIN, undefined]) {
        const reply = to === place && about.replyTo !== undefined ? { replyTo: about.replyTo } : {};
        const said = await platform.post(to, { key, message: aloud, ...reply, ...(file && { file }) }, signal);
        switch (said.outcome) {
          case 'posted':
            sent = said.sent;
            // under the same key, Discord shows what was said before the restart
            if (restored) await platform.edit(sent, aloud);
            return;
          case 'too_large':
            throw new Error('the file is too large');
          case 'closed':
            if (to !== place) throw new Error('the person cannot be reached');
            to = await direct();
            break;
          default:
            if (pause === undefined) throw new Error(`Discord did not take it: ${said.outcome}`);
            await wait(clock, pause, signal);
        }
      }
    }

    /** For a message that others see as well, and that answers none of theirs. */
    function addressed(message: Message): Message {
      const to = { key: 'discord_for_person', params: { person: { person } } } as const;
      return { ...message, lines: [to, ...message.lines], pings: [person] };
    }

    async function direct(): Promise<Place> {
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
          if (!(await own?.say(message, file))) await sayAloud(message, file);
        }),

      done: () =>
        tryTo(async () => {
          if (own) return own.remove();
          if (!sent && restored) {
            const found = await platform.find(place, { key }, since, signal);
            if (found.outcome === 'found') sent = found.sent;
          }
          if (sent) await platform.remove(sent);
        }),
    };
  }

  return {
    begin: (about) => create(about, false),
    restore: (ref) => create(readRef(ref), true),
  };
}
