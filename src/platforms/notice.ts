import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Place } from '../jobs/job.ts';
import { insist, isLater, type Later } from './insist.ts';
import type { Line, Message } from './message.ts';
import type { Platform, Post, PostFile, Sent } from './platform.ts';

/** One message of the bot to somebody, which says what was last said by it. */
export interface Notice {
  /**
   * Says this, once: what may be there already is looked for and changed.
   * @returns `closed` where nothing can be said there; a sentence when the file is not taken
   * @throws Error when the platform stays away, or the signal's reason
   */
  say(message: Message, file?: PostFile): Promise<'said' | 'closed' | Line>;
  /** Takes it away, where it is. @throws as above */
  remove(): Promise<void>;
}

export interface NoticeOptions {
  readonly platform: Pick<Platform, 'post' | 'find' | 'edit' | 'remove'>;
  readonly to: Place;
  readonly key: string;
  readonly replyTo?: string | undefined;
  /** It may be there since then (ms), as an earlier life of the process said it. */
  readonly since?: number | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** A post of which it is not known whether it is there: since when (ms), with which words, by which trace. */
interface Doubt {
  readonly since: number;
  readonly message?: Message;
  readonly trace?: string;
}

export function notice({ platform, to, key, replyTo, since, clock, log, signal }: NoticeOptions): Notice {
  let sent: Sent | undefined;
  let doubt: Doubt | undefined = since === undefined ? undefined : { since };

  async function until<T extends string | Line>(act: () => Promise<T | Later>): Promise<T> {
    const result = await insist(clock, signal, act);
    if (isLater(result)) throw new Error('the platform did not take it');
    return result;
  }

  /** @returns whether it is there to be seen; somebody may have deleted it */
  async function change(shown: Sent, message: Message): Promise<boolean> {
    const outcome = await until(async () => {
      const edited = await platform.edit(shown, message);
      return edited.outcome === 'later' ? { later: edited.at } : edited.outcome;
    });
    return outcome === 'done';
  }

  const find = (unsure: Doubt, file?: PostFile) =>
    platform.find(
      to,
      { key, ...(file && { file }), ...(unsure.trace !== undefined && { trace: unsure.trace }) },
      unsure.since,
      signal,
    );

  /** Looks for what may be there. @returns what it comes to; undefined where it is to be posted */
  async function look(
    unsure: Doubt,
    message: Message,
    file?: PostFile,
  ): Promise<'said' | 'closed' | Line | Later | undefined> {
    const found = await find(unsure, file);
    switch (found.outcome) {
      case 'found':
        sent = found.sent;
        doubt = undefined;
        if (!file && unsure.message !== message) await change(found.sent, message);
        return 'said';
      case 'later':
        return { later: found.at };
      case 'gone':
        return 'closed';
      case 'blind':
        if (file) return { key: 'answer_file_unsure' };
        // other words, from before, may be there: two are better than none
        if (unsure.message !== message) return undefined;
        log.warn({ answer: key }, 'it cannot be told whether somebody was answered');
        return 'said';
      case 'absent':
        return undefined;
    }
  }

  async function post(message: Message, file?: PostFile): Promise<'said' | 'closed' | Line | Later> {
    const unsure = doubt;
    const seen = unsure && (await look(unsure, message, file));
    if (seen) return seen;
    const begun = unsure?.since ?? clock.now();
    let trace: string | undefined;
    const wanted: Post = {
      key,
      message,
      ...(replyTo !== undefined && { replyTo }),
      ...(file && {
        file,
        mark: async (given) => {
          trace = given;
        },
      }),
    };
    const outcome = await platform.post(to, wanted, signal);
    switch (outcome.outcome) {
      case 'posted':
        sent = outcome.sent;
        doubt = undefined;
        // where a key is remembered, what was said before may be what is shown under it
        if (!file && unsure && unsure.message !== message) await change(sent, message);
        return 'said';
      case 'closed':
        return 'closed';
      case 'too_large':
        return { key: 'answer_too_large' };
      case 'fileless':
        return { key: outcome.why };
      case 'later':
        return { later: outcome.at };
      case 'unclear':
        doubt = { since: begun, message, ...(trace !== undefined && { trace }) };
        return { later: undefined };
    }
  }

  return {
    async say(message, file) {
      if (sent && !file && (await change(sent, message))) return 'said';
      return until(() => post(message, file));
    },

    async remove() {
      if (!sent && doubt) {
        const unsure = doubt;
        await until(async () => {
          const found = await find(unsure);
          if (found.outcome === 'found') sent = found.sent;
          return found.outcome === 'later' ? { later: found.at } : found.outcome;
        });
      }
      const there = sent;
      if (!there) return;
      await until(async () => {
        const removed = await platform.remove(there);
        return removed.outcome === 'later' ? { later: removed.at } : removed.outcome;
      });
      sent = undefined;
      doubt = undefined;
    },
  };
}
