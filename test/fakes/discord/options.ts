import {
  type APIApplicationCommand,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandOption,
  type APIInteractionDataResolved,
  ApplicationCommandOptionType,
} from 'discord.js';
import { storeFile } from './files.ts';
import type { Links } from './links.ts';
import { userJson } from './wire.ts';
import { attachmentJson } from './wire-messages.ts';
import type { SentFile, UserRecord, World } from './world.ts';

/** What a person fills an option with. */
export type OptionValue = string | number | boolean | SentFile | { readonly id: string };
export type OptionValues = Readonly<Record<string, OptionValue | undefined>>;

export interface Filled {
  readonly options: APIApplicationCommandInteractionDataOption[];
  readonly resolved: Mutable<APIInteractionDataResolved>;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const EXTENSIONS: Readonly<Record<string, RegExp>> = {
  image: /\.(png|jpe?g|gif|webp|avif|heic|bmp)$/i,
  audio: /\.(mp3|wav|ogg|oga|opus|m4a|aac|flac|weba)$/i,
  video: /\.(mp4|mov|webm|mkv)$/i,
};

/** Whether a client lets a person choose a file: by its name only. */
export function checkFileType(file: SentFile, types: readonly string[] | undefined): void {
  if (!types || types.length === 0) return;
  const fits = types.some((type) => EXTENSIONS[type]?.test(file.name) ?? file.name.toLowerCase().endsWith(type));
  if (!fits) throw new Error(`A client does not offer ${file.name} where ${types} are asked for`);
}

/**
 * Fills in a command as a client does, which keeps to what the command declares.
 * @param focused the option that is being typed, for an autocomplete
 * @throws Error where a client would not let a person do it
 */
export function fillIn(
  { world, links }: { readonly world: World; readonly links: Links },
  declared: readonly APIApplicationCommandOption[],
  values: OptionValues,
  focused?: string,
): Filled {
  const resolved: Mutable<APIInteractionDataResolved> = {};
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  for (const [name] of given)
    if (!declared.some((option) => option.name === name)) throw new Error(`The command has no option ${name}`);
  for (const { name, required } of declared)
    if (required && focused === undefined && values[name] === undefined) throw new Error(`Option ${name} is required`);

  const options = declared.flatMap((option) => {
    const value = values[option.name];
    if (value === undefined) return [];
    const filled = { name: option.name, type: option.type, value: plain(option, value) };
    return [
      { ...filled, ...(focused === option.name && { focused: true }) } as APIApplicationCommandInteractionDataOption,
    ];
  });

  function plain(option: APIApplicationCommandOption, value: OptionValue): string | number | boolean {
    if (option.type === ApplicationCommandOptionType.Attachment) {
      if (typeof value !== 'object' || !('bytes' in value)) throw new Error(`Option ${option.name} takes a file`);
      checkFileType(value, 'file_types' in option && Array.isArray(option.file_types) ? option.file_types : undefined);
      const file = storeFile(world, value, { application: world.bot.id });
      resolved.attachments = { ...resolved.attachments, [file.id]: attachmentJson(file, links) };
      return file.id;
    }
    if (typeof value === 'object') {
      if (!('id' in value)) throw new Error(`Option ${option.name} takes no file`);
      const user: UserRecord | undefined = world.users.get(value.id);
      if (user) resolved.users = { ...resolved.users, [user.id]: userJson(user) };
      const role = [...world.guilds.values()].map(({ roles }) => roles.get(value.id)).find(Boolean);
      if (role) resolved.roles = { ...resolved.roles, [role.id]: role };
      return value.id;
    }
    checkText(option, value, focused !== undefined);
    return value;
  }

  return { options, resolved };
}

function checkText(option: APIApplicationCommandOption, value: string | number | boolean, typing: boolean): void {
  if (option.type === ApplicationCommandOptionType.String && typeof value === 'string' && !typing) {
    const { min_length: least = 0, max_length: most = 6_000, choices } = option;
    if (value.length < least || value.length > most) throw new Error(`Option ${option.name} is too short or too long`);
    if (choices && !choices.some((choice) => choice.value === value))
      throw new Error(`Option ${option.name} has no choice ${value}`);
  }
}

/** Whether a command can be used in a guild, in direct messages with the bot, or both. */
export function isOffered(command: APIApplicationCommand, inGuild: boolean): boolean {
  if (command.guild_id !== undefined) return inGuild;
  const context = inGuild ? 0 : 1;
  if (command.contexts) return command.contexts.includes(context);
  return inGuild || command.dm_permission !== false;
}
