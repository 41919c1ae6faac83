import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { PrivateWay } from '../answers.ts';
import { insist, isLater } from '../insist.ts';
import { call } from './call.ts';
import { withFile } from './form.ts';
import { renderMessage } from './render.ts';

/** How long an interaction's token lives (ms), less what a request may take. */
export const TOKEN_LIFE = 15 * 60_000 - 10_000;

/** The token has died, or there is no message of its any more. Some die before their time (discord-api-docs #6851). */
const DEAD: readonly (number | undefined)[] = [
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownMessage,
];

const interaction = z.object({ application: z.string(), token: z.string(), until: z.number() });

/** The interaction that is answered, until its token dies (ms). */
export type Answered = z.infer<typeof interaction>;

export const ownOf = (answered: Answered): string => JSON.stringify(answered);

export interface PrivateAnswerOptions {
  readonly rest: REST;
  /** For requests with a file. */
  readonly uploads: REST;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * The message that an interaction was acknowledged with; only the person who made the interaction sees it.
 * @param own as {@link ownOf} wrote it
 */
export function privateAnswer(own: string, { rest, uploads, clock, signal }: PrivateAnswerOptions): PrivateWay {
  const { application, token, until } = interaction.parse(JSON.parse(own));
  const original = Routes.webhookMessage(application, token, '@original');

  return {
    async say(message, file) {
      const body = renderMessage(message);
      const said = await insist(clock, signal, async () => {
        if (clock.now() >= until) return false;
        const request = file ? await withFile(body, file) : { body: { ...body, attachments: [] } };
        const edit = () => (file ? uploads : rest).patch(original, { ...request, auth: false });
        const called = await call(clock.now, edit, signal);
        if ('answer' in called) return true;
        const { verdict, code, status, cause, at } = called.trouble;
        if (DEAD.includes(code)) return false;
        if (verdict === 'later' || verdict === 'unclear') return { later: at };
        throw new Error(`Discord did not take it: ${verdict}, ${[status, code, cause].filter(Boolean).join(' ')}`);
      });
      if (isLater(said)) throw new Error('Discord did not take it for some minutes');
      return said;
    },

    async remove() {
      if (clock.now() < until) await call(clock.now, () => rest.delete(original, { auth: false }), signal);
    },
  };
}
