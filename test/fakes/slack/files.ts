import { randomBytes } from 'node:crypto';
import { isObject } from '../loose.ts';
import { joinedChannel, parentAt } from './access.ts';
import { invalid } from './arguments.ts';
import { type Call, type Handlers, type Shares, SlackError } from './call.ts';
import { fileJson } from './file-json.ts';
import { typeOf } from './file-types.ts';
import { blocksOf } from './message-body.ts';
import type { Parts } from './parts.ts';
import { post, remove } from './post.ts';
import type { ChannelRecord, FileRecord } from './world.ts';

/** The commonly stated cap; characters of an alt text as Slack's own form allows them. */
const LIMITS = { bytes: 1024 ** 3, altText: 1_000, channels: 100 } as const;
/** Refusals that come with the address; every other comes with the completion. */
const REFUSED_EARLY =
  /^(file_upload_size_restricted|file_uploads_disabled|storage_limit_reached|file_type_not_allowed|file_uploads_except_images_disabled)$/;

/** Uploads that are under way, by the secret of their address. */
export type Tickets = Map<string, string>;

export interface FileParts extends Parts {
  readonly tickets: Tickets;
  /** ms until the message of a completed upload appears. */
  readonly shareAfterMs: number;
}

/** `files.*`. */
export function createFiles(parts: FileParts): Handlers {
  const { world, tickets } = parts;

  /** @throws SlackError `file_not_found`, `file_deleted` */
  function known(id: unknown, visible: (file: FileRecord) => boolean): FileRecord {
    const file = typeof id === 'string' ? world.files.get(id) : undefined;
    if (!file || !visible(file)) throw new SlackError('file_not_found');
    if (file.deleted) throw new SlackError('file_deleted');
    return file;
  }

  /** An upload whose bytes are there, all of them, and that was not completed before. */
  function uploaded(call: Call, id: unknown): FileRecord {
    const file = known(
      id,
      ({ team, sha256, completed }) => team === call.team.id && sha256 !== undefined && !completed,
    );
    if (file.user !== call.team.botUser) throw new SlackError('access_denied');
    return file;
  }

  function destinations({ team, args }: Call, call: Call): ChannelRecord[] {
    const named = typeof args.channels === 'string' ? args.channels.split(',').filter(Boolean) : [];
    const ids = typeof args.channel_id === 'string' && args.channel_id !== '' ? [args.channel_id] : named;
    if (ids.length > LIMITS.channels) throw new SlackError('channels_limit_exceeded');
    if (ids.length > 1 && args.thread_ts !== undefined) throw invalid('[ERROR] thread_ts goes with one channel only');
    return ids.map((id) => {
      const channel = joinedChannel(world, call, id);
      // of the documented errors the nearest
      if (channel.isArchived) throw new SlackError('posting_to_channel_denied');
      if (team.uploadsRefused !== undefined && !REFUSED_EARLY.test(team.uploadsRefused))
        throw new SlackError(team.uploadsRefused);
      return channel;
    });
  }

  /** Lets the message appear: not where the bot is no more, nor under a parent that is gone. */
  function share(
    call: Call,
    channel: ChannelRecord,
    files: readonly FileRecord[],
    text: string,
    blocks: unknown[],
  ): void {
    const { thread_ts } = call.args;
    const threadTs = typeof thread_ts === 'string' && thread_ts !== '' ? thread_ts : undefined;
    const { botUser, botId } = call.team;
    if (channel.isDeleted || channel.isArchived || !channel.members.has(botUser)) return;
    if (threadTs !== undefined && !parentAt(world, channel.id, threadTs)) return;
    const standing = files.filter(({ id }) => world.files.get(id)?.deleted !== true).map(({ id }) => id);
    if (standing.length === 0) return;
    const thread = threadTs !== undefined && { threadTs };
    post(parts, channel, { user: botUser, botId, text, blocks, files: standing, ...thread });
  }

  function shareLater(shares: Shares | undefined, act: () => void): void {
    if (shares !== 'never') parts.later(shares?.after ?? parts.shareAfterMs, act);
  }

  return {
    'files.getUploadURLExternal'({ team, args }) {
      const { filename, length, alt_txt } = args;
      if (typeof filename !== 'string' || filename === '') throw new SlackError('missing_argument');
      if (typeof length !== 'number') throw new SlackError('missing_argument');
      if (length > LIMITS.bytes) throw new SlackError('file_upload_size_restricted');
      if (typeof alt_txt === 'string' && alt_txt.length > LIMITS.altText) throw new SlackError('alt_txt_too_large');
      if (team.uploadsRefused !== undefined && REFUSED_EARLY.test(team.uploadsRefused))
        throw new SlackError(team.uploadsRefused);
      const file: FileRecord = {
        id: world.newId('F'),
        team: team.id,
        user: team.botUser,
        name: filename,
        title: filename,
        ...typeOf(filename),
        size: length,
        completed: false,
        shares: [],
        ...(typeof alt_txt === 'string' && { altText: alt_txt }),
      };
      world.files.set(file.id, file);
      const ticket = randomBytes(24).toString('base64url');
      tickets.set(ticket, file.id);
      return { upload_url: `${parts.base()}/upload/v1/${ticket}`, file_id: file.id };
    },
    'files.completeUploadExternal'(call) {
      const { files: listed, initial_comment, blocks: asked, thread_ts } = call.args;
      if (!Array.isArray(listed) || listed.length === 0) throw invalid('[ERROR] files must be a list of files');
      const items = listed.map((item) => ({ item, file: uploaded(call, isObject(item) ? item.id : undefined) }));
      const channels = destinations(call, call);
      const hasComment = typeof initial_comment === 'string' && initial_comment !== '';
      if (hasComment && asked !== undefined)
        parts.violations.add('files.completeUploadExternal: blocks are ignored beside initial_comment');
      const blocks = hasComment ? [] : blocksOf(world, asked, 'invalid_blocks');
      const [channel] = channels;
      const parent = channel && parentAt(world, channel.id, thread_ts);
      if (parent?.thread_ts !== undefined && parent.thread_ts !== parent.ts)
        parts.violations.add(`${call.method}: thread_ts ${parent.ts} is an answer's, not its parent's`);
      for (const { item, file } of items) {
        file.completed = true;
        if (isObject(item) && typeof item.title === 'string') file.title = item.title;
      }
      const files = items.map(({ file }) => file);
      const text = hasComment ? initial_comment : '';
      for (const one of channels) shareLater(call.shares, () => share(call, one, files, text, blocks));
      return { files: files.map((file) => fileJson(parts, file)) };
    },
    'files.info'({ team, args }) {
      const file = known(args.file, (one) => isVisibleTo(parts, one, team.botUser));
      return { file: fileJson(parts, file), comments: [], response_metadata: { next_cursor: '' } };
    },
    'files.delete'({ team, args }) {
      const file = known(args.file, (one) => isVisibleTo(parts, one, team.botUser));
      if (file.user !== team.botUser) throw new SlackError('cant_delete_file');
      deleteFile(parts, file);
      return {};
    },
  };
}

/** Whether the bot may read a file: its own, one that was put into its modal, or one that is shared where it is. */
export function isVisibleTo({ world }: Pick<Parts, 'world'>, file: FileRecord, botUser: string): boolean {
  if (file.user === botUser || file.givenToApp === true) return true;
  return file.shares.some(({ channel }) => world.channels.get(channel)?.members.has(botUser) === true);
}

/** Deletes a file, and with it the messages that showed nothing else. */
export function deleteFile(parts: Parts, file: FileRecord): void {
  file.deleted = true;
  for (const { channel, ts } of [...file.shares]) {
    const message = parts.world.messages.get(channel)?.find((one) => one.ts === ts);
    if (message && message.text === '' && message.blocks.length === 0 && message.files.length === 1)
      remove(parts, message);
  }
}
