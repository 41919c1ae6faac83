import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { usableElements } from './blocks.ts';
import { attachedFileJson } from './file-json.ts';
import type { Parts } from './parts.ts';
import type { ViewRecord } from './views.ts';
import type { ChannelRecord } from './world.ts';

/** How an element's value is written in a view's state, by its type: the field, and the element's own initial value. */
const VALUES: Readonly<Record<string, { readonly field: string; readonly initial: string; readonly isList?: true }>> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  static_select: { field: 'selected_option', initial: 'initial_option' },
  external_select: { field: 'selected_option', initial: 'initial_option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', isList: true },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', isList: true },
  checkboxes: { field: 'selected_options', initial: 'initial_options', isList: true },
  users_select: { field: 'selected_user', initial: 'initial_user' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', isList: true },
  channels_select: { field: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', isList: true },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', isList: true },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  file_input: { field: 'files', initial: '', isList: true },
};

/** How an element writes its value. @throws Error for what holds none, such as a button */
export function valueShape(element: Loose): { readonly field: string; readonly isList: boolean } {
  const shape = VALUES[textOf(element.type)];
  if (!shape) throw new Error(`A ${element.type} holds no value`);
  return { field: shape.field, isList: shape.isList ?? false };
}

export function keyOf(block: Loose, element: Loose): string {
  return `${block.block_id} ${element.action_id}`;
}

/** What an element holds: what was entered, or else what it began with. */
export function heldIn(view: Pick<ViewRecord, 'entered'>, block: Loose, element: Loose): Loose {
  const entered = view.entered.get(keyOf(block, element));
  if (entered) return entered;
  const { field, initial, isList } = VALUES[textOf(element.type)] ?? { field: 'value', initial: '' };
  return { type: element.type, [field]: element[initial] ?? (isList ? [] : null) };
}

/** What begins with the conversation that a modal was asked for in has it, where that is one that it offers. */
export function beginIn(view: ViewRecord, { id, kind }: ChannelRecord): void {
  for (const { block, element } of usableElements(view.content.blocks)) {
    const { type, default_to_current_conversation: isCurrent, initial_conversation, filter } = element;
    const kinds = isObject(filter) && Array.isArray(filter.include) ? filter.include : [kind];
    if (
      type === 'conversations_select' &&
      isCurrent === true &&
      initial_conversation === undefined &&
      kinds.includes(kind)
    )
      view.entered.set(keyOf(block, element), { type, selected_conversation: id });
  }
}

/** `state.values` of a view, or of a message's blocks: under the ids of the block and of the action. */
export function stateOf(
  parts: Pick<Parts, 'world' | 'base'>,
  view: { readonly content: Pick<ViewRecord['content'], 'blocks'>; readonly entered: ViewRecord['entered'] },
): Loose {
  const values: Record<string, Record<string, Loose>> = {};
  for (const { block, element } of usableElements(view.content.blocks)) {
    if (!VALUES[textOf(element.type)]) continue;
    const held = heldIn(view, block, element);
    const id = textOf(block.block_id);
    const files = listOf(held.files).flatMap((file) => parts.world.files.get(String(file)) ?? []);
    const shown = {
      ...held,
      ...(held.files !== undefined && { files: files.map((file) => attachedFileJson(parts, file)) }),
    };
    values[id] = { ...values[id], [textOf(element.action_id)]: shown };
  }
  return values;
}

/** After an update: what was entered stays where the same block has the same element, as in Slack's clients. */
export function keepEntered(view: ViewRecord): void {
  const left = new Map(
    usableElements(view.content.blocks).map(({ block, element }) => [keyOf(block, element), element.type]),
  );
  for (const [key, value] of view.entered) if (left.get(key) !== value.type) view.entered.delete(key);
}

/** The options that a select offers, in groups or not. */
export function optionsOf(element: Loose): readonly Loose[] {
  const grouped = listOf(element.option_groups).filter(isObject);
  return [...listOf(element.options), ...grouped.flatMap(({ options }) => listOf(options))].filter(isObject);
}
