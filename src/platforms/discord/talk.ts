import { type APIMessage, type APIMessageApplicationCommandInteraction, type REST, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { described } from '../described.ts';
import type { ChatFile } from '../platform.ts';
import { recent } from '../recent.ts';
import { channelOf, isInstalledWhere } from './caller.ts';
import { form } from './modal.ts';
import { formId } from './modal-ids.ts';
import { findPicture } from './pictures.ts';
import type { Reception } from './reception.ts';

/** Pictures whose form may still be open. */
const REMEMBERED = 500;

/** “Make it talk”, from the menu of a message. */
export interface Talk {
  command(interaction: APIMessageApplicationCommandInteraction): Promise<void>;
  /**
   * The picture of a message, when its form is sent. After a restart it is looked for again; the bot may not read others' messages
   * everywhere, which is why the menu's own answer is remembered.
   */
  pictureOf(channel: string, message: string): Promise<ChatFile | undefined>;
}

export function talk(reception: Reception, rest: REST, log: Logger): Talk {
  const pictures = recent<ChatFile>(REMEMBERED);

  return {
    async command(interaction) {
      if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
      const { target_id, resolved } = interaction.data;
      const target = resolved.messages[target_id];
      const picture = target && findPicture(target);
      if (!picture) return reception.tell(interaction, 'menu_no_picture');
      pictures.set(target_id, picture);
      const caller = reception.callerOf(interaction);
      const start = await reception.formStart(caller);
      if ('refused' in start) return reception.tell(interaction, start.refused);
      const id = formId({ kind: 'talk', channel: channelOf(interaction).id, message: target_id });
      await reception.open(interaction, form(id, start, caller.locale));
    },

    async pictureOf(channel, message) {
      const known = pictures.get(message);
      if (known) return known;
      try {
        return findPicture((await rest.get(Routes.channelMessage(channel, message))) as APIMessage);
      } catch (err) {
        log.info({ channel, message, err: described(err) }, 'the message of a form could not be read again');
        return undefined;
      }
    },
  };
}
