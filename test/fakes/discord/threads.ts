import {
  ChannelType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
  type RESTPatchAPIChannelJSONBody,
  type RESTPostAPIChannelMessagesThreadsJSONBody,
} from 'discord.js';
import { type Handlers, ok } from './call.ts';
import { DiscordError } from './errors.ts';
import type { Events } from './events.ts';
import { LIMITS } from './limits.ts';
import { find } from './messages.ts';
import { demand, visibleChannel } from './permissions.ts';
import { post, wake } from './post.ts';
import { type ThreadType, threadJson } from './wire-channels.ts';
import type { ChannelRecord, MessageRecord, UserRecord, World } from './world.ts';

/** Which threads the channels have that have any. */
const KIND = new Map<ChannelType, ThreadType>([
  [ChannelType.GuildText, ChannelType.PublicThread],
  [ChannelType.GuildAnnouncement, ChannelType.AnnouncementThread],
]);

const DAY_IN_MINUTES = 1_440;

export function createThreads(world: World, events: Events): Handlers<'createThread' | 'editThread'> {
  return {
    createThread(call) {
      const { channel, message } = find(world, call);
      const body = (call.json ?? {}) as RESTPostAPIChannelMessagesThreadsJSONBody;
      if (channel.type === ChannelType.DM) throw new DiscordError(50003);
      if (!KIND.has(channel.type)) throw new DiscordError(50024);
      demand(world, channel, PermissionFlagsBits.CreatePublicThreads);
      if (message.thread) throw new DiscordError(160004);
      const name = body.name.trim();
      if (name.length < 1 || name.length > LIMITS.threadName) {
        const text = `Must be between 1 and ${LIMITS.threadName} in length.`;
        throw new DiscordError(50035, [{ path: ['name'], code: 'BASE_TYPE_BAD_LENGTH', message: text }]);
      }
      const active = [...world.channels.values()].filter(
        ({ guild, deleted, thread }) => guild === channel.guild && !deleted && thread?.archived === false,
      );
      if (active.length >= LIMITS.activeThreads) throw new DiscordError(160006);
      const thread = threadFrom(world, events, message, world.bot, name, body.auto_archive_duration);
      return { status: 201, body: threadJson(thread) };
    },
    editThread(call) {
      const channel = visibleChannel(world, call.params.channel);
      const { archived, ...more } = (call.json ?? {}) as RESTPatchAPIChannelJSONBody;
      if (!channel.thread) throw new DiscordError(50024);
      if (archived !== false || Object.keys(more).length > 0) throw new Error('The fake only opens threads again');
      const { ManageThreads, SendMessagesInThreads } = PermissionFlagsBits;
      demand(world, channel, channel.thread.locked ? ManageThreads : SendMessagesInThreads);
      wake(world, events, channel);
      return ok(threadJson(channel));
    },
  };
}

/** Opens a thread under a message; the two share their id. */
export function threadFrom(
  world: World,
  events: Events,
  message: MessageRecord,
  owner: UserRecord,
  name: string,
  autoArchiveMinutes: number | undefined = DAY_IN_MINUTES,
): ChannelRecord {
  const type = KIND.get(message.channel.type) ?? ChannelType.PublicThread;
  const thread = newThread(world, { parent: message.channel, id: message.id, type, name, owner, autoArchiveMinutes });
  message.thread = thread;
  message.flags |= MessageFlags.HasThread;
  events.channel('CREATE', thread);
  events.message('UPDATE', message);
  post(world, events, thread, {
    author: owner,
    type: MessageType.ThreadStarterMessage,
    reference: { type: 0, channelId: message.channel.id, messageId: message.id },
    repliedTo: message,
  });
  return thread;
}

export interface ThreadOptions {
  readonly parent: ChannelRecord;
  readonly id: string;
  readonly type: ThreadType;
  readonly name: string;
  readonly owner: UserRecord;
  readonly autoArchiveMinutes?: number;
}

export function newThread(world: World, options: ThreadOptions): ChannelRecord {
  const { parent, id, type, name, owner, autoArchiveMinutes = DAY_IN_MINUTES } = options;
  const now = world.now();
  const record: ChannelRecord = {
    id,
    type,
    name,
    parent,
    ...(parent.guild && { guild: parent.guild }),
    thread: {
      ownerId: owner.id,
      createdAt: now,
      archived: false,
      locked: false,
      archivedAt: now,
      autoArchiveMinutes,
      members: new Set([owner.id]),
    },
    overwrites: new Map(),
    messages: new Map(),
    deleted: false,
  };
  world.channels.set(id, record);
  return record;
}
