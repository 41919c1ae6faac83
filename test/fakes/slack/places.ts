import { isReply, repliesTo, saidIn } from './access.ts';
import { type MessageView, messageView } from './looking.ts';
import type { Parts } from './parts.ts';
import { post } from './post.ts';
import type { ChannelRecord } from './world.ts';

/** A conversation, and what can happen to it. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** What stands in it, oldest first, without the answers in threads. */
  messages(): MessageView[];
  /** The answers below a message, oldest first. */
  thread(parent: string | Pick<MessageView, 'ts'>): MessageView[];
  /** Everything that was ever said in it and in its threads, what was deleted since as well, oldest first. */
  history(): MessageView[];
  /** What one person alone was shown in it, oldest first. */
  ephemerals(person: { readonly id: string }): MessageView[];
  /** Somebody of whom nothing else is known says something. */
  say(text: string, options?: { readonly thread?: string }): MessageView;
  archive(): void;
  unarchive(): void;
  delete(): void;
  /** Takes somebody out: the bot, unless told whom. */
  kick(person?: { readonly id: string }): void;
  /** Lets somebody in: the bot, unless told whom. */
  invite(person?: { readonly id: string }): void;
  readonly record: ChannelRecord;
}

export function place(parts: Parts, record: ChannelRecord): Channel {
  const { world } = parts;
  const { id, name } = record;
  const bot = () => world.teams.get(record.team)?.botUser ?? '';
  const look = (message: Parameters<typeof messageView>[1]) => messageView(parts, message);
  return {
    record,
    id,
    name,
    messages: () =>
      saidIn(world, id)
        .filter((message) => !isReply(message))
        .map(look),
    thread: (parent) => repliesTo(world, id, typeof parent === 'string' ? parent : parent.ts).map(look),
    history: () => (world.messages.get(id) ?? []).filter(({ ephemeralFor }) => ephemeralFor === undefined).map(look),
    ephemerals: (person) =>
      (world.messages.get(id) ?? [])
        .filter(({ ephemeralFor, deleted }) => ephemeralFor === person.id && !deleted)
        .map(look),
    say: (text, { thread } = {}) =>
      look(
        post(parts, record, { user: somebody(parts, record), text, ...(thread !== undefined && { threadTs: thread }) }),
      ),
    archive() {
      record.isArchived = true;
    },
    unarchive() {
      record.isArchived = false;
    },
    delete() {
      record.isDeleted = true;
    },
    kick: (person) => void record.members.delete(person?.id ?? bot()),
    invite: (person) => void record.members.add(person?.id ?? bot()),
  };
}

/** A member of whom nothing is known but their name. */
function somebody({ world }: Parts, { team, members }: ChannelRecord): string {
  const name = 'somebody';
  const known = [...world.users.values()].find((user) => user.team === team && user.name === name);
  const id = known?.id ?? world.newId('U');
  const rest = { displayName: 'Somebody', locale: 'en-US', isAdmin: false, isOwner: false, isBot: false };
  if (!known) world.users.set(id, { id, team, name, ...rest });
  members.add(id);
  return id;
}
