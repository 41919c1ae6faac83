import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { inEveryLocale, say, type TextKey } from '../../texts.ts';
import { RATIOS } from '../ratios.ts';

/** Discord's names for Chinese; Herald's one Chinese is shown to both. */
function localized(key: TextKey): LocalizationMap {
  const { zh } = inEveryLocale(key);
  return { 'zh-CN': zh, 'zh-TW': zh };
}

const named = (name: TextKey) => ({ name: say(name), name_localizations: localized(name) });

const described = (name: TextKey, description: TextKey) => ({
  ...named(name),
  description: say(description),
  description_localizations: localized(description),
});

const AVATAR: APIApplicationCommandBasicOption[] = [
  {
    ...described('discord_option_photo', 'discord_option_photo_about'),
    type: ApplicationCommandOptionType.Attachment,
    file_types: ['image'],
  },
  {
    ...described('discord_option_text', 'discord_option_text_about'),
    type: ApplicationCommandOptionType.String,
  },
  {
    ...described('discord_option_voice', 'discord_option_voice_about'),
    type: ApplicationCommandOptionType.String,
    autocomplete: true,
  },
  {
    ...described('discord_option_audio', 'discord_option_audio_about'),
    type: ApplicationCommandOptionType.Attachment,
    file_types: ['audio'],
  },
  {
    ...described('discord_option_ratio', 'discord_option_ratio_about'),
    type: ApplicationCommandOptionType.String,
    choices: RATIOS.map((ratio) => ({ name: ratio, value: ratio })),
  },
  {
    ...described('discord_option_prompt', 'discord_option_prompt_about'),
    type: ApplicationCommandOptionType.String,
    max_length: 2_500,
  },
];

const EVERYBODY: APIApplicationCommandBasicOption[] = [
  {
    ...described('discord_option_everybody', 'discord_option_everybody_about'),
    type: ApplicationCommandOptionType.Boolean,
  },
];

/**
 * The commands as they are registered. Only where the bot itself is (not with a person's own installation): a video is posted with
 * the bot's token, long after the interaction's has died.
 */
export function commands(): RESTPostAPIApplicationCommandsJSONBody[] {
  const slash = { type: ApplicationCommandType.ChatInput as const };
  const anywhere = {
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  };
  return [
    { ...slash, ...anywhere, ...described('discord_avatar', 'discord_avatar_about'), options: AVATAR },
    { ...slash, ...anywhere, ...described('discord_jobs', 'command_jobs_about'), options: EVERYBODY },
    { ...slash, ...anywhere, ...described('discord_help', 'command_help_about') },
    {
      ...slash,
      ...anywhere,
      ...described('discord_settings', 'discord_settings_about'),
      contexts: [InteractionContextType.Guild],
      default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    },
    { type: ApplicationCommandType.Message, ...anywhere, ...named('command_menu') },
  ];
}
