import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import type { Surface } from './blocks.ts';
import { ANY_TEXT, type Check, PLAIN } from './blocks-check.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';
import { fewOptions, optionList, staticOptions, suggestedOptions } from './blocks-options.ts';

/** Where an element stands in its block. */
export type ElementPlace = 'actions' | 'accessory' | 'input';

type Path = readonly (string | number)[];
type Rule = (check: Check, element: Loose, path: Path) => void;

interface Kind {
  readonly places: readonly ElementPlace[];
  readonly fields: readonly string[];
  readonly rule?: Rule;
}

const EVERYWHERE: readonly ElementPlace[] = ['actions', 'accessory', 'input'];
const COMMON = ['type', 'action_id', 'focus_on_load'];

/** Checks one interactive element; which kind may stand where is Slack's table of "Works with block types". */
export function checkElement(check: Check, element: Loose, place: ElementPlace, surface: Surface, path: Path): void {
  const type = textOf(element.type);
  const kind = KINDS[type];
  if (!kind?.places.includes(place) || (type === 'file_input' && surface !== 'modal'))
    return void check.add(`unsupported type: ${type}`, ...path, 'type');
  check.names(element, [...COMMON, ...kind.fields], ...path);
  check.string(element.action_id, 0, LIMITS.id, ...path, 'action_id');
  check.optionalText(element.placeholder, PLAIN, LIMITS.placeholder, ...path, 'placeholder');
  if (element.confirm !== undefined) confirm(check, element.confirm, [...path, 'confirm']);
  kind.rule?.(check, element, path);
}

function button(check: Check, { text, value, url, style, accessibility_label }: Loose, path: Path): void {
  check.text(text, PLAIN, LIMITS.buttonText, ...path, 'text');
  check.string(value, 0, LIMITS.buttonValue, ...path, 'value');
  check.string(url, 0, LIMITS.url, ...path, 'url');
  check.string(accessibility_label, 0, LIMITS.accessibilityLabel, ...path, 'accessibility_label');
  if (style !== undefined && style !== 'primary' && style !== 'danger')
    check.add('must be one of primary, danger', ...path, 'style');
}

function textInput(check: Check, element: Loose, path: Path): void {
  check.string(element.initial_value, 0, LIMITS.inputText, ...path, 'initial_value');
  const { min_length: least = 0, max_length: most = LIMITS.inputText, initial_value: initial } = element;
  if (typeof least !== 'number' || least < 0 || least > LIMITS.inputText)
    check.add(`must be between 0 and ${LIMITS.inputText}`, ...path, 'min_length');
  if (typeof most !== 'number' || most < 1 || most > LIMITS.inputText || most < Number(least))
    check.add(`must be between 1 and ${LIMITS.inputText}, and no less than min_length`, ...path, 'max_length');
  if (typeof initial === 'string' && typeof most === 'number' && initial.length > most)
    check.add(`must be less than ${most + 1} characters`, ...path, 'initial_value');
}

/** A whole number, or one with decimals where those are allowed, between two others. */
function numberInput(check: Check, element: Loose, path: Path): void {
  const { is_decimal_allowed: decimals, min_value: least, max_value: most } = element;
  if (typeof decimals !== 'boolean') check.add('missing required field: is_decimal_allowed', ...path);
  for (const name of ['initial_value', 'min_value', 'max_value']) {
    const value = element[name];
    const isNumber = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
    if (value !== undefined && (!isNumber || (decimals === false && value.includes('.'))))
      check.add('must be a number, as a string', ...path, name);
  }
  if (least !== undefined && most !== undefined && Number(least) > Number(most))
    check.add('cannot be greater than max_value', ...path, 'min_value');
}

const CONVERSATION_KINDS: readonly unknown[] = ['im', 'mpim', 'private', 'public'];

/** Which conversations are offered: of some kinds at least, where kinds are named (docs: composition objects, conversation filter). */
function conversationFilter(check: Check, { filter }: Loose, path: Path): void {
  if (filter === undefined) return;
  if (!isObject(filter)) return void check.add('must be an object', ...path, 'filter');
  const names = ['include', 'exclude_external_shared_channels', 'exclude_bot_users'];
  check.names(filter, names, ...path, 'filter');
  if (Object.keys(filter).length === 0) check.add('must have at least one field', ...path, 'filter');
  const { include } = filter;
  const kinds = listOf(include);
  if (include !== undefined && (kinds.length === 0 || kinds.some((kind) => !CONVERSATION_KINDS.includes(kind))))
    check.add('must be some of im, mpim, private, public', ...path, 'filter', 'include');
}

function fileInput(check: Check, { max_files, filetypes }: Loose, path: Path): void {
  const isCount = typeof max_files === 'number' && Number.isInteger(max_files);
  if (max_files !== undefined && (!isCount || max_files < 1 || max_files > LIMITS.filesPerInput))
    check.add(`must be between 1 and ${LIMITS.filesPerInput}`, ...path, 'max_files');
  if (filetypes !== undefined && (!Array.isArray(filetypes) || filetypes.length === 0))
    check.add('must be an array of file extensions', ...path, 'filetypes');
  for (const [i, type] of listOf(filetypes).entries())
    if (!/^[a-z0-9]+$/.test(textOf(type))) check.add('invalid file extension', ...path, 'filetypes', i);
}

function confirm(check: Check, value: unknown, path: Path): void {
  if (!isObject(value)) return void check.add('must be an object', ...path);
  const { title, text, button: most } = LIMITS.confirm;
  check.names(value, ['title', 'text', 'confirm', 'deny', 'style'], ...path);
  check.text(value.title, PLAIN, title, ...path, 'title');
  check.text(value.text, ANY_TEXT, text, ...path, 'text');
  check.text(value.confirm, PLAIN, most, ...path, 'confirm');
  check.text(value.deny, PLAIN, most, ...path, 'deny');
}

const select = ['placeholder', 'confirm'];
const conversations = [...select, 'default_to_current_conversation', 'response_url_enabled', 'filter'];
const typed = ['placeholder', 'initial_value', 'dispatch_action_config'];

const KINDS: Readonly<Record<string, Kind>> = {
  button: {
    places: ['actions', 'accessory'],
    fields: ['text', 'value', 'url', 'style', 'confirm', 'accessibility_label'],
    rule: button,
  },
  overflow: {
    places: ['actions', 'accessory'],
    fields: ['options', 'confirm'],
    rule: (check, { options }, path) =>
      void optionList(check, options, LIMITS.overflowOptions, PLAIN, [...path, 'options']),
  },
  static_select: {
    places: EVERYWHERE,
    fields: [...select, 'options', 'option_groups', 'initial_option'],
    rule: staticOptions,
  },
  multi_static_select: {
    places: ['accessory', 'input'],
    fields: [...select, 'options', 'option_groups', 'initial_options', 'max_selected_items'],
    rule: staticOptions,
  },
  external_select: {
    places: EVERYWHERE,
    fields: [...select, 'initial_option', 'min_query_length'],
    rule: suggestedOptions,
  },
  multi_external_select: {
    places: ['accessory', 'input'],
    fields: [...select, 'initial_options', 'min_query_length', 'max_selected_items'],
    rule: suggestedOptions,
  },
  users_select: { places: EVERYWHERE, fields: [...select, 'initial_user'] },
  multi_users_select: { places: ['accessory', 'input'], fields: [...select, 'initial_users', 'max_selected_items'] },
  channels_select: { places: EVERYWHERE, fields: [...select, 'initial_channel', 'response_url_enabled'] },
  multi_channels_select: {
    places: ['accessory', 'input'],
    fields: [...select, 'initial_channels', 'max_selected_items'],
  },
  conversations_select: {
    places: EVERYWHERE,
    fields: [...conversations, 'initial_conversation'],
    rule: conversationFilter,
  },
  multi_conversations_select: {
    places: ['accessory', 'input'],
    fields: [...conversations, 'initial_conversations', 'max_selected_items'],
    rule: conversationFilter,
  },
  checkboxes: { places: EVERYWHERE, fields: ['options', 'initial_options', 'confirm'], rule: fewOptions },
  radio_buttons: { places: EVERYWHERE, fields: ['options', 'initial_option', 'confirm'], rule: fewOptions },
  datepicker: { places: EVERYWHERE, fields: ['placeholder', 'initial_date', 'confirm'] },
  timepicker: { places: EVERYWHERE, fields: ['placeholder', 'initial_time', 'confirm', 'timezone'] },
  plain_text_input: {
    places: ['input'],
    fields: [...typed, 'multiline', 'min_length', 'max_length'],
    rule: textInput,
  },
  number_input: {
    places: ['input'],
    fields: [...typed, 'is_decimal_allowed', 'min_value', 'max_value'],
    rule: numberInput,
  },
  url_text_input: { places: ['input'], fields: typed },
  email_text_input: { places: ['input'], fields: typed },
  file_input: { places: ['input'], fields: ['filetypes', 'max_files'], rule: fileInput },
};
