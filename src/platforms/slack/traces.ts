import type { types } from '@slack/bolt';
import { z } from 'zod';

/** Marks every message of Herald's with its key: the one thing that tells it from all others, should an answer be lost. */
const EVENT_TYPE = 'herald_post';

/** Everybody in the workspace can read it: it is the key, and nothing else. */
export function metadataOf(key: string): types.MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

/** What of a message in a history shows which one it is; what is not as it should be shows nothing. */
const traced = z.object({
  ts: z.string(),
  thread_ts: z.string().optional().catch(undefined),
  user: z.string().optional().catch(undefined),
  subtype: z.string().optional().catch(undefined),
  metadata: z
    .object({ event_type: z.literal(EVENT_TYPE), event_payload: z.object({ key: z.string() }) })
    .optional()
    .catch(undefined),
  files: z
    .array(z.object({ id: z.string().optional().catch(undefined) }))
    .optional()
    .catch(undefined),
});

export type Traced = z.infer<typeof traced>;

/** A page of a history, newest first, or of a thread, oldest first. */
export const page = z.object({
  messages: z.array(traced),
  has_more: z.boolean().optional().catch(undefined),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional().catch(undefined),
});

/** Whether a message is the bot's own post with this key. @param me the bot's own user */
export function isPost({ user, metadata }: Traced, key: string, me: string): boolean {
  return user === me && metadata?.event_payload.key === key;
}

/** Whether a message is the bot's own and shows this file. */
export function shows({ user, files = [] }: Traced, file: string, me: string): boolean {
  return user === me && files.some(({ id }) => id === file);
}
