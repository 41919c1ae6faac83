import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIChatInputApplicationCommandInteraction,
  ApplicationCommandOptionType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Desk } from '../../../commands/desk.ts';
import { SOURCES } from '../../../commands/sources.ts';
import { type Field, type FieldKind, type Given, VERBS, type Verb, type VerbName } from '../../../commands/verbs.ts';
import type { Line } from '../message.ts';
import { RATIOS } from '../ratios.ts';
import { channelOf } from './caller.ts';
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

const { ViewChannel, SendMessages, Administrator } = PermissionFlagsBits;

const holds = (permissions: string, needed: bigint): boolean => {
  const held = BigInt(permissions);
  return (held & Administrator) !== 0n || (held & needed) === needed;
};

/** What is said in the very channel where it is asked for, unless another one is named; below a thread, in the thread's channel. */
const SAYS_HERE: ReadonlySet<VerbName> = new Set([
  'announce now',
  'announce schedule',
  'announce hook',
  'announce feed',
  'announce watch',
]);

/**
 * Why a person may not have the bot speak in a channel, or listen in it: they may not do that themselves. Discord tells with a command
 * what the person may do in each channel that it names, and in its own.
 */
function forbidden(interaction: Typed, name: VerbName, { channel, from }: Given): Line | undefined {
  if (VERBS[name].command !== 'announce') return undefined;
  const may = (other: string | undefined, needed: bigint) => {
    const told = other === undefined ? interaction.member : interaction.data.resolved?.channels?.[other];
    return holds(told?.permissions ?? '0', needed);
  };
  if (from !== undefined && !may(from, ViewChannel)) {
    return { key: 'discord_may_not_read', params: { channel: { channel: from } } };
  }
  const isSaid = channel !== undefined || SAYS_HERE.has(name);
  if (!isSaid || may(channel, ViewChannel | SendMessages)) return undefined;
  return { key: 'discord_may_not_post', params: { channel: { channel: channel ?? channelOf(interaction).id } } };
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
      const refuse = (line: Line) => answer.say({ locale: caller.locale, lines: [line] });
      const no = forbidden(interaction, name, given);
      if (no) return refuse(no);
      if (given.words === undefined && text(filled, 'words') !== undefined) {
        return refuse({ key: 'discord_words_unspeakable' });
      }
      await desk.verb({ origin, caller, answer, verb: name, given });
    });
  };
}
