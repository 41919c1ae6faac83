import { randomBytes } from 'node:crypto';
import type { Loose } from '../loose.ts';

/** A message as Slack keeps it. */
export interface MessageRecord {
  readonly channel: string;
  /** Its id within the channel: seconds and microseconds, always growing. */
  readonly ts: string;
  /** The message that its thread hangs under; the message itself, once it has replies. */
  thread_ts?: string;
  /** Who wrote it: a user's id, also for a bot. */
  readonly user: string;
  readonly bot_id?: string;
  text: string;
  blocks: unknown[];
  metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> };
  files: string[];
  attachments?: unknown[];
  subtype?: string;
  edited?: { readonly user: string; readonly ts: string };
  deleted?: boolean;
  /** Users who were notified of it. */
  readonly pings: Set<string>;
  /** Seen by this user alone. */
  readonly ephemeralFor?: string;
  /** Options that were suggested for its selects, under `block_id action_id`. */
  readonly suggested?: Map<string, readonly Loose[]>;
}

export interface FileRecord {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly name: string;
  title: string;
  readonly mimetype: string;
  readonly filetype: string;
  /** Bytes as declared; contents of uploads by the bot may be counted only. */
  readonly size: number;
  content?: Buffer;
  /** Of the bytes that came, in hex: also of those that were too many to keep. */
  sha256?: string;
  readonly subtype?: 'slack_audio' | 'slack_video';
  readonly durationMs?: number;
  altText?: string;
  /** `complete` was called for it. */
  completed: boolean;
  deleted?: boolean;
  /** A person put it into one of the app's modals: the bot may read it without being where it is shared. */
  givenToApp?: boolean;
  /** Where it is shared: channel and the message's ts. */
  readonly shares: { readonly channel: string; readonly ts: string; readonly thread_ts?: string }[];
  /** Slack Connect: events show its id alone, until it is looked up. */
  readonly hidden?: boolean;
}

export interface UserRecord {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  displayName: string;
  locale: string;
  isAdmin: boolean;
  isOwner: boolean;
  readonly isBot: boolean;
  /** Sees no channels but their own. */
  readonly isGuest?: boolean;
  /** The workspace of somebody who is here through Slack Connect. */
  readonly home?: string;
}

export interface GroupRecord {
  readonly id: string;
  readonly team: string;
  readonly handle: string;
  readonly name: string;
  readonly users: Set<string>;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface ChannelRecord {
  readonly id: string;
  readonly team: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly members: Set<string>;
  isArchived: boolean;
  isDeleted?: boolean;
  /** Shared with another workspace through Slack Connect. */
  readonly isShared?: boolean;
}

/** A workspace, and Herald's installation in it. */
export interface TeamRecord {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly botUser: string;
  readonly botId: string;
  /** Valid bot tokens, with when each dies (ms), where they are rotated. */
  readonly tokens: Map<string, { readonly scopes: ReadonlySet<string>; readonly expiresAt?: number }>;
  readonly refreshTokens: Set<string>;
  isInstalled: boolean;
  /** Why uploads are refused just now: an error of `files.getUploadURLExternal`. */
  uploadsRefused?: string;
}

/** All that there is on a fake Slack. */
export interface World {
  readonly now: () => number;
  readonly appId: string;
  readonly teams: Map<string, TeamRecord>;
  readonly users: Map<string, UserRecord>;
  readonly groups: Map<string, GroupRecord>;
  readonly channels: Map<string, ChannelRecord>;
  /** By channel, in the order of their ts; deleted ones stay, marked. */
  readonly messages: Map<string, MessageRecord[]>;
  readonly files: Map<string, FileRecord>;
  /** `T`, `U`, `C`, `D`, `F`, `B`, `S`, `V`, `E`… and nine characters that no other has. */
  newId(letter: string): string;
  /** A ts of now that no other message has. */
  newTs(): string;
}

export function createWorld(now: () => number): World {
  let count = 0;
  let lastMicros = 0;
  const newId = (letter: string) => {
    count += 1;
    return `${letter}0${count.toString(36).toUpperCase().padStart(4, '0')}${randomBytes(2).toString('hex').toUpperCase()}`;
  };
  return {
    now,
    appId: newId('A'),
    teams: new Map(),
    users: new Map(),
    groups: new Map(),
    channels: new Map(),
    messages: new Map(),
    files: new Map(),
    newId,
    newTs() {
      lastMicros = Math.max(lastMicros + 1, Math.floor(now()) * 1_000);
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
  };
}
