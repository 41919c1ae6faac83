import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ChannelType,
} from 'discord.js';
import { LIMITS } from '../../../commands/limits.ts';
import { SOURCES } from '../../../commands/sources.ts';
import { type Field, type FieldKind, SOURCE_NAMES, VERBS, type Verb } from '../../../commands/verbs.ts';
import { RATIOS } from '../ratios.ts';
import { about, named } from './localized.ts';
import { optionNames } from './verb-options.ts';

type Shape<Option = APIApplicationCommandBasicOption> = Option extends Option
  ? Omit<Option, 'name' | 'description' | 'name_localizations' | 'description_localizations' | 'required'>
  : never;

const { String: Text, Channel, Role, User, Integer, Attachment } = ApplicationCommandOptionType;

/** What Discord has people fill in for a field. */
const SHAPES: Readonly<Record<FieldKind, Shape>> = {
  announcement: { type: Text, autocomplete: true },
  presenter: { type: Text, autocomplete: true },
  voice: { type: Text, autocomplete: true },
  line: { type: Text },
  words: { type: Text },
  source: { type: Text, choices: SOURCES.map((value) => ({ ...named(SOURCE_NAMES[value]), value })) },
  ratio: { type: Text, choices: RATIOS.map((value) => ({ name: value, value })) },
  channel: { type: Channel, channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement] },
  roles: { type: Role },
  people: { type: User },
  count: { type: Integer, min_value: 1, max_value: LIMITS.aDay },
  photo: { type: Attachment, file_types: ['image'] },
};

function optionsOf(field: Field): APIApplicationCommandBasicOption[] {
  const { name, kind, required, most } = field;
  const isSeveral = kind === 'roles' || kind === 'people';
  return (isSeveral ? optionNames(name) : [name]).map((each) => ({
    ...SHAPES[kind],
    ...suffixed(named(`discord_field_${name}`), each.slice(name.length)),
    ...about(field.about),
    ...(required && { required }),
    ...(most !== undefined && { max_length: most }),
  })) as APIApplicationCommandBasicOption[];
}

/** The name in every language, with what tells it from others of the same field. */
function suffixed({ name, name_localizations: others }: ReturnType<typeof named>, suffix: string) {
  const localized = Object.entries(others).map(([locale, other]) => [locale, `${other}${suffix}`]);
  return { name: `${name}${suffix}`, name_localizations: Object.fromEntries(localized) };
}

/** The words behind a command, with their options: those that are needed first, as Discord demands. */
export function subcommands(command: Verb['command']): APIApplicationCommandSubcommandOption[] {
  const verbs: readonly Verb[] = Object.values(VERBS);
  return verbs
    .filter((verb) => verb.command === command)
    .map(({ word, about: description, fields }) => ({
      type: ApplicationCommandOptionType.Subcommand,
      ...named(`discord_word_${word}`),
      ...about(description),
      options: [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)].flatMap(
        optionsOf,
      ),
    }));
}
