import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { RATIOS } from '../ratios.ts';
import { LIMITS } from './limits.ts';
import { described, named } from './localized.ts';
import { subcommands } from './verb-commands.ts';

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
  {
    ...described('discord_field_presenter', 'discord_option_presenter_about'),
    type: ApplicationCommandOptionType.String,
    autocomplete: true,
    max_length: LIMITS.optionLabel,
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
  const inServers = { ...anywhere, contexts: [InteractionContextType.Guild] };
  return [
    { ...slash, ...anywhere, ...described('discord_avatar', 'discord_avatar_about'), options: AVATAR },
    { ...slash, ...anywhere, ...described('discord_jobs', 'command_jobs_about'), options: EVERYBODY },
    { ...slash, ...anywhere, ...described('discord_help', 'command_help_about') },
    {
      ...slash,
      ...inServers,
      ...described('discord_settings', 'discord_settings_about'),
      default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    },
    {
      ...slash,
      ...inServers,
      ...described('discord_presenter', 'discord_presenter_about'),
      options: subcommands('presenter'),
    },
    {
      ...slash,
      ...inServers,
      ...described('discord_announce', 'discord_announce_about'),
      default_member_permissions: PermissionFlagsBits.ManageMessages.toString(),
      options: subcommands('announce'),
    },
    { type: ApplicationCommandType.Message, ...anywhere, ...named('command_menu') },
  ];
}
