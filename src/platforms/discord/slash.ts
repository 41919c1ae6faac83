import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import { localeOf } from '../../texts.ts';
import type { ChatFile } from '../platform.ts';
import { callerOf, isInstalledWhere } from './caller.ts';
import { RATIOS } from './commands.ts';
import { form } from './modal.ts';
import { formId } from './modal-ids.ts';
import { attachedFile } from './pictures.ts';
import { type Reception, requestOf } from './reception.ts';
import { spokenWords } from './spoken.ts';
import type { World } from './world.ts';

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
export function slash(reception: Reception, desk: Desk, world: Pick<World, 'names'>) {
  async function avatar(interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
    const given = givenWith(interaction);
    const names = { ...world.names(interaction.guild_id), person: () => undefined };
    const [photo, audio] = [given.file('photo'), given.file('audio')];
    const typed = given.words('text');
    const text = typed && spokenWords(typed, interaction.application_id, names);
    const [voiceId, prompt] = [given.words('voice'), given.words('prompt')];
    const ratio = RATIOS.find((known) => known === given.words('ratio'));

    if (text !== undefined && audio) return reception.tell(interaction, 'discord_words_and_recording');
    if (text === undefined && !audio) {
      if (photo || prompt) return reception.tell(interaction, 'discord_words_missing');
      const caller = callerOf(interaction);
      const start = { ...(await reception.formStart(caller)), ...(voiceId && { voiceId }) };
      return reception.open(interaction, form(formId({ kind: 'new', ratio }), start, caller.locale, true));
    }
    const answer = reception.acknowledge(interaction);
    await desk.ask({
      ...requestOf(interaction, answer),
      ...(photo && { photo: { file: photo } }),
      ...(audio && { audio }),
      ...(text !== undefined && { text }),
      ...(voiceId !== undefined && { voiceId }),
      ...(ratio && { ratio }),
      ...(prompt !== undefined && { prompt }),
    });
  }

  return {
    async command(interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
      if (!isInstalledWhere(interaction)) return reception.tell(interaction, 'discord_not_installed');
      const { name } = interaction.data;
      if (name === 'avatar') return avatar(interaction);
      if (name !== 'jobs' && name !== 'help' && name !== 'settings') {
        return reception.tell(interaction, 'discord_outdated');
      }
      const answer = reception.acknowledge(interaction);
      if (!(await answer.begun)) return;
      const caller = callerOf(interaction);
      if (name === 'jobs') await desk.jobs(caller, answer, givenWith(interaction).flag('everybody'));
      else if (name === 'help') await desk.help(caller, answer);
      else await desk.settings(caller, answer);
    },

    /** Voices that fit what is being typed. */
    async complete(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
      const typing = interaction.data.options?.find((option) => 'focused' in option && option.focused);
      const typed = typing?.type === ApplicationCommandOptionType.String ? typing.value : '';
      await reception.suggest(interaction, desk.voices(typed, localeOf(interaction.locale)));
    },
  };
}
