import { randomBytes } from 'node:crypto';
import { isObject, type Loose } from '../loose.ts';
import { SlackError } from './call.ts';
import type { Interaction } from './interactions.ts';
import { messageBody } from './message-body.ts';
import type { Parts } from './parts.ts';
import { post, remove } from './post.ts';
import type { MessageRecord } from './world.ts';

/** How often and how long a `response_url` may be used (docs.slack.dev/interactivity/handling-user-interaction). */
const USES = 5;
const LIFETIME = 30 * 60_000;

/** The addresses by which an app answers an interaction, also where it is no member. */
export interface ResponseUrls {
  /** The address for the answers to an interaction that was done in a channel. */
  issue(interaction: Interaction): string;
  /** Where, and to whom, what is posted there is said. */
  about(path: string): Loose;
  /** Takes what was posted to `/response/…`. The status and the body to answer with. */
  take(path: string, body: unknown): { readonly status: number; readonly body: Loose };
  /** Shows what came with an acknowledgement. @throws SlackError for what cannot be shown */
  show(interaction: Interaction, body: Loose): void;
}

const FIELDS = new Set([
  ...['text', 'blocks', 'attachments', 'markdown_text', 'metadata', 'thread_ts', 'mrkdwn', 'link_names', 'parse'],
  ...['response_type', 'replace_original', 'delete_original', 'unfurl_links', 'unfurl_media'],
]);

export function createResponseUrls(parts: Parts): ResponseUrls {
  const { world, violations } = parts;
  const issued = new Map<string, { readonly interaction: Interaction; readonly at: number; uses: number }>();

  function show(interaction: Interaction, body: Loose): void {
    const { channel, user, team } = interaction;
    // what is to be replaced is the message whose button was pressed; elsewhere there is nothing to replace
    const original = interaction.kind === 'block_actions' ? interaction.message : undefined;
    if (!channel) throw new SlackError('channel_not_found');
    for (const name of Object.keys(body)) if (!FIELDS.has(name)) violations.add(`response_url: unknown field ${name}`);
    const { response_type: type = 'ephemeral', thread_ts, replace_original, delete_original } = body;
    if (type !== 'ephemeral' && type !== 'in_channel') throw new SlackError('invalid_payload');
    if (delete_original === true) {
      if (!original || original.deleted) throw new SlackError('message_not_found');
      return void erase(original);
    }
    const composed = messageBody(world, body, { long: 'cut', longBlocks: 'msg_blocks_too_long' });
    if (replace_original === true && original) {
      if (original.deleted) throw new SlackError('message_not_found');
      return void rewrite(original, composed);
    }
    const sent = post(parts, channel, {
      user: team.botUser,
      botId: team.botId,
      text: composed.text,
      blocks: composed.blocks,
      ...(composed.attachments && { attachments: composed.attachments }),
      ...(composed.metadata && { metadata: composed.metadata }),
      ...(typeof thread_ts === 'string' && { threadTs: thread_ts }),
      ...(type === 'ephemeral' && { ephemeralFor: user.id }),
    });
    interaction.answers.push(sent);
  }

  function erase(original: MessageRecord): void {
    if (original.ephemeralFor === undefined) remove(parts, original);
    else original.deleted = true;
  }

  function rewrite(original: MessageRecord, { text, blocks }: Pick<MessageRecord, 'text' | 'blocks'>): void {
    const before = structuredClone(original);
    Object.assign(original, { text, blocks });
    if (original.ephemeralFor !== undefined) return;
    original.edited = { user: original.user, ts: world.newTs() };
    parts.events.changed(original, before);
  }

  return {
    show,
    issue(interaction) {
      const path = `/response/${interaction.team.id}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { interaction, at: world.now(), uses: 0 });
      return `${parts.base()}${path}`;
    },
    about(path) {
      const { channel, user } = issued.get(path)?.interaction ?? {};
      return { channel: channel?.id, user: user?.id };
    },
    take(path, body) {
      const found = issued.get(path);
      if (!found) return refused(404, 'no_service');
      if (world.now() - found.at > LIFETIME) return refused(404, 'expired_url');
      if (found.uses >= USES) return refused(404, 'used_url');
      if (!isObject(body)) {
        violations.add('response_url: the body is no JSON object');
        return refused(400, 'invalid_payload');
      }
      try {
        show(found.interaction, body);
      } catch (error) {
        if (!(error instanceof SlackError)) throw error;
        violations.add(`response_url: ${error.error} ${JSON.stringify(error.details)}`);
        return refused(error.error === 'message_not_found' ? 404 : 400, error.error);
      }
      found.uses += 1;
      return { status: 200, body: { ok: true } };
    },
  };
}

function refused(status: number, error: string): { status: number; body: Loose } {
  return { status, body: { ok: false, error } };
}
