import { type APIApplicationCommand, ApplicationCommandType } from 'discord.js';
import { isObject, type Loose, listOf } from '../loose.ts';
import { type Call, type Handlers, NOTHING, ok } from './call.ts';
import { checkCommand } from './command-rules.ts';
import { DiscordError } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { World } from './world.ts';

type Routes = 'listCommands' | 'getCommand' | 'createCommand' | 'editCommand' | 'setCommands' | 'deleteCommand';

/** What is registered, for every server or (by guild) for one. */
export interface Registry {
  /** In the order they were made. */
  list(guildId?: string): readonly APIApplicationCommand[];
  /** What a person finds under this name, a server's own command first. */
  find(name: string, type: ApplicationCommandType, guildId: string | undefined): APIApplicationCommand | undefined;
}

export function createCommands(world: World): { registry: Registry; handlers: Handlers<Routes> } {
  const scopes = new Map<string, Map<string, APIApplicationCommand>>();
  let creates: number[] = [];

  function scope(guildId: string | undefined): Map<string, APIApplicationCommand> {
    const key = guildId ?? 'global';
    const known = scopes.get(key) ?? new Map<string, APIApplicationCommand>();
    scopes.set(key, known);
    return known;
  }

  function scopeOf({ params }: Call): Map<string, APIApplicationCommand> {
    if (params.application !== world.bot.id) throw new DiscordError(20012);
    const guildId = params.guild;
    if (guildId !== undefined && !world.guilds.get(guildId)?.installed) throw new DiscordError(50001);
    return scope(guildId);
  }

  function sameName(among: ReadonlyMap<string, APIApplicationCommand>, { name, type }: Loose) {
    const kind = type ?? ApplicationCommandType.ChatInput;
    return [...among.values()].find((command) => command.name === name && command.type === kind);
  }

  function existing(call: Call): APIApplicationCommand {
    const found = scopeOf(call).get(call.params.command ?? '');
    if (!found) throw new DiscordError(10063);
    return found;
  }

  function countCreate(): void {
    creates = creates.filter((at) => world.now() - at < LIMITS.day);
    if (creates.length >= LIMITS.commandCreatesPerDay) throw new DiscordError(30034);
    creates.push(world.now());
  }

  function make(call: Call, given: Loose, old?: APIApplicationCommand): APIApplicationCommand {
    checkCommand(given);
    if (!old) countCreate();
    const guildId = call.params.guild;
    return {
      ...normal(given, guildId === undefined),
      id: old?.id ?? world.newId(),
      application_id: world.bot.id,
      version: world.newId(),
      ...(guildId !== undefined && { guild_id: guildId }),
    } as APIApplicationCommand;
  }

  const handlers: Handlers<Routes> = {
    listCommands(call) {
      const full = call.query.get('with_localizations') === 'true';
      const commands = [...scopeOf(call).values()];
      return ok(full ? commands : commands.map(withoutLanguages));
    },
    getCommand: (call) => ok(existing(call)),
    createCommand(call) {
      const commands = scopeOf(call);
      const given = isObject(call.json) ? call.json : {};
      const old = sameName(commands, given);
      const command = make(call, given, old);
      const ofType = [...commands.values()].filter(({ type }) => type === command.type).length;
      if (!old && ofType >= LIMITS.commandsByType[command.type]) throw new DiscordError(30032);
      commands.set(command.id, command);
      return { status: old ? 200 : 201, body: command };
    },
    editCommand(call) {
      const old = existing(call);
      const command = make(call, { ...old, ...(isObject(call.json) ? call.json : {}) }, old);
      scopeOf(call).set(command.id, command);
      return ok(command);
    },
    setCommands(call) {
      const commands = scopeOf(call);
      const made = listOf(call.json)
        .filter(isObject)
        .map((given) => make(call, given, sameName(commands, given)));
      commands.clear();
      for (const command of made) commands.set(command.id, command);
      return ok(made);
    },
    deleteCommand(call) {
      const { id } = existing(call);
      scopeOf(call).delete(id);
      return NOTHING;
    },
  };

  const registry: Registry = {
    list: (guildId) => [...scope(guildId).values()],
    find(name, type, guildId) {
      const everywhere = [...(guildId === undefined ? [] : scope(guildId).values()), ...scope(undefined).values()];
      return everywhere.find((command) => command.name === name && command.type === type);
    },
  };
  return { registry, handlers };
}

/** A command as Discord keeps it: defaults filled in, what says nothing left out. */
function normal(given: Loose, isGlobal: boolean): Loose {
  const options = listOf(given.options).filter(isObject).map(normalOption);
  const { guild_id: _, ...known } = given;
  return {
    ...known,
    type: given.type ?? ApplicationCommandType.ChatInput,
    description: given.description ?? '',
    name_localizations: given.name_localizations ?? null,
    description_localizations: given.description_localizations ?? null,
    default_member_permissions: given.default_member_permissions ?? null,
    dm_permission: given.dm_permission ?? true,
    nsfw: given.nsfw ?? false,
    // a server's own commands have no contexts
    contexts: isGlobal ? (given.contexts ?? null) : null,
    integration_types: given.integration_types ?? [0],
    options: options.length > 0 ? options : undefined,
  };
}

function normalOption(option: Loose): Loose {
  const kept = Object.entries(option).filter(
    ([, value]) =>
      value !== false && value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  const options = listOf(option.options).filter(isObject).map(normalOption);
  return { ...Object.fromEntries(kept), ...(options.length > 0 && { options }) };
}

/** Lists leave the translations out unless they are asked for. */
function withoutLanguages(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLanguages);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith('_localizations'));
  return Object.fromEntries(kept.map(([key, below]) => [key, withoutLanguages(below)]));
}
