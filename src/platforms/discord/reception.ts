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
import type { Asked, Caller, Desk, FormStart, NoForm } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import { localeOf, type TextKey } from '../../texts.ts';
import type { Answers } from '../answers.ts';
import { broken } from '../broken.ts';
import { described } from '../described.ts';
import { type FormAsked, formStart } from '../form-start.ts';
import type { Answer } from '../platform.ts';
import { replyKey } from '../reply-keys.ts';
import { ownOf, TOKEN_LIFE } from './answer-private.ts';
import { callerOf, channelOf, type Interaction, originOf } from './caller.ts';
import { lacking, obstacles, placeKind } from './permissions.ts';
import { renderMessage } from './render.ts';
import { spokenWords } from './spoken.ts';
import type { World } from './world.ts';

/** How long Discord waits for the first response (ms). */
const ACKNOWLEDGE = 3_000;

/** Between two tries of it, where there was no answer (ms). The library itself repeats only what was reset. */
const AGAIN = 100;

export interface ReceptionOptions {
  readonly rest: REST;
  readonly answers: Answers;
  readonly desk: Desk;
  readonly world: Pick<World, 'names' | 'rights'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What every request made by an interaction has. */
export type Received = Pick<Asked, 'origin' | 'caller' | 'obstacles'> & {
  /** Is there at once, so that the request is noted meanwhile and outlives a crash; what is said by it waits for the sign. */
  readonly answer: Answer & Pick<Required<Answer>, 'begun'>;
};

/**
 * The first response to an interaction, of which there is exactly one, within 3 seconds. Each of `serve`, `tell`, `open` and `suggest`
 * sends it at once; none throws for what Discord says to it.
 */
export interface Reception {
  /**
   * Shows that the bot is at it, to the person alone, and sees to it that something follows: where the act fails, the person is told.
   * Nothing is said where Discord does not wait any more.
   * @throws what the act throws
   */
  serve(interaction: Interaction, act: (received: Received) => Promise<void>, how?: 'new' | 'update'): Promise<void>;
  /** Says one sentence, to the person alone. */
  tell(interaction: Interaction, key: TextKey): Promise<void>;
  open(interaction: Interaction, modal: APIModalInteractionResponseCallbackData): Promise<void>;
  suggest(interaction: Interaction, choices: readonly { readonly id: string; readonly name: string }[]): Promise<void>;
  /** What a form starts with, as far as it is known soon enough. */
  formStart(caller: Caller, asked?: FormAsked): Promise<FormStart | NoForm>;
  callerOf(interaction: Interaction): Caller;
  /** What a face can say of what was typed; undefined where that is nothing. */
  wordsOf(interaction: Interaction, typed: string | undefined): string | undefined;
}

export function reception({ rest, answers, desk, world, clock, log }: ReceptionOptions): Reception {
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

  function acknowledge(interaction: Interaction, how: 'new' | 'update'): Received {
    const caller = callerOf(interaction, world);
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
    const now = clock.now();
    const { ref, say, done } = answers.begin({
      key: replyKey(origin),
      person: caller.person,
      place: caller.place,
      since: now,
      // by this clock alone: Discord's may be minutes apart
      own: ownOf({ application: interaction.application_id, token: interaction.token, until: now + TOKEN_LIFE }),
    });
    const answer: Received['answer'] = {
      ref,
      begun,
      async say(message, file) {
        if (await begun) await say(message, file);
      },
      async done() {
        if (await begun) await done();
      },
    };
    const lacks = lacking(BigInt(interaction.app_permissions), placeKind(channelOf(interaction).type));
    return { origin, caller, answer, obstacles: obstacles(lacks, caller.place) };
  }

  return {
    async serve(interaction, act, how = 'new') {
      const received = acknowledge(interaction, how);
      try {
        await act(received);
      } catch (error) {
        await received.answer.say(broken(interaction.id, received.caller.locale));
        throw error;
      }
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

    formStart: (caller, asked) => formStart(desk, clock, caller, asked),
    callerOf: (interaction) => callerOf(interaction, world),

    wordsOf({ application_id, guild_id }, typed) {
      if (typed === undefined) return undefined;
      return spokenWords(typed, application_id, { ...world.names(guild_id), person: () => undefined });
    },
  };
}

function isCode(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}
