import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  InteractionResponseType,
} from 'discord.js';
import type { Acknowledgement, InteractionRecord, Interactions } from './interaction-records.ts';
import { type MessageView, view } from './views.ts';

/** What a person asked of the bot, and what became of it so far. */
export interface Asked {
  readonly id: string;
  /** The first answer, if there was one. */
  readonly acknowledgement: Acknowledgement | undefined;
  /** ms from the question to its first answer. */
  readonly waited: number | undefined;
  /** Whether three seconds went by without an answer: "The application did not respond". */
  readonly expired: boolean;
  /** The answer's message as it stands, or the one a component was on. */
  readonly original: MessageView | undefined;
  readonly followUps: readonly MessageView[];
  readonly modal: APIModalInteractionResponseCallbackData | undefined;
  /** What was suggested by an autocomplete. */
  readonly choices: readonly APIApplicationCommandOptionChoice[] | undefined;
  /** Resolves with the kind of the first answer as soon as it is there. */
  acknowledged(): Promise<InteractionResponseType>;
  readonly record: InteractionRecord;
}

export function asked(record: InteractionRecord, interactions: Interactions): Asked {
  return {
    record,
    id: record.id,
    get acknowledgement() {
      return record.acknowledgement;
    },
    get waited() {
      return record.acknowledgement && record.acknowledgement.at - record.createdAt;
    },
    get expired() {
      return interactions.isExpired(record);
    },
    get original() {
      return record.original && view(record.original);
    },
    get followUps() {
      return record.followUps.map(view);
    },
    get modal() {
      return record.modal;
    },
    get choices() {
      return record.choices;
    },
    acknowledged() {
      const { acknowledgement } = record;
      if (acknowledgement) return Promise.resolve(acknowledgement.type);
      return new Promise((resolve) => {
        record.waiting.add(() => record.acknowledgement && resolve(record.acknowledgement.type));
      });
    },
  };
}
