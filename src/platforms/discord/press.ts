import { type APIMessageComponentInteraction, ComponentType, MessageFlags } from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import { readAction } from '../action-ids.ts';
import { isInstalledWhere } from './caller.ts';
import { form } from './modal.ts';
import { formId } from './modal-ids.ts';
import type { Reception } from './reception.ts';

/**
 * A button or a picker of one of Herald's messages. On a message that everybody sees, the answer is for the one who pressed; a
 * message that only that person sees is changed in place.
 */
export function press(reception: Reception, desk: Desk) {
  return async (interaction: APIMessageComponentInteraction): Promise<void> => {
    const action = readAction(interaction.data.custom_id);
    if (!action) return reception.tell(interaction, 'chat_outdated');
    if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
    const { name, subject } = action;
    if (name === 'another') {
      const caller = reception.callerOf(interaction);
      const start = await reception.formStart(caller, { job: subject });
      if ('refused' in start) return reception.tell(interaction, start.refused);
      const id = formId({ kind: 'another', job: subject });
      return reception.open(interaction, form(id, start, caller.locale));
    }
    const isPrivate = ((interaction.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
    const { data } = interaction;
    const picked = data.component_type === ComponentType.Button ? {} : { picked: data.values };
    await reception.serve(
      interaction,
      (received) => desk.press({ ...received, name, subject, ...picked }),
      isPrivate ? 'update' : 'new',
    );
  };
}
