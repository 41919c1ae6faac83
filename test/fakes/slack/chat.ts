import { directMessages, isReply, joinedChannel, messageAt, parentAt, visibleChannel } from './access.ts';
import { type Call, type Handlers, SlackError } from './call.ts';
import { messageBody } from './message-body.ts';
import { messageJson } from './message-json.ts';
import type { Parts } from './parts.ts';
import { post, remove } from './post.ts';
import type { ChannelRecord, MessageRecord } from './world.ts';

/** `chat.*`. */
export function createChat(parts: Parts): Handlers {
  const { world, violations } = parts;

  /** Where a message goes: a conversation the bot is in, or a person, whom it reaches directly. */
  function target(call: Call, id: unknown): ChannelRecord {
    const user = typeof id === 'string' ? world.users.get(id) : undefined;
    if (user && user.team === call.team.id) return directMessages(world, call.team.id, call.team.botUser, user.id);
    const channel = visibleChannel(world, call, id);
    if (channel.isArchived) throw new SlackError('is_archived');
    const mayAnywhere = channel.kind === 'public' && call.scopes.has('chat:write.public');
    if (!channel.members.has(call.team.botUser) && !mayAnywhere) throw new SlackError('not_in_channel');
    return channel;
  }

  /**
   * What a new message answers. That a parent which is gone gives `cannot_reply_to_message` is a choice: of the documented
   * errors it is the nearest.
   */
  function threadOf(call: Call, channel: ChannelRecord): string | undefined {
    const { thread_ts } = call.args;
    if (thread_ts === undefined || thread_ts === null || thread_ts === '') return undefined;
    const parent = parentAt(world, channel.id, thread_ts);
    if (!parent) throw new SlackError('cannot_reply_to_message');
    if (!isReply(parent)) return parent.ts;
    violations.add(`${call.method}: thread_ts ${parent.ts} is an answer's, not its parent's`);
    return parent.thread_ts;
  }

  /** @throws SlackError `channel_not_found`, `message_not_found`, or `foreign` for what somebody else wrote */
  function ownMessage(call: Call, foreign: string): { channel: ChannelRecord; message: MessageRecord } {
    const channel = joinedChannel(world, call, call.args.channel, 'channel_not_found');
    const message = messageAt(world, channel.id, call.args.ts);
    if (!message) throw new SlackError('message_not_found');
    if (message.user !== call.team.botUser) throw new SlackError(foreign);
    return { channel, message };
  }

  const author = ({ team }: Call) => ({ user: team.botUser, botId: team.botId });

  return {
    'chat.postMessage'(call) {
      const channel = target(call, call.args.channel);
      const threadTs = threadOf(call, channel);
      const body = messageBody(world, call.args, { long: 'cut', longBlocks: 'msg_blocks_too_long' });
      const message = post(parts, channel, { ...author(call), ...body, ...(threadTs !== undefined && { threadTs }) });
      return { channel: channel.id, ts: message.ts, message: messageJson(parts, message, { metadata: true }) };
    },
    'chat.postEphemeral'(call) {
      const channel = joinedChannel(world, call, call.args.channel);
      if (channel.isArchived) throw new SlackError('is_archived');
      const { user } = call.args;
      if (typeof user !== 'string' || !channel.members.has(user)) throw new SlackError('user_not_in_channel');
      const threadTs = threadOf(call, channel);
      const body = messageBody(world, call.args, { long: 'cut', longBlocks: 'msg_too_long' });
      const thread = threadTs !== undefined && { threadTs };
      const message = post(parts, channel, { ...author(call), ...body, ...thread, ephemeralFor: user });
      return { message_ts: message.ts };
    },
    'chat.update'(call) {
      const { channel, message } = ownMessage(call, 'cant_update_message');
      if (channel.isArchived) throw new SlackError('is_inactive');
      if (call.args.file_ids !== undefined)
        violations.add('chat.update: file_ids is unreliable for files that are not shared yet (bolt-python#1295)');
      const body = messageBody(world, call.args, { long: 'refuse', longBlocks: 'msg_too_long' });
      const before = { ...message };
      message.text = body.text;
      message.blocks = body.blocks;
      if (body.attachments) message.attachments = body.attachments;
      if (body.metadata) message.metadata = body.metadata;
      message.edited = { user: call.team.botUser, ts: world.newTs() };
      parts.events.changed(message, before);
      return { channel: channel.id, ts: message.ts, text: message.text, message: messageJson(parts, message) };
    },
    'chat.delete'(call) {
      const { channel, message } = ownMessage(call, 'cant_delete_message');
      remove(parts, message);
      return { channel: channel.id, ts: message.ts };
    },
    'chat.getPermalink'(call) {
      const channel = visibleChannel(world, call, call.args.channel);
      const message = messageAt(world, channel.id, call.args.message_ts);
      if (!message) throw new SlackError('message_not_found');
      return { channel: channel.id, permalink: permalink(parts, message) };
    },
  };
}

/** Where a browser shows a message. */
export function permalink({ world }: Pick<Parts, 'world'>, message: MessageRecord): string {
  const team = world.teams.get(world.channels.get(message.channel)?.team ?? '');
  const thread = isReply(message) ? `?thread_ts=${message.thread_ts}&cid=${message.channel}` : '';
  return `https://${team?.domain}.slack.com/archives/${message.channel}/p${message.ts.replace('.', '')}${thread}`;
}
