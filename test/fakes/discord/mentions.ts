import type { APIAllowedMentions } from 'discord.js';
import { DiscordError } from './errors.ts';
import type { MessageRecord, UserRecord, World } from './world.ts';

export interface Mentioned {
  readonly mentions: UserRecord[];
  readonly mentionRoles: string[];
  readonly mentionEveryone: boolean;
}

/** What a message without `allowed_mentions` notifies: everything in its text; of an interaction's answer, people only. */
const EVERYTHING = ['users', 'roles', 'everyone'];

/**
 * Whom a text notifies, as far as it is allowed to.
 * @throws DiscordError 50035 where kinds and ids of the same kind are both given
 */
export function mentionsOf(
  world: World,
  content: string,
  allowed: APIAllowedMentions | null | undefined,
  repliedTo?: MessageRecord,
): Mentioned {
  const parse: readonly string[] = allowed?.parse ?? (allowed ? [] : EVERYTHING);
  for (const kind of ['users', 'roles'] as const)
    if (parse.includes(kind) && (allowed?.[kind] ?? []).length > 0) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      throw new DiscordError(50035, [
        { path: ['allowed_mentions'], code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message },
      ]);
    }
  const ids = (pattern: RegExp) => [...new Set([...content.matchAll(pattern)].map(([, id = '']) => id))];
  const permitted = (kind: 'users' | 'roles', id: string) =>
    parse.includes(kind) || (allowed?.[kind] ?? []).includes(id);
  const inText = ids(/<@!?(\d+)>/g).filter((id) => permitted('users', id));
  const replied = repliedTo && (allowed ? (allowed.replied_user ?? false) : true) ? [repliedTo.author.id] : [];
  return {
    mentions: [...new Set([...inText, ...replied])].flatMap((id) => world.users.get(id) ?? []),
    mentionRoles: ids(/<@&(\d+)>/g).filter((id) => permitted('roles', id)),
    mentionEveryone: parse.includes('everyone') && /@(everyone|here)\b/.test(content),
  };
}
