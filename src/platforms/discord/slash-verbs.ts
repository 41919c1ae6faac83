import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIChatInputApplicationCommandInteraction,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import { SOURCES } from '../../../commands/sources.ts';
import { type Field, type FieldKind, type Given, VERBS, type Verb, type VerbName } from '../../../commands/verbs.ts';
import { RATIOS } from '../ratios.ts';
import { attachedFile } from './pictures.ts';
import type { Reception } from './reception.ts';
import { optionNames } from './verb-options.ts';

type Typed = APIChatInputApplicationCommandInteraction;

/** The options that were filled in, and what Discord tells of those whom they name. */
interface Filled {
  readonly options: readonly APIApplicationCommandInteractionDataBasicOption[];
  readonly interaction: Typed;
  readonly wordsOf: Reception['wordsOf'];
}

type Read<T> = (filled: Filled, name: Field['name']) => T | undefined;

const optionOf = ({ options }: Filled, name: string) => options.find((option) => option.name === name);

const text: Read<string> = (filled, name) => {
  const option = optionOf(filled, name);
  return option?.type === ApplicationCommandOptionType.String ? option.value.trim() || undefined : undefined;
};

const id: Read<string> = (filled, name) => idAt(filled, name);

function idAt(filled: Filled, name: string): string | undefined {
  const option = optionOf(filled, name);
  return option && 'value' in option && typeof option.value === 'string' ? option.value : undefined;
}

const ids: Read<readonly string[]> = (filled, name) => {
  const given = optionNames(name).flatMap((each) => idAt(filled, each) ?? []);
  return given.length > 0 ? [...new Set(given)] : undefined;
};

const oneOf =
  <T extends string>(known: readonly T[]): Read<T> =>
  (filled, name) =>
    known.find((each) => each === text(filled, name));

/** How what was filled in becomes a field of {@link Given}, by its kind. */
const READ: Readonly<Record<FieldKind, Read<Given[keyof Given]>>> = {
  announcement: text,
  presenter: text,
  voice: text,
  line: text,
  words: (filled, name) => filled.wordsOf(filled.interaction, text(filled, name)),
  source: oneOf(SOURCES),
  ratio: oneOf(RATIOS),
  channel: id,
  roles: ids,
  people: ids,
  count(filled, name) {
    const option = optionOf(filled, name);
    return option?.type === ApplicationCommandOptionType.Integer ? option.value : undefined;
  },
  photo(filled, name) {
    const attachment = filled.interaction.data.resolved?.attachments?.[idAt(filled, name) ?? ''];
    return attachment && attachedFile(attachment);
  },
};

function givenIn(filled: Filled, fields: readonly Field[]): Given {
  const entries = fields.flatMap(({ name, kind }) => {
    const value = READ[kind](filled, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  // each kind is read as what its fields hold
  return Object.fromEntries(entries) as Given;
}

/** What is typed as `/presenter` or `/announce`. */
export function slashVerbs(reception: Reception, desk: Pick<Desk, 'verb'>) {
  return async (interaction: Typed, name: VerbName): Promise<void> => {
    const [typed] = interaction.data.options ?? [];
    const options = typed?.type === ApplicationCommandOptionType.Subcommand ? (typed.options ?? []) : [];
    const filled = { options, interaction, wordsOf: reception.wordsOf };
    const verb: Verb = VERBS[name];
    const given = givenIn(filled, verb.fields);
    await reception.serve(interaction, async ({ origin, caller, answer }) => {
      if (!(await answer.begun)) return;
      if (given.words === undefined && text(filled, 'words') !== undefined) {
        return answer.say({ locale: caller.locale, lines: [{ key: 'announcement_says_nothing' }] });
      }
      await desk.verb({ origin, caller, answer, verb: name, given });
    });
  };
}
