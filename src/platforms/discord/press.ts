import { type APIMessageComponentInteraction, ComponentType, MessageFlags } from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import { callerOf, isInstalledWhere } from './caller.ts';
import { form } from './modal.ts';
import { formId } from './modal-ids.ts';
import { type Reception, requestOf } from './reception.ts';
import { readAction } from './render.ts';

/**
 * A button or a picker of one of Herald's messages. On a message that everybody sees, the answer is for the one who pressed; a
 * message that only that person sees is changed in place.
 */
export function press(reception: Reception, desk: Desk) {
  return async (interaction: APIMessageComponentInteraction): Promise<void> => {
    const action = readAction(interaction.data.custom_id);
    if (!action) return reception.tell(interaction, 'discord_outdated');
    if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
    const { name, subject } = action;
    if (name === 'another') {
      const caller = callerOf(interaction);
      const start = await reception.formStart(caller, subject);
      const id = formId({ kind: 'another', job: subject });
      return reception.open(interaction, form(id, start, caller.locale, false));
    }
    const isPrivate = ((interaction.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
    const answer = reception.acknowledge(interaction, isPrivate ? 'update' : 'new');
    const { data } = interaction;
    await desk.press({
      ...requestOf(interaction, answer),
      name,
      subject,
      ...(data.component_type !== ComponentType.Button && { picked: data.values }),
    });
  };
}
