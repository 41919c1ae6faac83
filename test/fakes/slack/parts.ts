import type { Violations } from './violations.ts';
import type { MessageRecord, TeamRecord, World } from './world.ts';

/** Slack's registration of the app under test. */
export interface AppRecord {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  readonly appToken: string;
}

/** What people and Slack do that the app hears of: built and delivered by `delivery.ts` and `payloads.ts`. */
export interface Events {
  /** A message was written, by a person or by the bot itself: `message`, and `app_mention` where it names the bot. */
  posted(message: MessageRecord): void;
  /** `message_changed`. */
  changed(message: MessageRecord, before: MessageRecord): void;
  /** `message_deleted`. */
  deleted(message: MessageRecord): void;
  /** Any other event of a workspace, as its `event`. */
  tell(team: TeamRecord, event: Readonly<Record<string, unknown>>): void;
}

/** What every part of the fake works with. */
export interface Parts {
  readonly world: World;
  readonly app: AppRecord;
  readonly events: Events;
  readonly violations: Violations;
  /** `http://127.0.0.1:port`, without a slash at its end. */
  readonly base: () => string;
  /** Does something later that nobody waits for; ends with the fake. */
  readonly later: (ms: number, act: () => void) => void;
}
