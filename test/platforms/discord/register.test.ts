import { type APIApplicationCommand, REST, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commands } from '../../../src/platforms/discord/commands.ts';
import { compare, register } from '../../../src/platforms/discord/register.ts';
import { closeRest } from '../../../src/platforms/discord/uploads.ts';
import { startFakeDiscord } from '../../fakes/discord/discord.ts';

/** A command as Discord gives it back: with what it adds, and with defaults filled in. */
function registered(command: RESTPostAPIApplicationCommandsJSONBody, index = 0): APIApplicationCommand {
  const { options, ...rest } = command as RESTPostAPIApplicationCommandsJSONBody & { options?: object[] };
  return {
    description: '',
    name_localizations: null,
    description_localizations: null,
    default_member_permissions: null,
    nsfw: false,
    ...rest,
    id: `${index + 1}`,
    application_id: '9',
    version: '77',
    dm_permission: true,
    ...(options && { options: options.map((option) => ({ required: false, ...option })) }),
  } as APIApplicationCommand;
}

/** The options of a command, the first of them changed. */
function photoOf(command: RESTPostAPIApplicationCommandsJSONBody, change: object): object[] {
  const [photo, ...others] = (command as { options?: object[] }).options ?? [];
  const { file_types: _, ...bare }: object & { file_types?: unknown } = photo ?? {};
  return [{ ...bare, ...change }, ...others];
}

const NOTHING = { create: [], edit: [], remove: [] };

describe('comparing commands', () => {
  test('finds nothing to do where all are registered, whatever Discord adds and fills in', () => {
    expect(compare(commands().map(registered), commands())).toEqual(NOTHING);
  });

  test('takes no order of contexts for a difference', () => {
    const there = commands().map(registered);
    for (const command of there) command.contexts?.reverse();
    expect(compare(there, commands())).toEqual(NOTHING);
  });

  test('takes no file types for a difference that Discord may have taken and not given back', () => {
    const there = commands().map((command, index) => {
      const { options, ...rest } = registered(command, index);
      const told = options?.map(({ file_types: _, ...option }: object & { file_types?: unknown }) => option);
      return { ...rest, ...(told && { options: told }) } as APIApplicationCommand;
    });
    expect(there).not.toEqual(commands().map(registered));
    expect(compare(there, commands())).toEqual(NOTHING);
  });

  test('creates what is missing, and removes what is not wanted', () => {
    const [first, ...rest] = commands();
    if (!first) throw new Error('there are no commands');
    expect(compare(rest.map(registered), commands())).toEqual({ ...NOTHING, create: [first] });
    expect(compare(commands().map(registered), rest)).toEqual({ ...NOTHING, remove: ['1'] });
  });

  test('tells a command from a menu entry of the same name', () => {
    const menu = { type: 3, name: 'avatar' } as const;
    const slash = { type: 1, name: 'avatar', description: 'x' } as const;
    expect(compare([registered(menu)], [slash])).toEqual({ create: [slash], edit: [], remove: ['1'] });
  });

  test('leaves an activity’s entry point alone', () => {
    const entry = registered({ type: 4, name: 'launch', description: '' } as RESTPostAPIApplicationCommandsJSONBody);
    expect(compare([entry], [])).toEqual(NOTHING);
  });

  const different: [string, (command: RESTPostAPIApplicationCommandsJSONBody) => object][] = [
    ['description', (command) => ({ ...command, description: 'Something else' })],
    ['translation', (command) => ({ ...command, name_localizations: { de: 'anders' } })],
    ['permission', (command) => ({ ...command, default_member_permissions: '8' })],
    ['context', (command) => ({ ...command, contexts: [0] })],
    ['option', (command) => ({ ...command, options: [] })],
    ['file types', (command) => ({ ...command, options: photoOf(command, { file_types: ['video'] }) })],
    ['option without file types', (command) => ({ ...command, options: photoOf(command, { name: 'picture' }) })],
    [
      'required option',
      (command) => ({ ...command, options: [{ type: 3, name: 'text', description: 'x', required: true }] }),
    ],
  ];
  test.each(different)('edits a command whose %s is another one', (_, change) => {
    const [first, ...rest] = commands();
    if (!first) throw new Error('there are no commands');
    const there = [change(first) as RESTPostAPIApplicationCommandsJSONBody, ...rest].map(registered);
    expect(compare(there, commands())).toEqual({ ...NOTHING, edit: [{ id: '1', command: first }] });
  });
});

describe('registering commands', () => {
  async function discordWith() {
    const discord = await startFakeDiscord();
    const rest = new REST({ api: discord.url, version: '10' }).setToken(discord.token);
    onTestFinished(async () => {
      closeRest(rest);
      await discord.close();
    });
    return { discord, rest, guild: discord.guild() };
  }
  const written = (discord: Awaited<ReturnType<typeof startFakeDiscord>>) =>
    (['createCommand', 'editCommand', 'deleteCommand', 'setCommands'] as const).map((route) => discord.count(route));

  test.each(['everywhere', 'in one server'])('%s writes only the first time', async (where) => {
    const { discord, rest, guild } = await discordWith();
    const id = where === 'everywhere' ? undefined : guild.id;
    expect(await register(rest, discord.applicationId, commands(), { guild: id })).toBe(7);
    expect(discord.commands(id === undefined ? undefined : guild).map(({ name }) => name)).toHaveLength(7);
    expect(await register(rest, discord.applicationId, commands(), { guild: id })).toBe(0);
    expect(written(discord)).toEqual([7, 0, 0, 0]);
    expect(discord.violations).toEqual([]);
  });

  test('edits one command when one has changed, so that it is then as wanted', async () => {
    const { discord, rest } = await discordWith();
    const older = commands().map((command) =>
      command.name === 'help'
        ? { ...command, default_member_permissions: '8', name_localizations: { de: 'hilfe' } }
        : command,
    );
    await register(rest, discord.applicationId, older);
    expect(await register(rest, discord.applicationId, commands())).toBe(1);
    expect(await register(rest, discord.applicationId, commands())).toBe(0);
    expect(written(discord)).toEqual([7, 1, 0, 0]);
    expect(discord.violations).toEqual([]);
  });

  test('carries Chinese for Discord’s two kinds of it', () => {
    for (const command of commands()) {
      expect(Object.keys(command.name_localizations ?? {})).toEqual(['zh-CN', 'zh-TW']);
    }
    const [avatar] = commands();
    expect(avatar?.name_localizations?.['zh-CN']).toMatch(/^[\p{L}\p{N}]{1,32}$/u);
  });
});
