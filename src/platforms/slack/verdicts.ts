import type { Verdict } from './calls.ts';

/**
 * Slack's errors by what they mean for the one who called: those that the published schemas list for the methods Herald uses, and
 * the general ones, which any method may give (docs.slack.dev/reference/methods). All refuse before anything has happened, save the
 * unclear ones.
 */
const ERRORS: Readonly<Record<Exclude<Verdict, 'too_large'>, readonly string[]>> = {
  closed: [
    ...['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive', 'user_not_in_channel', 'invalid_channel'],
    ...['messages_tab_disabled', 'cannot_dm_bot', 'app_access_restricted', 'cannot_reply_to_message'],
    ...['restricted_action', 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
    ...['restricted_action_non_threadable_channel', 'restricted_action_thread_locked', 'posting_to_channel_denied'],
    ...['channel_is_limited_access', 'method_not_supported_for_channel_type', 'ekm_access_denied', 'access_denied'],
    ...['missing_scope', 'no_permission', 'not_allowed_token_type', 'team_access_not_granted', 'team_not_found'],
    ...['enterprise_is_restricted', 'org_login_required', 'accesslimited', 'method_deprecated', 'deprecated_endpoint'],
    ...['user_disabled', 'user_not_found', 'user_not_visible', 'invalid_user_combination', 'is_bot'],
    ...['cant_update_message', 'edit_window_closed', 'cant_delete_message', 'cant_broadcast_message'],
    ...['cant_delete_file', 'delete_not_allowed', 'file_deleting_disabled', 'not_visible', 'template_not_visible'],
    ...['canvas_disabled_file_team', 'canvas_disabled_user_team', 'canvas_globally_disabled', 'not_enabled'],
    ...['slack_connect_canvas_sharing_blocked', 'slack_connect_lists_sharing_blocked', 'send_on_behalf_not_allowed'],
    ...['slack_connect_file_link_sharing_blocked', 'paid_teams_only', 'subteam_not_found'],
  ],
  gone: [
    ...['message_not_found', 'thread_not_found', 'file_not_found', 'file_deleted', 'file_is_deleted', 'not_found'],
    ...['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id', 'trigger_expired', 'trigger_exchanged'],
    ...['duplicate_message_not_found', 'duplicate_channel_not_found', 'bot_not_found'],
  ],
  fileless: [
    ...['storage_limit_reached', 'file_uploads_disabled', 'file_uploads_except_images_disabled'],
    ...['file_upload_size_restricted', 'file_type_not_allowed', 'blocked_file_type', 'unable_to_share_files'],
    ...['slack_connect_blocked_file_type', 'slack_connect_file_upload_sharing_blocked'],
    ...['slack_connect_clip_sharing_blocked', 'file_share_limit_reached', 'max_file_sharing_exceeded'],
  ],
  later: [
    ...['ratelimited', 'rate_limited', 'message_limit_exceeded', 'team_added_to_org', 'external_channel_migrating'],
    // whether Herald is still in the workspace is for the workspaces to find out: see `onRefused`
    ...['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'token_expired', 'no_such_token'],
    ...['two_factor_setup_required', 'streaming_state_conflict', 'hash_conflict', 'list_record_comment_fetch_failed'],
  ],
  unclear: [
    ...['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable', 'update_failed'],
    ...['file_update_failed'],
  ],
  wrong: [
    ...['no_text', 'msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format', 'block_mismatch'],
    ...['invalid_attachments', 'too_many_attachments', 'attachment_payload_limit_exceeded', 'too_many_contact_cards'],
    ...['invalid_metadata_format', 'invalid_metadata_schema', 'metadata_too_large', 'metadata_must_be_sent_from_app'],
    ...['invalid_metadata_filter_keys', 'markdown_text_conflict', 'no_dual_broadcast_content_update'],
    ...['draft_already_deleted', 'draft_already_sent', 'draft_has_conflict', 'draft_not_found', 'missing_file_data'],
    ...['invalid_cursor', 'invalid_ts_latest', 'invalid_ts_oldest', 'as_user_not_supported', 'channels_limit_exceeded'],
    ...['alt_txt_too_large', 'snippet_too_large', 'unknown_snippet_type', 'unknown_subtype', 'missing_argument'],
    ...['not_enough_users', 'too_many_users', 'users_list_not_supplied', 'view_too_large', 'duplicate_external_id'],
    ...['push_limit_reached', 'missing_profile_id', 'not_implemented', 'invalid_arguments', 'invalid_arg_name'],
    ...['invalid_array_arg', 'invalid_charset', 'invalid_form_data', 'invalid_post_type', 'missing_post_type'],
    ...['invalid_json', 'json_not_object', 'unknown_method', 'invalid_args'],
  ],
};

const VERDICTS: ReadonlyMap<string, Verdict> = new Map(
  Object.entries(ERRORS).flatMap(([verdict, errors]) => errors.map((error) => [error, verdict as Verdict] as const)),
);

/** @returns undefined for an error that the table does not know */
export function verdictOn(error: string): Verdict | undefined {
  return VERDICTS.get(error);
}

/** Errors of a token that is good for nothing, and will not be again. One that has expired is followed by another. */
export const REFUSED_TOKEN: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
]);
