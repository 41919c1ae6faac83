import { AllowedMentionsTypes, type APIAllowedMentions, MessageFlags } from 'discord.js';
import type { UploadedFile } from './body.ts';
import { compose, type MessageBody } from './compose.ts';
import type { Events } from './events.ts';
import type { InteractionRecord, Interactions } from './interaction-records.ts';
import type { Links } from './links.ts';
import { mentionsOf } from './mentions.ts';
import { type NewMessage, post, rewrite } from './post.ts';
import type { MessageRecord, World } from './world.ts';

export interface AnswerParts {
  readonly world: World;
  readonly events: Events;
  readonly links: Links;
  readonly interactions: Interactions;
}

/** A message's content as an interaction's answers carry it. */
export interface AnswerBody extends MessageBody {
  readonly allowed_mentions?: APIAllowedMentions | null | undefined;
}

/** Of an answer without `allowed_mentions`, only people are notified. */
const PEOPLE: APIAllowedMentions = { parse: [AllowedMentionsTypes.User] };

/** Who an answer is from, what it answers, and, where it is ephemeral, whom it is for. */
export function authored(world: World, { origin, user, original }: InteractionRecord, flags: number): NewMessage {
  const isFollowUp = original !== undefined && origin !== undefined;
  return {
    author: world.bot,
    ...(origin && { origin: isFollowUp ? { ...origin, originalId: original.id } : origin }),
    ...((flags & MessageFlags.Ephemeral) !== 0 && { onlyFor: user }),
  };
}

/** Posts an answer to an interaction; the bot's permissions in the channel do not matter for that. */
export function answer(
  { world, events }: AnswerParts,
  interaction: InteractionRecord,
  body: AnswerBody,
  files: ReadonlyMap<string, UploadedFile>,
): MessageRecord {
  const { channel } = interaction;
  const { content, embeds, components, flags, added } = compose(body, files, { channel, mayBeEphemeral: true });
  return post(world, events, channel, {
    ...authored(world, interaction, flags),
    content,
    embeds,
    components,
    flags,
    files: added,
    ...mentionsOf(world, content, body.allowed_mentions ?? PEOPLE),
  });
}

/** Edits an answer, or the message a component was on. */
export function reanswer(
  { world, events }: AnswerParts,
  message: MessageRecord,
  body: AnswerBody,
  files: ReadonlyMap<string, UploadedFile>,
): void {
  const composed = compose(body, files, { channel: message.channel, before: message });
  rewrite(world, events, message, {
    ...composed,
    ...mentionsOf(world, composed.content, body.allowed_mentions ?? PEOPLE),
  });
}
