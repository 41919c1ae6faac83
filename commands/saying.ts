import type { Logger } from 'pino';
import type { Answer } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { Locale, TextKey } from '../src/texts.ts';
import { line, message } from './message.ts';

/**
 * Does something, and says what goes wrong with it: a refusal in its own words; anything else is logged under an id, which
 * the person is told. `broken` says so; only of a request that was not accepted is it known that nothing was charged.
 */
export type Saying = (
  answer: Answer,
  locale: Locale,
  id: string,
  act: () => Promise<void>,
  broken: Extract<TextKey, 'ask_broken' | 'desk_broken'>,
) => Promise<void>;

/** @param closing when it has aborted, what was given up is a matter of the restart and no fault */
export function saying(log: Logger, closing: AbortSignal): Saying {
  return async (answer, locale, id, act, broken) => {
    try {
      await act();
    } catch (error) {
      if (error instanceof Refusal) return answer.say(message(locale, [error]));
      if (closing.aborted) return answer.say(message(locale, ['ask_closing']));
      log.error({ err: error, request: id }, 'what was asked for could not be done');
      await answer.say(message(locale, [line(broken, { id })]));
    }
  };
}
