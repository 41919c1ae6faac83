import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { type Clock, wait } from '../../clock.ts';
import type { Message } from '../message.ts';
import type { PostFile } from '../platform.ts';
import type { AnswerRef } from './answer-ref.ts';
import { call } from './call.ts';
import { withFile } from './form.ts';
import { renderMessage } from './render.ts';

/** How long an interaction's token lives (ms), less what a request may take. */
export const TOKEN_LIFE = 15 * 60_000 - 10_000;

/** Waits before each further try (ms), while Discord is down. */
export const AGAIN = [1_000, 5_000, 25_000, 60_000, 120_000];

/** The token has died, or there is no message of its any more. Some die before their time (discord-api-docs #6851). */
const DEAD: readonly (number | undefined)[] = [
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownMessage,
];

export interface PrivateAnswer {
  /** @returns false when it cannot be said this way any more @throws Error when Discord refuses it, or stays away */
  say(message: Message, file?: PostFile): Promise<boolean>;
  remove(): Promise<void>;
}

export interface PrivateAnswerOptions {
  readonly rest: REST;
  /** For requests with a file. */
  readonly uploads: REST;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The message that an interaction was acknowledged with; only the person who made the interaction sees it. */
export function privateAnswer(
  { application, token, until }: NonNullable<AnswerRef['interaction']>,
  { rest, uploads, clock, signal }: PrivateAnswerOptions,
): PrivateAnswer {
  const original = Routes.webhookMessage(application, token, '@original');

  return {
    async say(message, file) {
      const body = renderMessage(message);
      for (const pause of [...AGAIN, undefined]) {
        if (clock.now() >= until) return false;
        const request = file ? await withFile(body, file) : { body: { ...body, attachments: [] } };
        const edit = () => (file ? uploads : rest).patch(original, { ...request, auth: false });
        const called = await call(clock.now, edit, signal);
        if ('answer' in called) return true;
        const { verdict, code, status, cause } = called.trouble;
        if (DEAD.includes(code)) return false;
        if (pause === undefined || (verdict !== 'later' && verdict !== 'unclear')) {
          throw new Error(`Discord did not take it: ${verdict}, ${[status, code, cause].filter(Boolean).join(' ')}`);
        }
        await wait(clock, pause, signal);
      }
      return false;
    },

    async remove() {
      if (clock.now() < until) await call(clock.now, () => rest.delete(original, { auth: false }), signal);
    },
  };
}
