import { ChannelType, MessageType } from 'discord.js';
import type { Events } from './events.ts';
import type { Links } from './links.ts';
import { visibleMessages } from './messages.ts';
import { bits, type Permissions } from './permissions.ts';
import { newThread, threadFrom } from './threads.ts';
import { type MessageView, view } from './views.ts';
import type { ChannelRecord, MessageRecord, UserRecord, World } from './world.ts';

export interface PlaceParts {
  readonly world: World;
  readonly events: Events;
  readonly links: Links;
}

export interface Rule {
  readonly allow?: Permissions;
  readonly deny?: Permissions;
}

/** Overwrites of a channel: for the bot itself, for everyone, or for a role or member by id. */
export interface Rules {
  readonly bot?: Rule;
  readonly everyone?: Rule;
  readonly others?: Readonly<Record<string, Rule>>;
}

/** A channel, a thread or a direct message, and what its moderators can do to it. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  readonly record: ChannelRecord;
  readonly deleted: boolean;
  readonly archived: boolean;
  readonly locked: boolean;
  /** What everybody sees there, oldest first; in a thread without the line that it started. */
  messages(): MessageView[];
  /** The same, with what was deleted since. */
  history(): MessageView[];
  /** What only one person sees there: ephemeral answers. */
  messagesFor(person: { readonly id: string }): MessageView[];
  /** Threads under its messages, oldest first. */
  threads(): Channel[];
  /** Opens a thread: under a message, or a private one with these members. The bot is in it unless told otherwise. */
  thread(options: ThreadOptions): Channel;
  /** Replaces the overwrites that are named. */
  permit(rules: Rules): void;
  /** Archives a thread, as Discord does when nobody speaks for long. */
  archive(): void;
  /** Locks a thread or unlocks it. */
  lock(locked?: boolean): void;
  delete(): void;
}

export interface ThreadOptions {
  readonly name?: string;
  readonly owner: { readonly record: UserRecord };
  readonly under?: Pick<MessageView, 'record'>;
  readonly private?: boolean;
  readonly withBot?: boolean;
  readonly members?: readonly { readonly id: string }[];
}

export function place(parts: PlaceParts, record: ChannelRecord): Channel {
  const { world, events } = parts;
  const threadState = () => {
    if (!record.thread) throw new Error(`${record.name} is no thread`);
    return record.thread;
  };

  return {
    id: record.id,
    name: record.name,
    type: record.type,
    record,
    get deleted() {
      return record.deleted;
    },
    get archived() {
      return record.thread?.archived ?? false;
    },
    get locked() {
      return record.thread?.locked ?? false;
    },
    messages: () => visibleMessages(record).filter(isSaid).map(view),
    history: () => [...record.messages.values()].filter((message) => !message.onlyFor && isSaid(message)).map(view),
    messagesFor: ({ id }) =>
      [...record.messages.values()].filter((message) => message.onlyFor?.id === id && !message.deleted).map(view),
    threads: () =>
      [...world.channels.values()]
        .filter(({ parent, deleted }) => parent === record && !deleted)
        .map((thread) => place(parts, thread)),
    thread(options) {
      const { under, owner, name = 'A thread', withBot = true, members = [] } = options;
      const thread = under
        ? threadFrom(world, events, under.record, owner.record, name)
        : newThread(world, {
            parent: record,
            id: world.newId(),
            type: options.private ? ChannelType.PrivateThread : ChannelType.PublicThread,
            name,
            owner: owner.record,
          });
      for (const { id } of members) thread.thread?.members.add(id);
      if (withBot) thread.thread?.members.add(world.bot.id);
      if (!under) events.channel('CREATE', thread);
      return place(parts, thread);
    },
    permit(rules) {
      applyRules(world, record, rules);
      events.channel('UPDATE', record);
    },
    archive() {
      const state = threadState();
      state.archived = true;
      state.archivedAt = world.now();
      events.channel('UPDATE', record);
    },
    lock(locked = true) {
      threadState().locked = locked;
      events.channel('UPDATE', record);
    },
    delete() {
      for (const thread of world.channels.values()) if (thread.parent === record) thread.deleted = true;
      // told while the bot still sees it
      events.channel('DELETE', record);
      record.deleted = true;
    },
  };
}

export function applyRules({ bot }: World, channel: ChannelRecord, { bot: own, everyone, others = {} }: Rules): void {
  const everyoneId = channel.guild?.id;
  const set = (id: string, rule: Rule | undefined, type: 0 | 1) => {
    if (rule) channel.overwrites.set(id, { type, allow: bits(rule.allow ?? []), deny: bits(rule.deny ?? []) });
  };
  set(bot.id, own, 1);
  if (everyoneId !== undefined) set(everyoneId, everyone, 0);
  for (const [id, rule] of Object.entries(others)) set(id, rule, channel.guild?.roles.has(id) ? 0 : 1);
}

/** Whether a message was said by somebody, and is not the line a thread begins with. */
function isSaid({ type }: MessageRecord): boolean {
  return type !== MessageType.ThreadStarterMessage;
}
