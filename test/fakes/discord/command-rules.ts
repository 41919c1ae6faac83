import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  Locale,
} from 'discord.js';
import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { DiscordError } from './errors.ts';
import { createProblems, type Problems } from './field-problems.ts';
import { LIMITS } from './limits.ts';

type Path = readonly (string | number)[];

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));

/** Refuses a command Discord would not register. @throws DiscordError 50035 */
export function checkCommand(command: Loose): void {
  const problems = createProblems();
  const isSlash = (command.type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
  if (isSlash) checkNamed(command, [], problems);
  else {
    problems.length(['name'], textOf(command.name), 1, LIMITS.commandName);
    if (textOf(command.description))
      problems.add(['description'], 'APPLICATION_COMMAND_INVALID_DESCRIPTION', 'A menu entry has none.');
    if (listOf(command.options).length > 0)
      problems.add(['options'], 'APPLICATION_COMMAND_INVALID_OPTIONS', 'A menu entry has none.');
    checkLocales(command.name_localizations, ['name_localizations'], LIMITS.commandName, problems);
  }
  checkOptions(listOf(command.options), ['options'], problems);
  if (charactersOf(command) > LIMITS.commandCharacters)
    problems.add([], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
  if (problems.found.length > 0) throw new DiscordError(50035, problems.found);
}

function checkNamed(named: Loose, path: Path, problems: Problems): void {
  const localized = isObject(named.name_localizations) ? Object.values(named.name_localizations) : [];
  for (const name of [named.name, ...localized].map(textOf))
    if (!NAME.test(name) || name !== name.toLowerCase())
      problems.add([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', `Command name is invalid: ${name}`);
  problems.length([...path, 'description'], textOf(named.description), 1, LIMITS.commandDescription);
  checkLocales(named.name_localizations, [...path, 'name_localizations'], LIMITS.commandName, problems);
  checkLocales(
    named.description_localizations,
    [...path, 'description_localizations'],
    LIMITS.commandDescription,
    problems,
  );
}

function checkLocales(localizations: unknown, path: Path, most: number, problems: Problems): void {
  if (!isObject(localizations)) return;
  for (const [locale, text] of Object.entries(localizations)) {
    if (!LOCALES.has(locale)) problems.add([...path, locale], 'BASE_TYPE_CHOICES', 'No language of Discord.');
    problems.length([...path, locale], textOf(text), 1, most);
  }
}

function checkOptions(options: readonly unknown[], path: Path, problems: Problems): void {
  problems.count(path, options, 0, LIMITS.options);
  const known = options.filter(isObject);
  const names = known.map(({ name }) => name);
  if (new Set(names).size < names.length)
    problems.add(path, 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option names must be unique.');
  const firstOptional = known.findIndex(({ required }) => required !== true);
  const lastRequired = known.findLastIndex(({ required }) => required === true);
  if (firstOptional !== -1 && firstOptional < lastRequired)
    problems.add(
      path,
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
      'Required options must be placed before non-required options',
    );
  for (const [i, option] of known.entries()) checkOption(option, [...path, i], problems);
}

function checkOption(option: Loose, path: Path, problems: Problems): void {
  checkNamed(option, path, problems);
  const choices = listOf(option.choices).filter(isObject);
  problems.count([...path, 'choices'], choices, 0, LIMITS.options);
  if (choices.length > 0 && option.autocomplete === true)
    problems.add(
      [...path, 'autocomplete'],
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
      'Choices or autocomplete, not both.',
    );
  for (const [i, { name, value }] of choices.entries()) {
    problems.length([...path, 'choices', i, 'name'], textOf(name), 1, LIMITS.optionText);
    if (typeof value === 'string') problems.length([...path, 'choices', i, 'value'], value, 1, LIMITS.optionText);
  }
  checkOptions(listOf(option.options), [...path, 'options'], problems);
}

/** What counts against the size of a command: per text the longest of its languages. */
function charactersOf(command: Loose): number {
  const longest = (text: unknown, localized: unknown) =>
    Math.max(...[text, ...(isObject(localized) ? Object.values(localized) : [])].map((one) => textOf(one).length));
  const own =
    longest(command.name, command.name_localizations) + longest(command.description, command.description_localizations);
  const choices = listOf(command.choices).filter(isObject);
  const values = choices.map(
    ({ name, value, name_localizations }) => longest(name, name_localizations) + String(value).length,
  );
  const options = listOf(command.options).filter(isObject).map(charactersOf);
  return [own, ...values, ...options].reduce((sum, count) => sum + count, 0);
}

/** The option that takes what is typed below it: of a group and a command of it, the innermost list. */
export function optionsBelow(
  options: readonly APIApplicationCommandOption[],
  path: readonly string[],
): readonly APIApplicationCommandOption[] {
  const [first, ...rest] = path;
  if (first === undefined) return options;
  const found = options.find(({ name }) => name === first);
  const isNested =
    found?.type === ApplicationCommandOptionType.Subcommand ||
    found?.type === ApplicationCommandOptionType.SubcommandGroup;
  if (!found || !isNested) throw new Error(`There is no such subcommand: ${first}`);
  return optionsBelow(found.options ?? [], rest);
}
