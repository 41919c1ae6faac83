import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTPatchAPIApplicationCommandJSONBody,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';

/** What must be changed for the registered commands to be the wanted ones. */
export interface Changes {
  readonly create: readonly RESTPostAPIApplicationCommandsJSONBody[];
  readonly edit: readonly { readonly id: string; readonly command: RESTPostAPIApplicationCommandsJSONBody }[];
  readonly remove: readonly string[];
}

/** Commands of the kinds that Herald registers; others (an activity's entry point) are left alone. */
const OURS: ReadonlySet<ApplicationCommandType> = new Set([
  ApplicationCommandType.ChatInput,
  ApplicationCommandType.User,
  ApplicationCommandType.Message,
]);

/**
 * Compares what is registered with what is wanted. What Discord adds (ids, versions) or fills in (defaults) is no difference: every
 * create counts against 200 a day, and a bot that registers at each start soon has none left.
 */
export function compare(
  registered: readonly APIApplicationCommand[],
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): Changes {
  const kept = registered.filter(({ type }) => OURS.has(type));
  const find = (command: RESTPostAPIApplicationCommandsJSONBody) =>
    kept.find(({ name, type }) => name === command.name && type === (command.type ?? ApplicationCommandType.ChatInput));
  return {
    create: wanted.filter((command) => !find(command)),
    edit: wanted.flatMap((command) => {
      const there = find(command);
      return there && !isSame(there, command) ? [{ id: there.id, command }] : [];
    }),
    remove: kept.filter((there) => !wanted.some((command) => find(command) === there)).map(({ id }) => id),
  };
}

function isSame(there: APIApplicationCommand, wanted: RESTPostAPIApplicationCommandsJSONBody): boolean {
  return isDeepStrictEqual(essence(there), echoed(essence(wanted), essence(there)));
}

/** What Discord fills in where a command says nothing. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type: ApplicationCommandType.ChatInput,
  description: '',
  default_member_permissions: null,
  contexts: null,
  required: false,
  autocomplete: false,
};

/** What Discord adds: who the command is, not what it does; what repeats `contexts`; what Herald never sets. */
const ADDED: ReadonlySet<string> = new Set([
  'id',
  'application_id',
  'guild_id',
  'version',
  'default_permission',
  'dm_permission',
  'name_localized',
  'description_localized',
  'handler',
  'nsfw',
]);

/** Lists whose order means nothing. */
const SETS: ReadonlySet<string> = new Set(['contexts', 'integration_types', 'file_types', 'channel_types']);

/** A command without what says nothing: defaults, empty parts, the order of sets. */
function essence(part: unknown, name?: string): unknown {
  if (Array.isArray(part)) {
    const items = part.map((item) => essence(item));
    return name !== undefined && SETS.has(name) ? items.sort() : items;
  }
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).filter(
    ([key, value]) => !ADDED.has(key) && !isEmpty(value) && DEFAULTS[key] !== value,
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, essence(value, key)]));
}

/** New in 2026-08, and not in Discord's specification of what it gives back: not to be had is no difference. */
const PERHAPS_NOT_GIVEN_BACK = 'file_types';

/** What is wanted, without what Discord may have taken and not given back. */
function echoed(wanted: unknown, there: unknown): unknown {
  if (Array.isArray(wanted)) {
    const given: readonly unknown[] = Array.isArray(there) ? there : [];
    return wanted.map((item, at) => echoed(item, given[at]));
  }
  if (!isObject(wanted) || !isObject(there)) return wanted;
  const kept = Object.entries(wanted).filter(([key]) => key !== PERHAPS_NOT_GIVEN_BACK || key in there);
  return Object.fromEntries(kept.map(([key, value]) => [key, echoed(value, there[key])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

export interface RegisterOptions {
  /** Registers in this server alone, where changes show at once; everywhere when absent. */
  readonly guild?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Registers the wanted commands where they differ from what is registered; makes no request beyond the look when they do not.
 * @returns how many commands were created, edited or removed
 */
export async function register(
  rest: REST,
  application: string,
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
  { guild, ...options }: RegisterOptions = {},
): Promise<number> {
  const all = guild ? Routes.applicationGuildCommands(application, guild) : Routes.applicationCommands(application);
  const one = (id: string) =>
    guild ? Routes.applicationGuildCommand(application, guild, id) : Routes.applicationCommand(application, id);
  // contexts and installations are of global commands alone
  const fitting = guild ? wanted.map(({ contexts: _, integration_types: __, ...command }) => command) : wanted;
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = (await rest.get(all, { query, ...options })) as RESTGetAPIApplicationCommandsResult;
  const there = guild
    ? registered.map((command) => ({ ...command, contexts: null, integration_types: [] }))
    : registered;
  const { create, edit, remove } = compare(there, fitting);
  // room is made first: there are at most 100 slash commands
  for (const id of remove) await rest.delete(one(id), options);
  for (const { id, command } of edit) await rest.patch(one(id), { body: whole(command), ...options });
  for (const command of create) await rest.post(all, { body: command, ...options });
  return create.length + edit.length + remove.length;
}

/** An edit that also takes away what the command does not have: Discord keeps what an edit leaves out. */
function whole({ type, ...command }: RESTPostAPIApplicationCommandsJSONBody): RESTPatchAPIApplicationCommandJSONBody {
  return {
    name_localizations: null,
    description_localizations: null,
    default_member_permissions: null,
    ...((type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput && { options: [] }),
    ...command,
  };
}
