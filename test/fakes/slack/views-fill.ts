import { type Loose, listOf, textOf } from '../loose.ts';
import { usableElements } from './blocks.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';
import type { SentFile } from './people-files.ts';
import type { ViewRecord } from './views.ts';
import { wordsOf } from './views-look.ts';
import { heldIn, keyOf, optionsOf, valueShape } from './views-state.ts';

/** What a person puts into a field: a text, an option (by its value or its words) or an id, several of them, files. */
export type FieldValue = string | readonly string[] | readonly SentFile[];
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** Keeps a file that was given to the app through a modal; gives its id. */
type Keep = (file: SentFile) => string;

interface Usable {
  readonly block: Loose;
  readonly element: Loose;
}

/**
 * Fills in a modal as a client does, which keeps to what its fields ask for; what is not given stays as it is.
 * @param values under the block id, the action id or the label of a field
 * @throws Error where a client would not let a person do it
 */
export function fillView(view: ViewRecord, values: FieldValues, keep: Keep): void {
  const fields = usableElements(view.content.blocks).filter(({ block }) => block.type === 'input');
  const named = new Map(Object.entries(values).map(([name, value]) => [fieldNamed(fields, name), value]));
  for (const [field, value] of named) enter(view, field, value, keep);
  for (const { block, element } of fields) {
    const { field, isList } = valueShape(element);
    const held = heldIn(view, block, element)[field];
    const isEmpty = isList ? listOf(held).length === 0 : held === null || held === '';
    if (isEmpty && block.optional !== true) throw new Error(`"${wordsOf(block.label)}" must be filled in`);
  }
}

function fieldNamed(fields: readonly Usable[], name: string): Usable {
  const found = fields.find(
    ({ block, element }) => block.block_id === name || element.action_id === name || wordsOf(block.label) === name,
  );
  if (!found) throw new Error(`The view has no field "${name}" among: ${fields.map(({ block }) => block.block_id)}`);
  return found;
}

/** Puts a value into an element. @throws Error where a client would not let a person do it */
export function enter(view: ViewRecord, { block, element }: Usable, given: FieldValue, keep: Keep): Loose {
  const suggested = view.suggested.get(keyOf(block, element)) ?? [];
  const value = chosen(element, given, suggested, keep);
  view.entered.set(keyOf(block, element), value);
  return value;
}

/** An element's new value, as a state and an action have it. */
export function chosen(element: Loose, given: FieldValue, suggested: readonly Loose[], keep: Keep): Loose {
  const { type } = element;
  const { field, isList } = valueShape(element);
  const name = textOf(element.action_id);
  if (field === 'files') return { type, files: files(name, element, given).map(keep) };
  const list = (typeof given === 'string' ? [given] : [...given]).map((one) => {
    if (typeof one !== 'string') throw new Error(`${name} takes no files`);
    return one;
  });
  if (field === 'value') return { type, value: text(name, element, list[0] ?? '') };
  if (!isList && list.length > 1) throw new Error(`${name} takes one value`);
  const most = Number(element.max_selected_items ?? Number.POSITIVE_INFINITY);
  if (list.length > most) throw new Error(`${name} takes at most ${most}`);
  const offers = [...optionsOf(element), ...suggested];
  const values = field.startsWith('selected_option') ? list.map((one) => offered(name, offers, one)) : list;
  return { type, [field]: isList ? values : (values[0] ?? null) };
}

function offered(name: string, offers: readonly Loose[], wanted: string): Loose {
  const found = offers.find(({ text: words, value }) => value === wanted || wordsOf(words) === wanted);
  if (!found) throw new Error(`${name} offers no "${wanted}" among: ${offers.map(({ value }) => value)}`);
  return found;
}

function text(name: string, element: Loose, given: string): string | null {
  if (given === '') return null;
  if (element.type === 'number_input') return number(name, element, given);
  const least = Number(element.min_length ?? 0);
  const most = Number(element.max_length ?? LIMITS.inputText);
  if (given.length < least || given.length > most) throw new Error(`${name} takes ${least} to ${most} characters`);
  return given;
}

/** @throws Error where a client would say that this is none of the numbers that are asked for */
function number(name: string, { is_decimal_allowed, min_value, max_value }: Loose, given: string): string {
  const value = Number(given);
  const isFine = is_decimal_allowed === true ? Number.isFinite(value) : Number.isInteger(value);
  const least = Number(min_value ?? Number.NEGATIVE_INFINITY);
  const most = Number(max_value ?? Number.POSITIVE_INFINITY);
  if (!isFine || value < least || value > most) throw new Error(`${name} takes numbers from ${least} to ${most}`);
  return given;
}

/** Clients offer all types, whatever `filetypes` says, but no more and no larger files than a field takes. */
function files(name: string, element: Loose, given: FieldValue): SentFile[] {
  if (typeof given === 'string') throw new Error(`${name} takes files`);
  const sent = given.map((file) => {
    if (typeof file === 'string') throw new Error(`${name} takes files`);
    return file;
  });
  const most = Number(element.max_files ?? LIMITS.filesPerInput);
  if (sent.length > most) throw new Error(`${name} takes at most ${most} files`);
  for (const { bytes } of sent)
    if (bytes.length > LIMITS.inputFile) throw new Error(`${name} takes files of at most ${LIMITS.inputFile} bytes`);
  return sent;
}
