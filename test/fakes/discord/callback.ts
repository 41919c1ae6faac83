import { type APIInteractionResponse, InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import { isObject } from '../loose.ts';
import { type AnswerParts, answer as answerWith, authored, reanswer } from './answers.ts';
import { type Call, type Handlers, NOTHING, ok, type Reply } from './call.ts';
import { checkChoices } from './choice-rules.ts';
import { DiscordError } from './errors.ts';
import { acknowledge, type InteractionRecord } from './interaction-records.ts';
import { checkModal } from './modal-rules.ts';
import { post } from './post.ts';
import { messageJson } from './wire-messages.ts';

const { ApplicationCommand, ApplicationCommandAutocomplete, MessageComponent, ModalSubmit } = InteractionType;

/** Which interactions an answer is for. */
const ANSWERS: Readonly<Partial<Record<InteractionResponseType, readonly InteractionType[]>>> = {
  [InteractionResponseType.ChannelMessageWithSource]: [ApplicationCommand, MessageComponent, ModalSubmit],
  [InteractionResponseType.DeferredChannelMessageWithSource]: [ApplicationCommand, MessageComponent, ModalSubmit],
  [InteractionResponseType.DeferredMessageUpdate]: [MessageComponent, ModalSubmit],
  [InteractionResponseType.UpdateMessage]: [MessageComponent, ModalSubmit],
  [InteractionResponseType.ApplicationCommandAutocompleteResult]: [ApplicationCommandAutocomplete],
  [InteractionResponseType.Modal]: [ApplicationCommand, MessageComponent],
};

/** Answers that change the message a component was on; a modal has one only if a component opened it. */
const NEED_SOURCE = [InteractionResponseType.DeferredMessageUpdate, InteractionResponseType.UpdateMessage];

/** The first answer to an interaction: once, within three seconds. */
export function createCallback(parts: AnswerParts): Handlers<'callback'> {
  return {
    callback(call) {
      const interaction = parts.interactions.toAcknowledge(call.params.interaction, call.params.token);
      const answer = call.json as APIInteractionResponse;
      const fits = ANSWERS[answer.type]?.includes(interaction.type) ?? false;
      if (!fits || (NEED_SOURCE.includes(answer.type) && !interaction.source))
        throw invalid(['type'], `An interaction of type ${interaction.type} is not answered by ${answer.type}.`);
      apply(parts, interaction, answer, call);
      acknowledge(interaction, answer.type, 'data' in answer ? answer.data : undefined, parts.world.now());
      return call.query.get('with_response') === 'true' ? describe(parts, interaction, answer.type) : NOTHING;
    },
  };
}

function apply(parts: AnswerParts, interaction: InteractionRecord, answer: APIInteractionResponse, call: Call): void {
  switch (answer.type) {
    case InteractionResponseType.ChannelMessageWithSource:
      interaction.original = answerWith(parts, interaction, answer.data, call.files);
      return;
    case InteractionResponseType.DeferredChannelMessageWithSource: {
      const flags = answer.data?.flags ?? 0;
      if ((flags & ~MessageFlags.Ephemeral) !== 0)
        throw invalid(['data', 'flags'], 'One can only defer with EPHEMERAL.');
      const message = { ...authored(parts.world, interaction, flags), flags: flags | MessageFlags.Loading };
      interaction.original = post(parts.world, parts.events, interaction.channel, message);
      return;
    }
    case InteractionResponseType.UpdateMessage:
    case InteractionResponseType.DeferredMessageUpdate:
      if (interaction.source) interaction.original = interaction.source;
      if (interaction.source && answer.type === InteractionResponseType.UpdateMessage)
        reanswer(parts, interaction.source, answer.data ?? {}, call.files);
      return;
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      interaction.choices = checkChoices(answer.data.choices ?? []);
      return;
    case InteractionResponseType.Modal:
      if (isObject(answer.data)) checkModal(answer.data);
      interaction.modal = answer.data;
  }
}

/** What `with_response=true` is answered by; only an answer with content comes with its message. */
function describe({ world, links }: AnswerParts, interaction: InteractionRecord, type: InteractionResponseType): Reply {
  const { id, original } = interaction;
  const hasContent = [InteractionResponseType.ChannelMessageWithSource, InteractionResponseType.UpdateMessage];
  const about = original && {
    response_message_id: original.id,
    response_message_loading: (original.flags & MessageFlags.Loading) !== 0,
    response_message_ephemeral: original.onlyFor !== undefined,
  };
  const reader = { links, bot: world.bot, readsAll: true, tellsNonce: false };
  const resource =
    original && hasContent.includes(type) ? { resource: { type, message: messageJson(original, reader) } } : {};
  return ok({ interaction: { id, type: interaction.type, ...about }, ...resource });
}

function invalid(path: readonly (string | number)[], message: string): DiscordError {
  return new DiscordError(50035, [{ path, code: 'INTERACTION_RESPONSE_INVALID', message }]);
}
