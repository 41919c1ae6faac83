import type { Loose } from '../loose.ts';
import type { ChannelRecord, TeamRecord } from './world.ts';

/** A conversation as `conversations.info` shows it to the bot of a workspace. */
export function channelJson(channel: ChannelRecord, team: TeamRecord): Loose {
  const { id, kind, name, members, isArchived, isShared = false } = channel;
  const common = {
    id,
    created: 1_700_000_000,
    is_archived: isArchived,
    is_org_shared: false,
    context_team_id: team.id,
  };
  if (kind === 'im') {
    const other = [...members].find((user) => user !== team.botUser);
    return { ...common, is_im: true, user: other, is_user_deleted: false, is_open: true, priority: 0 };
  }
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: false,
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_general: false,
    is_shared: isShared,
    is_ext_shared: isShared,
    is_pending_ext_shared: false,
    is_member: members.has(team.botUser),
    unlinked: 0,
    shared_team_ids: [team.id],
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  };
}
