import { type Call, SlackError } from './call.ts';
import { scopeFor } from './methods.ts';
import type { ChannelRecord, MessageRecord, World } from './world.ts';

/** A conversation of the bot's workspace that the bot may know of. @throws SlackError `channel_not_found` */
export function visibleChannel({ channels }: World, { team }: Call, id: unknown): ChannelRecord {
  const channel = typeof id === 'string' ? channels.get(id) : undefined;
  if (!channel || channel.team !== team.id || channel.isDeleted) throw new SlackError('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(team.botUser)) throw new SlackError('channel_not_found');
  return channel;
}

/** A conversation the bot is in. @throws SlackError `channel_not_found`, or `outside` for a public one it is not in */
export function joinedChannel(world: World, call: Call, id: unknown, outside = 'not_in_channel'): ChannelRecord {
  const channel = visibleChannel(world, call, id);
  if (!channel.members.has(call.team.botUser)) throw new SlackError(outside);
  return channel;
}

/** @throws SlackError `missing_scope` where the token lacks what this kind of conversation needs */
export function requireScope(
  { scopes }: Pick<Call, 'scopes'>,
  channel: ChannelRecord,
  family: 'history' | 'read',
): void {
  const needed = scopeFor(channel.kind, family);
  if (!scopes.has(needed)) throw missingScope([needed], scopes);
}

export function missingScope(needed: readonly string[], provided: ReadonlySet<string>): SlackError {
  return new SlackError('missing_scope', { needed: needed.join(','), provided: [...provided].join(',') });
}

/** What was said in a conversation and still stands, ephemeral messages left out; oldest first. */
export function saidIn({ messages }: World, channel: string): MessageRecord[] {
  return (messages.get(channel) ?? []).filter(({ deleted, ephemeralFor }) => !deleted && ephemeralFor === undefined);
}

export function messageAt(world: World, channel: string, ts: unknown): MessageRecord | undefined {
  return saidIn(world, channel).find((message) => message.ts === ts);
}

/** Answers below a message, oldest first. */
export function repliesTo(world: World, channel: string, ts: string): MessageRecord[] {
  return saidIn(world, channel).filter((message) => message.thread_ts === ts && message.ts !== ts);
}

/** What an answer can hang under: a message that stands, or one that was deleted and left its answers behind. */
export function parentAt(world: World, channel: string, ts: unknown): MessageRecord | undefined {
  const message = (world.messages.get(channel) ?? []).find((one) => one.ts === ts && one.ephemeralFor === undefined);
  return message && (!message.deleted || repliesTo(world, channel, message.ts).length > 0) ? message : undefined;
}

/** Whether a message is an answer below another one. */
export function isReply({ ts, thread_ts }: MessageRecord): boolean {
  return thread_ts !== undefined && thread_ts !== ts;
}

/** The direct messages of a person with the bot of their workspace; opened where they are not yet. */
export function directMessages(world: World, team: string, botUser: string, user: string): ChannelRecord {
  const open = [...world.channels.values()].find(
    ({ kind, members }) => kind === 'im' && members.has(user) && members.has(botUser),
  );
  if (open) return open;
  const channel: ChannelRecord = {
    id: world.newId('D'),
    team,
    kind: 'im',
    name: '',
    members: new Set([user, botUser]),
    isArchived: false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}
