import { z } from 'zod';
import { unjoined } from './escape.ts';

/** A time and an id in one, as Slack names messages: seconds and microseconds. */
const ts = z.string().regex(/^\d{1,12}\.\d{1,6}$/);

/** An id as Slack gives them: a letter that tells what it is of, and more. */
const id = z.string().regex(/^[A-Z][A-Z0-9-]{0,40}$/i);

/** An id where Slack may also give none. */
const idOrNone = id.nullish().catch(undefined);

/** What people wrote, perhaps with what they copied from Herald's messages. */
const words = z.string().transform(unjoined).nullish().catch(undefined);

/** What Herald reads of a file. One of Slack Connect has nothing but its id, and `check_file_info`, until it is looked up. */
const slackFile = z.object({
  id,
  name: words,
  title: words,
  mimetype: words,
  filetype: words,
  /** `slack_audio`, `slack_video` for what was recorded in Slack. */
  subtype: words,
  /** `tombstone` for what was deleted, `external` for what is kept elsewhere. */
  mode: words,
  file_access: words,
  size: z.number().nonnegative().nullish().catch(undefined),
  url_private: words,
  url_private_download: words,
});
export type SlackFile = z.infer<typeof slackFile>;

/** A list of which only the members that can be read are taken. */
const listOf = <S extends z.ZodType>(member: S) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(undefined)
    .transform((list) => (list ?? []).flatMap((each) => member.safeParse(each).data ?? []));

const files = listOf(slackFile);

/** What of a message may hold words, a picture or a recording; what was forwarded is attached, with its files. */
const contents = z.object({ text: words, files, attachments: listOf(z.object({ files })) });
export type Contents = z.infer<typeof contents>;

/** A message, as the events `message` and `app_mention` bring it and as a thread's first one is read. */
const message = contents.extend({ ts, user: idOrNone, bot_id: words, thread_ts: ts.nullish().catch(undefined) });

const messageEvent = message.extend({
  type: z.enum(['message', 'app_mention']),
  channel: id,
  channel_type: words,
  subtype: words,
  hidden: z.boolean().nullish().catch(undefined),
  /** A mention can come once more when its message was changed. */
  edited: z.unknown().optional(),
});
export type MessageEvent = z.infer<typeof messageEvent>;

const homeOpened = z.object({ user: id, channel: id, tab: words });

const slashCommand = z.object({
  command: z.string(),
  text: words,
  user_id: id,
  channel_id: id,
  trigger_id: z.string(),
  response_url: words,
});

const person = z.object({ id });
const channel = z.object({ id });

const messageShortcut = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: words,
  user: person,
  channel,
  message,
});

/** Where something was pressed: a message, or a view. */
const container = z
  .object({
    type: words,
    message_ts: ts.nullish().catch(undefined),
    thread_ts: ts.nullish().catch(undefined),
    channel_id: idOrNone,
    is_ephemeral: z.boolean().nullish().catch(undefined),
    view_id: words,
  })
  .nullish();

const pressed = z.object({
  type: z.literal('block_actions'),
  trigger_id: words,
  response_url: words,
  user: person,
  channel: channel.nullish().catch(undefined),
  container,
  message: z
    .object({ thread_ts: ts.nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  view: z.object({ id: z.string(), type: words }).nullish().catch(undefined),
  actions: listOf(z.looseObject({ type: z.string(), action_id: z.string(), action_ts: ts, url: words })),
});
export type PressedBody = z.infer<typeof pressed>;

const option = z.object({ value: z.string() });

const field = z.object({
  value: words,
  files,
  selected_option: option.nullish().catch(undefined),
  selected_options: listOf(option),
  selected_conversation: idOrNone,
  selected_users: listOf(id),
});

const submitted = z.object({
  type: z.literal('view_submission'),
  user: person,
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().catch(''),
    state: z
      .object({ values: z.record(z.string(), z.record(z.string(), field)).optional().catch(undefined) })
      .nullish()
      .catch(undefined),
  }),
});
export type SubmittedBody = z.infer<typeof submitted>;

/** What one field of a form holds. */
export type SubmittedField = z.infer<typeof field>;

const suggested = z.object({
  action_id: z.string(),
  value: z.string().transform(unjoined).catch(''),
  user: person,
  view: z
    .object({ private_metadata: z.string().catch('') })
    .nullish()
    .catch(undefined),
});

/**
 * What Slack sends, as far as Herald reads it: strict about what is needed, and blind to all that is new. A payload that does not fit
 * is none of Herald's.
 */
export const PAYLOADS = {
  file: slackFile,
  message,
  messageEvent,
  homeOpened,
  slashCommand,
  messageShortcut,
  pressed,
  submitted,
  suggested,
};

/** When a message or an action was (ms): its ts tells. */
export const msOf = (stamp: string): number => Math.floor(Number(stamp) * 1_000);
