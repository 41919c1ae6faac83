import type { APIModalSubmitInteraction } from 'discord.js';
import type { Asked, Desk, Photo } from '../../../commands/desk.ts';
import { isInstalledWhere } from './caller.ts';
import { readForm } from './modal.ts';
import { readFormId } from './modal-ids.ts';
import type { Reception } from './reception.ts';
import type { Talk } from './talk.ts';

/** A form that was sent. */
export function submit(reception: Reception, desk: Desk, talk: Pick<Talk, 'pictureOf'>) {
  return async (interaction: APIModalSubmitInteraction): Promise<void> => {
    const about = readFormId(interaction.data.custom_id);
    if (!about) return reception.tell(interaction, 'chat_outdated');
    if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
    const { photo: uploaded, text: typed, ...filled } = readForm(interaction);
    const text = reception.wordsOf(interaction, typed);
    if (text !== undefined && filled.audio) return reception.tell(interaction, 'discord_words_and_recording');
    if (text === undefined && !filled.audio) return reception.tell(interaction, 'discord_words_missing');

    await reception.serve(interaction, async (received) => {
      const ask = (photo: Photo | undefined, more: Pick<Asked, 'ratio'> = {}) =>
        desk.ask({
          ...received,
          ...filled,
          ...(text !== undefined && { text }),
          ...more,
          ...(photo && { photo }),
        });
      switch (about.kind) {
        case 'new':
          return ask(uploaded && { file: uploaded }, about.ratio && { ratio: about.ratio });
        case 'another':
          return ask({ job: about.job });
        case 'talk': {
          const picture = await talk.pictureOf(about.channel, about.message);
          if (picture) return ask({ file: picture });
          const { caller, answer } = received;
          return answer.say({ locale: caller.locale, lines: [{ key: 'discord_picture_lost' }] });
        }
      }
    });
  };
}
