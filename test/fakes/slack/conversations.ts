import type { Loose } from '../loose.ts';
import {
  directMessages,
  isReply,
  joinedChannel,
  parentAt,
  repliesTo,
  requireScope,
  saidIn,
  visibleChannel,
} from './access.ts';
import { type Call, type Handlers, SlackError } from './call.ts';
import { channelJson } from './channel-json.ts';
import { messageJson } from './message-json.ts';
import { scopeFor } from './methods.ts';
import type { Parts } from './parts.ts';
import type { ChannelKind, MessageRecord } from './world.ts';

/** `conversations.*`. */
export function createConversations(parts: Parts): Handlers {
  const { world } = parts;
  const show = (messages: readonly MessageRecord[], { args }: Call) =>
    messages.map((message) =>
      message.deleted
        ? tombstone(message)
        : messageJson(parts, message, { metadata: args.include_all_metadata === true }),
    );

  return {
    'conversations.info'(call) {
      const channel = visibleChannel(world, call, call.args.channel);
      requireScope(call, channel, 'read');
      const count = call.args.include_num_members === true ? { num_members: channel.members.size } : {};
      return { channel: { ...channelJson(channel, call.team), ...count } };
    },
    'conversations.members'(call) {
      const channel = visibleChannel(world, call, call.args.channel);
      requireScope(call, channel, 'read');
      const { items, has_more: _, ...page } = paged([...channel.members], call, 100);
      return { members: items, ...page };
    },
    'conversations.history'(call) {
      const channel = joinedChannel(world, call, call.args.channel);
      requireScope(call, channel, 'history');
      const top = saidIn(world, channel.id).filter((message) => !isReply(message));
      const { items, ...page } = paged(within(top, call).toReversed(), call, 100);
      return { messages: show(items, call), ...page, pin_count: 0, channel_actions_ts: null, channel_actions_count: 0 };
    },
    'conversations.replies'(call) {
      const channel = joinedChannel(world, call, call.args.channel, 'channel_not_found');
      requireScope(call, channel, 'history');
      const parent = parentAt(world, channel.id, call.args.ts);
      if (!parent) throw new SlackError('thread_not_found');
      const replies = isReply(parent) ? [] : repliesTo(world, channel.id, parent.ts);
      const { items, ...page } = paged([parent, ...within(replies, call)], call, 1_000);
      return { messages: show(items, call), ...page };
    },
    // as documented: the conversations that the token's own user is in
    'users.conversations'(call) {
      const kinds = String(call.args.types ?? 'public_channel')
        .split(',')
        .map(kindOf);
      const found = [...world.channels.values()].filter(
        ({ team, kind, members, isArchived, isDeleted }) =>
          team === call.team.id &&
          kinds.includes(kind) &&
          members.has(call.team.botUser) &&
          !isDeleted &&
          !(isArchived && call.args.exclude_archived === true),
      );
      for (const kind of kinds) {
        const needed = scopeFor(kind, 'read');
        if (!call.scopes.has(needed)) throw new SlackError('missing_scope', { needed });
      }
      const { items, has_more: _, ...page } = paged(found, call, 100);
      return { channels: items.map((channel) => channelJson(channel, call.team)), ...page };
    },
    'conversations.open'(call) {
      const { channel: id, users } = call.args;
      if (id !== undefined) {
        const channel = visibleChannel(world, call, id);
        if (channel.kind !== 'im' && channel.kind !== 'mpim')
          throw new SlackError('method_not_supported_for_channel_type');
        return { channel: { id: channel.id } };
      }
      if (typeof users !== 'string' || users === '') throw new SlackError('users_list_not_supplied');
      const [user, ...others] = users.split(',');
      const known = world.users.get(user ?? '');
      if (known?.team !== call.team.id) throw new SlackError('user_not_found');
      // groups of people are of no use to Herald
      if (others.length > 0) throw new SlackError('too_many_users');
      if (!call.scopes.has('im:write')) throw new SlackError('missing_scope', { needed: 'im:write' });
      const channel = directMessages(world, call.team.id, call.team.botUser, known.id);
      return { channel: call.args.return_im === true ? channelJson(channel, call.team) : { id: channel.id } };
    },
  };
}

/** Slack's other words for kinds of conversations. */
function kindOf(type: string): ChannelKind {
  if (type === 'public_channel') return 'public';
  if (type === 'private_channel') return 'private';
  if (type === 'im' || type === 'mpim') return type;
  throw new SlackError('invalid_types');
}

/** What stays visible of a deleted message that has answers. */
function tombstone({ ts, thread_ts }: MessageRecord): Loose {
  const text = 'This message was deleted.';
  return { type: 'message', subtype: 'tombstone', hidden: true, user: 'USLACKBOT', text, ts, thread_ts };
}

/** Messages between `oldest` and `latest`; those two themselves only where the request says `inclusive`. */
function within(messages: readonly MessageRecord[], { args }: Call): MessageRecord[] {
  const oldest = stamp(args.oldest, 'invalid_ts_oldest') ?? 0;
  const latest = stamp(args.latest, 'invalid_ts_latest') ?? Number.POSITIVE_INFINITY;
  const isInclusive = args.inclusive === true;
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function stamp(value: unknown, error: string): number | undefined {
  if (value === undefined || value === '' || value === 'now') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new SlackError(error);
  return number;
}

/** One page of a list: `limit` items from where `cursor` points. */
function paged<T>(list: readonly T[], { args }: Call, most: number) {
  const limit = typeof args.limit === 'number' && args.limit > 0 ? Math.min(args.limit, 1_000) : most;
  const from = args.cursor === undefined || args.cursor === '' ? 0 : offsetIn(String(args.cursor));
  const end = from + limit;
  const hasMore = end < list.length;
  const next = hasMore ? { response_metadata: { next_cursor: btoa(`offset:${end}`) } } : {};
  return { items: list.slice(from, end), has_more: hasMore, ...next };
}

function offsetIn(cursor: string): number {
  const offset = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (offset === undefined) throw new SlackError('invalid_cursor');
  return Number(offset);
}
