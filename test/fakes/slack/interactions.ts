import type { Loose } from '../loose.ts';
import type { ViewRecord } from './views.ts';
import type { ChannelRecord, MessageRecord, TeamRecord, UserRecord } from './world.ts';

/** ms an app has to acknowledge (docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response). */
export const ACKNOWLEDGE_MS = 3_000;

export type InteractionKind =
  | 'slash_command'
  | 'block_actions'
  | 'block_suggestion'
  | 'message_action'
  | 'shortcut'
  | 'view_submission'
  | 'view_closed'
  | 'app_home_opened';

/** Something a person did that the app has to answer, and what became of it so far. */
export interface Interaction {
  readonly id: string;
  readonly kind: InteractionKind;
  readonly team: TeamRecord;
  readonly user: UserRecord;
  /** Where it was done; nowhere, in a view. */
  readonly channel?: ChannelRecord;
  /** The message whose button was pressed, or whose menu was used. */
  readonly message?: MessageRecord;
  /** The view it was done in. */
  readonly view?: ViewRecord;
  readonly createdAt: number;
  acknowledgement?: { readonly at: number; readonly body: unknown };
  /** Why Slack took no answer, or no notice of it: nobody there, an HTTP error, too late. */
  failure?: string;
  /** Views it opened, pushed or put in the place of another, in order. */
  readonly views: ViewRecord[];
  /** Messages that came through its `response_url` or with the acknowledgement, in order. */
  readonly answers: MessageRecord[];
  /** Field errors of a modal, under the ids of their blocks. */
  errors: Readonly<Record<string, string>>;
  /** Options for what was typed. */
  suggestions?: readonly Loose[];
  /** Are called once it is acknowledged or has failed. */
  readonly waiting: Set<() => void>;
}

/** Notes that an interaction came to its end with Slack, well or not, and tells those who wait for it. */
export function settle(interaction: Interaction, outcome: Pick<Interaction, 'acknowledgement' | 'failure'>): void {
  Object.assign(interaction, outcome);
  for (const tell of interaction.waiting) tell();
  interaction.waiting.clear();
}
