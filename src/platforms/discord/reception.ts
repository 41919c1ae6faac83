import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  DiscordAPIError,
  HTTPError,
  InteractionResponseType,
  MessageFlags,
  RateLimitError,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Asked, Caller, Desk, FormStart } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import { type Locale, localeOf, type TextKey } from '../../texts.ts';
import type { Answer } from '../platform.ts';
import type { Answers } from './answer.ts';
import { TOKEN_LIFE } from './answer-private.ts';
import { callerOf, channelOf, type Interaction, originOf } from './caller.ts';
import { described } from './described.ts';
import { replyKey } from './keys.ts';
import { lacking, placeKind } from './permissions.ts';
import { renderMessage } from './render.ts';

/** How long Discord waits for the first response (ms). */
const ACKNOWLEDGE = 3_000;

/** Between two tries of it, where there was no answer (ms). The library itself repeats only what was reset. */
const AGAIN = 100;

/** How long a form waits for its recent voices and words before it opens without them (ms). */
const FORM_PATIENCE = 1_200;

export interface ReceptionOptions {
  readonly rest: REST;
  readonly answers: Answers;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The first response to an interaction, of which there is exactly one, within 3 seconds. Each of these sends it at once; none throws
 * for what Discord says to it.
 */
export interface Reception {
  /**
   * Shows that the bot is at it, to the person alone. The answer is there at once, so that the request is noted meanwhile and outlives
   * a crash; what is said by it waits for the sign, and is not said where Discord does not wait any more.
   */
  acknowledge(interaction: Interaction, how?: 'new' | 'update'): Answer & Pick<Required<Answer>, 'begun'>;
  /** Says one sentence, to the person alone. */
  tell(interaction: Interaction, key: TextKey): Promise<void>;
  open(interaction: Interaction, modal: APIModalInteractionResponseCallbackData): Promise<void>;
  suggest(interaction: Interaction, choices: readonly { readonly id: string; readonly name: string }[]): Promise<void>;
  /** What a form starts with, as far as it is known soon enough. */
  formStart(caller: Caller, job?: string): Promise<FormStart>;
}

/** What every request made by an interaction has. */
export function requestOf(
  interaction: Interaction,
  answer: Answer,
): Pick<Asked, 'origin' | 'caller' | 'answer' | 'lacks'> {
  return {
    origin: originOf(interaction),
    caller: callerOf(interaction),
    answer,
    lacks: lacking(BigInt(interaction.app_permissions), placeKind(channelOf(interaction).type)),
  };
}

export function reception({ rest, answers, desk, clock, log }: ReceptionOptions): Reception {
  /** @returns whether Discord has it; a sentence that came too late is none */
  async function respond({ id, token }: Interaction, body: APIInteractionResponse): Promise<boolean> {
    const until = clock.now() + ACKNOWLEDGE;
    for (;;) {
      try {
        await rest.post(Routes.interactionCallback(id, token), { auth: false, body });
        return true;
      } catch (error) {
        // an earlier try had arrived, and only its answer was lost
        if (isCode(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) return true;
        const isAnswer =
          error instanceof DiscordAPIError || error instanceof HTTPError || error instanceof RateLimitError;
        if (!isAnswer && clock.now() < until) {
          await new Promise<void>((go) => void clock.after(AGAIN, go));
          continue;
        }
        const isLate = isCode(error, RESTJSONErrorCodes.UnknownInteraction);
        if (isLate) log.warn({ interaction: id }, 'Discord had given up on an interaction before it was acknowledged');
        else log.error({ interaction: id, err: described(error) }, 'an interaction could not be acknowledged');
        return false;
      }
    }
  }

  return {
    acknowledge(interaction, how = 'new') {
      const { person, place } = callerOf(interaction);
      const origin = originOf(interaction);
      const begun = respond(
        interaction,
        how === 'update'
          ? { type: InteractionResponseType.DeferredMessageUpdate }
          : {
              type: InteractionResponseType.DeferredChannelMessageWithSource,
              data: { flags: MessageFlags.Ephemeral },
            },
      );
      const { ref, say, done } = answers.begin({
        key: replyKey(origin),
        person,
        place,
        since: clock.now(),
        interaction: {
          application: interaction.application_id,
          token: interaction.token,
          until: origin.at + TOKEN_LIFE,
        },
      });
      return {
        ref,
        begun,
        async say(message, file) {
          if (await begun) await say(message, file);
        },
        async done() {
          if (await begun) await done();
        },
      };
    },

    async tell(interaction, key) {
      const message = renderMessage({ locale: localeOf(interaction.locale), lines: [{ key }] });
      await respond(interaction, {
        type: InteractionResponseType.ChannelMessageWithSource,
        data: { ...message, flags: MessageFlags.Ephemeral },
      });
    },

    async open(interaction, modal) {
      await respond(interaction, { type: InteractionResponseType.Modal, data: modal });
    },

    async suggest(interaction, choices) {
      await respond(interaction, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: choices.map(({ id, name }) => ({ name, value: id })) },
      });
    },

    async formStart(caller, job) {
      const late = Promise.withResolvers<FormStart>();
      const cancel = clock.after(FORM_PATIENCE, () => late.resolve(bareForm(desk, caller.locale)));
      try {
        return await Promise.race([desk.form(caller, job), late.promise]);
      } finally {
        cancel();
      }
    },
  };
}

function bareForm(desk: Desk, locale: Locale): FormStart {
  return { voices: desk.voices('', locale) };
}

function isCode(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}
