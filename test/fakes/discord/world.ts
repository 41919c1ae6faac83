import type {
  APIEmbed,
  APIMessageTopLevelComponent,
  APIRole,
  ChannelType,
  InteractionType,
  MessageType,
} from 'discord.js';
import { createIds } from './ids.ts';

/** A file as a person or the bot sends it. */
export interface SentFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly contentType?: string;
  /** Alt text. */
  readonly description?: string;
  /** Pixels; of a PNG and a JPEG they are read from its bytes. */
  readonly width?: number;
  readonly height?: number;
  /** Of a voice message. */
  readonly durationSecs?: number;
  readonly waveform?: string;
}

export interface FileRecord extends SentFile {
  readonly id: string;
  /** The part of its address between the host and the signature. */
  readonly path: string;
  /** Sent with an interaction: gone when "a set period" is over. */
  readonly ephemeral: boolean;
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly bot: boolean;
  /** Whether direct messages of the bot arrive; else 50007. */
  takesDms: boolean;
}

export interface MemberRecord {
  readonly user: UserRecord;
  roles: string[];
  readonly joinedAt: number;
}

export interface GuildRecord {
  readonly id: string;
  readonly name: string;
  ownerId: string;
  readonly locale: string;
  tier: 0 | 1 | 2 | 3;
  /** By id; the one with the guild's own id is `@everyone`. */
  readonly roles: Map<string, APIRole>;
  readonly members: Map<string, MemberRecord>;
  /** False once the bot was removed. */
  botIsHere: boolean;
  /** Whether the application was authorised for the guild as well, or a person only carries it with them. */
  readonly installed: boolean;
}

export interface Overwrite {
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface ThreadState {
  readonly ownerId: string;
  readonly createdAt: number;
  archived: boolean;
  locked: boolean;
  archivedAt: number;
  autoArchiveMinutes: number;
  /** Who is in it; decides who sees a private one. */
  readonly members: Set<string>;
}

export interface ChannelRecord {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly guild?: GuildRecord;
  /** The category of a channel, the channel of a thread. */
  readonly parent?: ChannelRecord;
  /** The other end of a direct message. */
  readonly recipient?: UserRecord;
  readonly thread?: ThreadState;
  /** By the id of a role or a member. */
  readonly overwrites: Map<string, Overwrite>;
  readonly messages: Map<string, MessageRecord>;
  deleted: boolean;
}

/** What a message was answered to, when it answers an interaction. */
export interface InteractionOrigin {
  readonly id: string;
  readonly type: InteractionType.ApplicationCommand | InteractionType.MessageComponent | InteractionType.ModalSubmit;
  readonly user: UserRecord;
  readonly guildId?: string;
  /** The command's name, of a command. */
  readonly name?: string;
  /** The message a component was on. */
  readonly messageId?: string;
  readonly originalId?: string;
  readonly trigger?: InteractionOrigin;
}

export interface MessageRecord {
  readonly id: string;
  readonly channel: ChannelRecord;
  readonly author: UserRecord;
  readonly type: MessageType;
  readonly createdAt: number;
  editedAt?: number;
  content: string;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  files: FileRecord[];
  flags: number;
  /** Who it notified, as `allowed_mentions` had it. */
  mentions: UserRecord[];
  mentionRoles: string[];
  mentionEveryone: boolean;
  readonly nonce?: string | number;
  /** A reply's or a forward's. */
  readonly reference?: { readonly type: 0 | 1; readonly channelId: string; readonly messageId: string };
  readonly repliedTo?: MessageRecord;
  readonly snapshot?: MessageRecord;
  readonly origin?: InteractionOrigin;
  /** Seen by nobody but this person. */
  readonly onlyFor?: UserRecord;
  thread?: ChannelRecord;
  /** When it was edited although it was older than an hour. */
  readonly oldEdits: number[];
  deleted: boolean;
}

/** Everything that exists on this Discord. */
export interface World {
  readonly bot: UserRecord;
  readonly users: Map<string, UserRecord>;
  readonly guilds: Map<string, GuildRecord>;
  readonly channels: Map<string, ChannelRecord>;
  readonly files: Map<string, FileRecord>;
  now(): number;
  newId(): string;
}

export function createWorld(now: () => number): World {
  const newId = createIds(now);
  const bot: UserRecord = { id: newId(), name: 'Herald', locale: 'en-US', bot: true, takesDms: false };
  return {
    bot,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    files: new Map(),
    now,
    newId,
  };
}
