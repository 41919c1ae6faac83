import type { APIModalSubmitInteraction } from 'discord.js';
import type { Asked, Desk, Photo } from '../../../commands/desk.ts';
import { localeOf } from '../../texts.ts';
import { isInstalledWhere } from './caller.ts';
import { readForm } from './modal.ts';
import { readFormId } from './modal-ids.ts';
import { type Reception, requestOf } from './reception.ts';
import type { Talk } from './talk.ts';

/** A form that was sent. */
export function submit(reception: Reception, desk: Desk, talk: Pick<Talk, 'pictureOf'>) {
  return async (interaction: APIModalSubmitInteraction): Promise<void> => {
    const about = readFormId(interaction.data.custom_id);
    if (!about) return reception.tell(interaction, 'discord_outdated');
    if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
    const { photo: uploaded, ...filled } = readForm(interaction);
    if (filled.text !== undefined && filled.audio) return reception.tell(interaction, 'discord_words_and_recording');
    if (filled.text === undefined && !filled.audio) return reception.tell(interaction, 'discord_words_missing');

    const answer = reception.acknowledge(interaction);
    const ask = (rest: Pick<Asked, 'ratio'> & { readonly photo?: Photo | undefined }) => {
      const { photo, ...others } = rest;
      return desk.ask({ ...requestOf(interaction, answer), ...filled, ...others, ...(photo && { photo }) });
    };
    switch (about.kind) {
      case 'new':
        return ask({ photo: uploaded && { file: uploaded }, ...(about.ratio && { ratio: about.ratio }) });
      case 'another':
        return ask({ photo: { job: about.job } });
      case 'talk': {
        const picture = await talk.pictureOf(about.channel, about.message);
        if (picture) return ask({ photo: { file: picture } });
        return answer.say({ locale: localeOf(interaction.locale), lines: [{ key: 'discord_picture_lost' }] });
      }
    }
  };
}
