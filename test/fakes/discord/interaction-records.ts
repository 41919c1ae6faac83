import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  InteractionType,
} from 'discord.js';
import { DiscordError } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { ChannelRecord, InteractionOrigin, MessageRecord, UserRecord, World } from './world.ts';

/** The first answer to an interaction. */
export interface Acknowledgement {
  readonly type: InteractionResponseType;
  readonly data: unknown;
  /** By the fake's clock, in ms. */
  readonly at: number;
}

/** Something a person did that the bot has to answer. */
export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
  readonly createdAt: number;
  /** The message whose component was used, here or to open the modal. */
  readonly source?: MessageRecord;
  readonly origin?: InteractionOrigin;
  acknowledgement?: Acknowledgement;
  original?: MessageRecord;
  readonly followUps: MessageRecord[];
  modal?: APIModalInteractionResponseCallbackData;
  choices?: readonly APIApplicationCommandOptionChoice[];
  /** Are called once it is acknowledged. */
  readonly waiting: Set<() => void>;
}

export interface Interactions {
  open(interaction: Omit<InteractionRecord, 'followUps' | 'waiting' | 'createdAt'>): InteractionRecord;
  /** The interaction, if it may be acknowledged now. @throws DiscordError 10062 too late, 40060 twice */
  toAcknowledge(id: string | undefined, token: string | undefined): InteractionRecord;
  /** The interaction, if its token is still good. @throws DiscordError 10015 unknown, 50027 after 15 minutes */
  byToken(application: string | undefined, token: string | undefined): InteractionRecord;
  /** Whether nobody answered in time. */
  isExpired(interaction: InteractionRecord): boolean;
}

export function createInteractions(world: World): Interactions {
  const byToken = new Map<string, InteractionRecord>();
  const age = ({ createdAt }: InteractionRecord) => world.now() - createdAt;
  return {
    open(interaction) {
      const record = { ...interaction, createdAt: world.now(), followUps: [], waiting: new Set<() => void>() };
      byToken.set(record.token, record);
      return record;
    },
    toAcknowledge(id, token) {
      const found = byToken.get(token ?? '');
      if (!found || found.id !== id) throw new DiscordError(10062);
      if (found.acknowledgement) throw new DiscordError(40060);
      if (age(found) > LIMITS.acknowledge) throw new DiscordError(10062);
      return found;
    },
    byToken(application, token) {
      const found = byToken.get(token ?? '');
      if (!found || application !== world.bot.id || !found.acknowledgement) throw new DiscordError(10015);
      if (age(found) > LIMITS.token) throw new DiscordError(50027);
      return found;
    },
    isExpired: (interaction) => !interaction.acknowledgement && age(interaction) > LIMITS.acknowledge,
  };
}

/** Notes the first answer, and tells those who wait for it. */
export function acknowledge(
  interaction: InteractionRecord,
  type: InteractionResponseType,
  data: unknown,
  at: number,
): void {
  interaction.acknowledgement = { type, data, at };
  for (const tell of interaction.waiting) tell();
  interaction.waiting.clear();
}
