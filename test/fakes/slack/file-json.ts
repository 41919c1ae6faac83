import type { Loose } from '../loose.ts';
import type { Parts } from './parts.ts';
import type { ChannelKind, FileRecord } from './world.ts';

/** A file as the app is shown it. Of one from Slack Connect, events and messages show the id alone; `files.info` shows all. */
export function fileJson({ world, base }: Pick<Parts, 'world' | 'base'>, file: FileRecord): Loose {
  const path = `/files-pri/${file.team}-${file.id}`;
  const name = encodeURIComponent(file.name);
  const inKind = (...kinds: ChannelKind[]) =>
    [...new Set(file.shares.map(({ channel }) => channel))].filter((id) => {
      const channel = world.channels.get(id);
      return channel !== undefined && kinds.includes(channel.kind);
    });
  const created = Math.floor(world.now() / 1_000);
  // an upload is looked at when it is shared
  const isProcessed = file.shares.length > 0 || world.users.get(file.user)?.isBot !== true;
  return {
    id: file.id,
    created,
    timestamp: created,
    name: file.name,
    title: file.title,
    mimetype: isProcessed ? file.mimetype : '',
    filetype: isProcessed ? file.filetype : '',
    pretty_type: file.filetype.toUpperCase(),
    user: file.user,
    user_team: file.team,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: inKind('public').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    ...(file.subtype && { subtype: file.subtype }),
    ...(file.durationMs !== undefined && { duration_ms: file.durationMs }),
    ...(file.altText !== undefined && { alt_txt: file.altText }),
    url_private: `${base()}${path}/${name}`,
    url_private_download: `${base()}${path}/download/${name}`,
    permalink: `${base()}/files/${file.user}/${file.id}/${name}`,
    permalink_public: `${base()}/files-public/${file.team}-${file.id}`,
    has_rich_preview: false,
    file_access: 'visible',
    channels: inKind('public'),
    groups: inKind('private'),
    ims: inKind('im', 'mpim'),
    shares: sharesJson(world.channels, file),
  };
}

/** As a message, an event or a view's state shows it. */
export function attachedFileJson(parts: Pick<Parts, 'world' | 'base'>, file: FileRecord): Loose {
  if (!file.hidden) return fileJson(parts, file);
  return { id: file.id, created: 0, timestamp: 0, mode: 'file_access', file_access: 'check_file_info', user: '' };
}

function sharesJson(channels: Parts['world']['channels'], file: FileRecord): Loose {
  const shares: Record<string, Record<string, unknown[]>> = {};
  for (const { channel: id, ts, thread_ts } of file.shares) {
    const channel = channels.get(id);
    if (!channel) continue;
    const side = channel.kind === 'public' ? 'public' : 'private';
    const places = shares[side] ?? {};
    shares[side] = places;
    const share = {
      reply_users: [],
      reply_users_count: 0,
      reply_count: 0,
      ts,
      ...(thread_ts !== undefined && { thread_ts }),
      channel_name: channel.name,
      team_id: file.team,
      share_user_id: file.user,
    };
    places[id] = [...(places[id] ?? []), share];
  }
  return shares;
}
