import { isObject } from '../loose.ts';
import type { ChannelRecord, World } from './world.ts';

/** Whom a new message notifies: everybody whom its mrkdwn names, also by a group or as a whole channel. */
export function pingsOf(world: World, channel: ChannelRecord, text: string, blocks: readonly unknown[]): Set<string> {
  const pings = new Set<string>();
  for (const source of [text, ...blocks.flatMap(mrkdwnIn)]) {
    for (const [, user] of source.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)) if (user) pings.add(user);
    for (const [, group] of source.matchAll(/<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>/g))
      for (const user of world.groups.get(group ?? '')?.users ?? []) pings.add(user);
    if (/<!(channel|here|everyone)(?:\|[^>]*)?>/.test(source)) for (const user of channel.members) pings.add(user);
  }
  return pings;
}

/** Every text that Slack reads as mrkdwn, below one block; a rich text's mentions as mrkdwn would write them. */
function mrkdwnIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnIn);
  if (!isObject(node)) return [];
  if (node.type === 'mrkdwn' || node.type === 'markdown') return [String(node.text)];
  if (node.type === 'user') return [`<@${node.user_id}>`];
  if (node.type === 'usergroup') return [`<!subteam^${node.usergroup_id}>`];
  if (node.type === 'broadcast') return [`<!${node.range}>`];
  return Object.values(node).flatMap(mrkdwnIn);
}
