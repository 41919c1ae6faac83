import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import type { Surface } from './blocks.ts';
import { ANY_TEXT, type Check, PLAIN } from './blocks-check.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';

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

function fileInput(check: Check, { max_files, filetypes }: Loose, path: Path): void {
  const isCount = typeof max_files === 'number' && Number.isInteger(max_files);
  if (max_files !== undefined && (!isCount || max_files < 1 || max_files > LIMITS.filesPerInput))
    check.add(`must be between 1 and ${LIMITS.filesPerInput}`, ...path, 'max_files');
  if (filetypes !== undefined && (!Array.isArray(filetypes) || filetypes.length === 0))
    check.add('must be an array of file extensions', ...path, 'filetypes');
  for (const [i, type] of listOf(filetypes).entries())
    if (!/^[a-z0-9]+$/.test(textOf(type))) check.add('invalid file extension', ...path, 'filetypes', i);
}

/** Options, whether plain or in groups, of which the ones chosen at first must be among them. */
function staticOptions(check: Check, element: Loose, path: Path): void {
  const { options, option_groups: groups } = element;
  if ((options === undefined) === (groups === undefined))
    check.add('must define either `options` or `option_groups`', ...path);
  const offered: string[] = [];
  if (options !== undefined) offered.push(...optionList(check, options, LIMITS.options, PLAIN, [...path, 'options']));
  if (groups !== undefined)
    for (const [i, group] of check.list(groups, 1, LIMITS.optionGroups, ...path, 'option_groups').entries()) {
      check.text(group.label, PLAIN, LIMITS.groupLabel, ...path, 'option_groups', i, 'label');
      const inner = [...path, 'option_groups', i, 'options'];
      offered.push(...optionList(check, group.options, LIMITS.options, PLAIN, inner));
    }
  initial(check, element, offered, path);
}

function fewOptions(check: Check, element: Loose, path: Path): void {
  const offered = optionList(check, element.options, LIMITS.fewOptions, ANY_TEXT, [...path, 'options']);
  initial(check, element, offered, path);
}

function initial(
  check: Check,
  { initial_option, initial_options }: Loose,
  offered: readonly string[],
  path: Path,
): void {
  const chosen = [...(initial_option === undefined ? [] : [initial_option]), ...listOf(initial_options)];
  if (initial_options !== undefined && listOf(initial_options).length === 0)
    check.add('no less than 1 items allowed', ...path, 'initial_options');
  for (const option of chosen)
    if (!offered.includes(JSON.stringify(essence(option))))
      check.add('initial option must exactly match a provided option', ...path);
}

function optionList(check: Check, value: unknown, most: number, types: typeof PLAIN, path: Path): string[] {
  const list = check.list(value, 1, most, ...path);
  const values = new Set<unknown>();
  for (const [i, option] of list.entries()) {
    check.names(option, ['text', 'value', 'description', 'url'], ...path, i);
    check.text(option.text, types, LIMITS.optionText, ...path, i, 'text');
    check.string(option.value, 1, LIMITS.optionValue, ...path, i, 'value');
    check.optionalText(option.description, types, LIMITS.optionText, ...path, i, 'description');
    if (values.has(option.value)) check.add('duplicate option value', ...path, i, 'value');
    values.add(option.value);
  }
  return list.map((option) => JSON.stringify(essence(option)));
}

/** What two equal options have in common: Slack fills in `emoji` itself. */
function essence(option: unknown): unknown {
  if (!isObject(option)) return option;
  return [isObject(option.text) ? option.text.text : undefined, option.value];
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
  external_select: { places: EVERYWHERE, fields: [...select, 'initial_option', 'min_query_length'] },
  multi_external_select: {
    places: ['accessory', 'input'],
    fields: [...select, 'initial_options', 'min_query_length', 'max_selected_items'],
  },
  users_select: { places: EVERYWHERE, fields: [...select, 'initial_user'] },
  multi_users_select: { places: ['accessory', 'input'], fields: [...select, 'initial_users', 'max_selected_items'] },
  channels_select: { places: EVERYWHERE, fields: [...select, 'initial_channel', 'response_url_enabled'] },
  multi_channels_select: {
    places: ['accessory', 'input'],
    fields: [...select, 'initial_channels', 'max_selected_items'],
  },
  conversations_select: { places: EVERYWHERE, fields: [...conversations, 'initial_conversation'] },
  multi_conversations_select: {
    places: ['accessory', 'input'],
    fields: [...conversations, 'initial_conversations', 'max_selected_items'],
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
  number_input: { places: ['input'], fields: [...typed, 'is_decimal_allowed', 'min_value', 'max_value'] },
  url_text_input: { places: ['input'], fields: typed },
  email_text_input: { places: ['input'], fields: typed },
  file_input: { places: ['input'], fields: ['filetypes', 'max_files'], rule: fileInput },
};
