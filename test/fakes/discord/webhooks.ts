import { MessageFlags } from 'discord.js';
import { type AnswerBody, type AnswerParts, answer, reanswer } from './answers.ts';
import { type Call, type Handlers, NOTHING, ok, type Reply } from './call.ts';
import { DiscordError } from './errors.ts';
import type { InteractionRecord } from './interaction-records.ts';
import { remove } from './post.ts';
import { messageJson } from './wire-messages.ts';
import type { MessageRecord } from './world.ts';

type Routes =
  | 'followUp'
  | 'getOriginal'
  | 'editOriginal'
  | 'deleteOriginal'
  | 'getFollowUp'
  | 'editFollowUp'
  | 'deleteFollowUp';

/** What an interaction's token is good for, for 15 minutes after the interaction. */
export function createWebhooks(parts: AnswerParts): Handlers<Routes> {
  const { world, events, links, interactions } = parts;
  const reader = { links, bot: world.bot, readsAll: true, tellsNonce: false };
  const show = (message: MessageRecord): Reply => ok(messageJson(message, reader));
  const bodyOf = ({ json }: Call) => (json ?? {}) as AnswerBody;
  const interactionOf = ({ params }: Call) => interactions.byToken(params.application, params.token);

  function original(interaction: InteractionRecord): MessageRecord {
    if (!interaction.original) throw new DiscordError(10015);
    return present(interaction.original);
  }

  function followUp(call: Call): MessageRecord {
    const { original: first, followUps } = interactionOf(call);
    const found = [first, ...followUps].find((message) => message?.id === call.params.message);
    return present(found);
  }

  function edit(message: MessageRecord, call: Call): Reply {
    reanswer(parts, message, bodyOf(call), call.files);
    return show(message);
  }

  function erase(message: MessageRecord): Reply {
    remove(events, message);
    return NOTHING;
  }

  return {
    followUp(call) {
      const interaction = interactionOf(call);
      const { original: first } = interaction;
      // the first follow-up of a deferred answer takes its place
      if (first && !first.deleted && (first.flags & MessageFlags.Loading) !== 0) {
        const { flags, ...body } = bodyOf(call);
        reanswer(parts, first, { ...body, flags: (flags ?? 0) & ~MessageFlags.Ephemeral }, call.files);
        return show(first);
      }
      const message = answer(parts, interaction, bodyOf(call), call.files);
      interaction.followUps.push(message);
      return show(message);
    },
    getOriginal: (call) => show(original(interactionOf(call))),
    editOriginal: (call) => edit(original(interactionOf(call)), call),
    deleteOriginal: (call) => erase(original(interactionOf(call))),
    getFollowUp: (call) => show(followUp(call)),
    editFollowUp: (call) => edit(followUp(call), call),
    deleteFollowUp: (call) => erase(followUp(call)),
  };
}

function present(message: MessageRecord | undefined): MessageRecord {
  if (!message || message.deleted) throw new DiscordError(10008);
  return message;
}
