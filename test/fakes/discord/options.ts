import {
  type APIApplicationCommand,
  type APIApplicationCommandChannelOption,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandOption,
  type APIInteractionDataResolved,
  type APIInteractionDataResolvedChannel,
  ApplicationCommandOptionType,
} from 'discord.js';
import { storeFile } from './files.ts';
import type { Links } from './links.ts';
import { permissionsIn } from './permissions.ts';
import { userJson } from './wire.ts';
import { channelJson } from './wire-channels.ts';
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
 * The channels that it names come with what `user` may do in them.
 * @param focused the option that is being typed, for an autocomplete
 * @throws Error where a client would not let a person do it
 */
export function fillIn(
  { world, links, user: person }: { readonly world: World; readonly links: Links; readonly user: UserRecord },
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
      if (option.type === ApplicationCommandOptionType.Channel) choose(option, value.id);
      return value.id;
    }
    checkNumber(option, value);
    checkText(option, value, focused !== undefined);
    return value;
  }

  /** A channel, with what the person may do in it. */
  function choose(option: APIApplicationCommandChannelOption, id: string): void {
    const channel = world.channels.get(id);
    if (!channel || channel.deleted) throw new Error(`There is no channel ${id}`);
    const types: readonly number[] = option.channel_types ?? [];
    if (types.length > 0 && !types.includes(channel.type))
      throw new Error(`Option ${option.name} takes no ${channel.name}`);
    const json = { ...channelJson(channel), permissions: permissionsIn(channel, person.id).toString() };
    resolved.channels = { ...resolved.channels, [id]: json as APIInteractionDataResolvedChannel };
  }

  return { options, resolved };
}

function checkNumber(option: APIApplicationCommandOption, value: string | number | boolean): void {
  if (option.type !== ApplicationCommandOptionType.Integer) return;
  const { min_value: least = Number.MIN_SAFE_INTEGER, max_value: most = Number.MAX_SAFE_INTEGER } = option;
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  if (!fits) throw new Error(`Option ${option.name} does not take ${value}`);
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
