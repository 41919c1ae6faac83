import type { types } from '@slack/bolt';
import { LIMITS as OURS } from '../../../commands/limits.ts';
import { SOURCES } from '../../../commands/sources.ts';
import {
  type Choice,
  type Field,
  type FieldName,
  type Given,
  SOURCE_NAMES,
  VERBS,
  type Verb,
  type VerbName,
} from '../../../commands/verbs.ts';
import { type Locale, say, type TextKey, wordsOf } from '../../texts.ts';
import { wordsField } from '../form-start.ts';
import { RATIOS } from '../ratios.ts';
import { select } from './blocks.ts';
import { option, plain, suggested, upload } from './fields.ts';
import { LIMITS } from './limits.ts';
import { OWN } from './lines.ts';
import { type FormData, writeData } from './modal-data.ts';
import type { Names } from './names.ts';

export const VERB_FORM = 'verb';

/** Where announcements may go, and be taken from. */
const CHANNELS: NonNullable<types.ConversationsSelect['filter']> = {
  include: ['public', 'private'],
  exclude_bot_users: true,
};

/** What a form for a verb is made from. */
export interface VerbFormStart {
  readonly data: FormData & { readonly kind: 'verb'; readonly verb: VerbName };
  readonly given: Given;
  /** Fields that are left out. */
  readonly unfit: readonly FieldName[];
  /** What is chosen already of what is suggested, as people call it. */
  readonly named: (field: Field, id: string) => Choice;
  /** The handles of user groups. */
  readonly group: Names['group'];
}

/** The form for a verb: a field of Slack's for each of its own. */
export function verbForm(start: VerbFormStart): types.ModalView {
  const { data, unfit } = start;
  const { locale } = data;
  const verb: Verb = VERBS[data.verb];
  const fields = verb.fields.filter(({ name }) => !unfit.includes(name));
  const own = wordsOf(OWN, locale);
  return {
    type: 'modal',
    callback_id: VERB_FORM,
    private_metadata: writeData(data),
    title: plain(`/${verb.command} ${verb.word}`),
    submit: plain(say('slack_verb_send', {}, locale)),
    close: plain(say('slack_form_close', {}, locale)),
    blocks: [
      { type: 'section', text: plain(say(verb.about, own, locale)) },
      ...fields.map(
        (field) =>
          ({
            type: 'input',
            block_id: field.name,
            optional: field.required !== true,
            label: plain(say(field.label, own, locale)),
            hint: plain(say(aboutOf(field, data), own, locale)),
            element: elementOf(field, verb, start),
          }) satisfies types.InputBlock,
      ),
    ],
  };
}

/** Who is listened to can be taken away where a form holds it: it does not stay when its field is left empty. */
const aboutOf = ({ name, about }: Field, { holds }: VerbFormStart['data']): TextKey =>
  holds && (name === 'roles' || name === 'people') ? `field_${name}_about` : about;

function elementOf(
  field: Field,
  verb: Verb,
  { given, named, group, data: { locale } }: VerbFormStart,
): types.InputBlock['element'] {
  const { name, kind } = field;
  const held = given[name];
  const chosen = typeof held === 'string' ? held : undefined;
  const action_id = name;
  switch (kind) {
    case 'line':
    case 'words':
      return textInput(field, chosen, locale);
    case 'presenter':
    case 'announcement':
    case 'voice':
      return suggested(action_id, chosen === undefined ? undefined : named(field, chosen));
    case 'channel':
      return {
        type: 'conversations_select',
        action_id,
        filter: CHANNELS,
        ...(chosen !== undefined && { initial_conversation: chosen }),
        ...(chosen === undefined && isHere(field, verb) && { default_to_current_conversation: true }),
      };
    case 'roles':
    case 'people':
      return {
        ...select({ kind, chosen: given[kind] ?? [] }, { group }),
        action_id,
        max_selected_items: OURS.picked,
      };
    case 'source': {
      const options = SOURCES.map((source) => option(source, say(SOURCE_NAMES[source], {}, locale)));
      const initial_option = options.find(({ value }) => value === chosen);
      return { type: 'static_select', action_id, options, ...(initial_option && { initial_option }) };
    }
    case 'ratio': {
      const options = RATIOS.map((ratio) => option(ratio, ratio));
      const initial_option = options.find(({ value }) => value === chosen);
      return { type: 'static_select', action_id, options, ...(initial_option && { initial_option }) };
    }
    case 'count':
      return {
        type: 'number_input',
        action_id,
        is_decimal_allowed: false,
        min_value: String(COUNT.least),
        max_value: String(COUNT.most),
        // what was set beyond that by other ways stays as it is
        ...(typeof held === 'number' && held <= COUNT.most && { initial_value: String(held) }),
      };
    case 'photo':
      return upload(action_id, 'photo');
  }
}

/** Announcements in a day. */
export const COUNT = { least: 1, most: OURS.aDay } as const;

function textInput(
  { name, kind, most = LIMITS.words }: Field,
  held: string | undefined,
  locale: Locale,
): types.PlainTextInput {
  const max_length = Math.min(most, LIMITS.words);
  const { value, placeholder } = wordsField(held, max_length, locale);
  return {
    type: 'plain_text_input',
    action_id: name,
    max_length,
    ...(kind === 'words' && { multiline: true }),
    ...(value !== undefined && { initial_value: value }),
    ...(placeholder !== undefined && { placeholder: plain(placeholder) }),
  };
}

/** Whether a channel that is not chosen is the one where the form was asked for: an edit changes none then, and a default is for all. */
const isHere = ({ name }: Field, { command, word }: Verb) =>
  name === 'channel' && command === 'announce' && word !== 'edit';
