import type { TextKey } from '../../texts.ts';

/** Why a workspace takes no file of the bot's: for the person, and for the operator. */
export interface Fileless {
  readonly why: TextKey;
  /** Absent for a missing scope, of which {@link Hints} tells by itself. */
  readonly hint?: string;
}

const STORAGE: Fileless = {
  why: 'slack_uploads_full',
  hint: 'Slack takes no more files: the storage of this workspace is full. Somebody has to delete files there, or change its plan.',
};
const OFF: Fileless = {
  why: 'slack_uploads_off',
  hint: 'Slack takes no files: uploads are turned off in this workspace. Its admins can turn them on in its settings, under Permissions.',
};
const TYPE: Fileless = {
  why: 'slack_uploads_type',
  hint: 'Slack takes no videos: this workspace, or one that a channel is shared with, restricts the types of files. Its admins can change that.',
};
const SIZE: Fileless = {
  why: 'slack_uploads_size',
  hint: 'Slack does not take a video: this workspace restricts the size of files. Its admins can change that.',
};
const SCOPE: Fileless = { why: 'slack_uploads_scope' };

/** By the errors whose verdict is `fileless`, and for a missing scope. */
const BY_ERROR: Readonly<Record<string, Fileless>> = {
  storage_limit_reached: STORAGE,
  file_share_limit_reached: STORAGE,
  max_file_sharing_exceeded: STORAGE,
  file_uploads_disabled: OFF,
  unable_to_share_files: OFF,
  slack_connect_file_upload_sharing_blocked: OFF,
  file_uploads_except_images_disabled: TYPE,
  file_type_not_allowed: TYPE,
  blocked_file_type: TYPE,
  slack_connect_blocked_file_type: TYPE,
  slack_connect_clip_sharing_blocked: TYPE,
  file_upload_size_restricted: SIZE,
  missing_scope: SCOPE,
};

/** Why no file is taken, where an error says that. */
export function filelessOf(code: string): Fileless | undefined {
  return BY_ERROR[code];
}
