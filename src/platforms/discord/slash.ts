import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import { verbOf } from '../../../commands/verbs.ts';
import type { ChatFile } from '../platform.ts';
import { RATIOS } from '../ratios.ts';
import { isInstalledWhere } from './caller.ts';
import { form } from './modal.ts';
import { formId } from './modal-ids.ts';
import { attachedFile } from './pictures.ts';
import type { Reception } from './reception.ts';
import { slashVerbs } from './slash-verbs.ts';
import { suggestions } from './suggest.ts';

/** The options of a command, by name. */
interface Given {
  words(name: string): string | undefined;
  file(name: string): ChatFile | undefined;
  flag(name: string): boolean;
}

function givenWith({ data }: APIChatInputApplicationCommandInteraction): Given {
  const option = (name: string) => data.options?.find((each) => each.name === name);
  return {
    words(name) {
      const given = option(name);
      return given?.type === ApplicationCommandOptionType.String ? given.value.trim() || undefined : undefined;
    },
    file(name) {
      const given = option(name);
      if (given?.type !== ApplicationCommandOptionType.Attachment) return undefined;
      const attachment = data.resolved?.attachments?.[given.value];
      return attachment && attachedFile(attachment);
    },
    flag(name) {
      const given = option(name);
      return given?.type === ApplicationCommandOptionType.Boolean && given.value;
    },
  };
}

/** What is typed as a command. */
export function slash(reception: Reception, desk: Desk) {
  const verb = slashVerbs(reception, desk);
  const suggested = suggestions(desk);

  async function avatar(interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
    const given = givenWith(interaction);
    const [photo, audio] = [given.file('photo'), given.file('audio')];
    const text = reception.wordsOf(interaction, given.words('text'));
    const [voiceId, prompt] = [given.words('voice'), given.words('prompt')];
    const presenter = given.words('presenter');
    const ratio = RATIOS.find((known) => known === given.words('ratio'));

    if (text !== undefined && audio) return reception.tell(interaction, 'discord_words_and_recording');
    if (text === undefined && !audio) {
      if (photo || prompt) return reception.tell(interaction, 'discord_words_missing');
      const caller = reception.callerOf(interaction);
      const start = await reception.formStart(caller, { voice: voiceId });
      if ('refused' in start) return reception.tell(interaction, start.refused);
      return reception.open(interaction, form(formId({ kind: 'new', ratio }), start, caller.locale, { presenter }));
    }
    await reception.serve(interaction, (received) =>
      desk.ask({
        ...received,
        ...(photo && { photo: { file: photo } }),
        ...(presenter !== undefined && { presenter }),
        ...(audio && { audio }),
        ...(text !== undefined && { text }),
        ...(voiceId !== undefined && { voiceId }),
        ...(ratio && { ratio }),
        ...(prompt !== undefined && { prompt }),
      }),
    );
  }

  return {
    async command(interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
      if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
      const { name } = interaction.data;
      if (name === 'avatar') return avatar(interaction);
      const asked = verbOf(name, interaction.data.options?.[0]?.name ?? '');
      if (asked !== undefined) return verb(interaction, asked);
      if (name !== 'jobs' && name !== 'help' && name !== 'settings') {
        return reception.tell(interaction, 'chat_outdated');
      }
      await reception.serve(interaction, async ({ caller, answer }) => {
        if (!(await answer.begun)) return;
        if (name === 'jobs') await desk.jobs(caller, answer, givenWith(interaction).flag('everybody'));
        else if (name === 'help') await desk.help(caller, answer);
        else await desk.settings(caller, answer);
      });
    },

    /** What fits what is being typed. */
    async complete(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
      await reception.suggest(interaction, suggested(interaction, reception.callerOf(interaction)));
    },
  };
}
