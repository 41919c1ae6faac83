import type { Logger } from 'pino';
import type { Answer } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { Locale, TextKey } from '../src/texts.ts';
import { line, message } from './message.ts';

/** Whom to tell, and how. */
export interface Told {
  readonly answer: Answer;
  readonly locale: Locale;
  /** The person is told this number, and the log names it. */
  readonly id: string;
  /** Says that something broke; only of a request that was not accepted is it known that nothing was charged. */
  readonly broken: Extract<TextKey, 'ask_broken' | 'desk_broken'>;
  /** Called before the person is told that it is given up, since the bot stops. */
  readonly givesUp?: () => Promise<void>;
}

/**
 * Does something, and says what goes wrong with it: a refusal in its own words; anything else is logged under an id, which
 * the person is told. @throws the stop's reason, when that could not be said any more
 */
export type Saying = (told: Told, act: () => Promise<void>) => Promise<void>;

/** @param closing when it has aborted, what was given up is a matter of the restart and no fault */
export function saying(log: Logger, closing: AbortSignal): Saying {
  return async ({ answer, locale, id, broken, givesUp }, act) => {
    try {
      await act();
    } catch (error) {
      if (error instanceof Refusal) return answer.say(message(locale, [error, ...error.lines]));
      if (closing.aborted) {
        await givesUp?.();
        return answer.say(message(locale, ['ask_closing']));
      }
      log.error({ err: error, request: id }, 'what was asked for could not be done');
      await answer.say(message(locale, [line(broken, { id })]));
    }
  };
}
