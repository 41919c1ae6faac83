import { isObject, type Loose, textOf } from '../loose.ts';
import { usableElements } from './blocks.ts';
import type { ViewRecord } from './views.ts';
import { heldIn, optionsOf, valueShape } from './views-state.ts';

/** A field of a modal, or a select of a Home tab. */
export interface FieldView {
  readonly blockId: string;
  readonly actionId: string;
  readonly type: string;
  readonly label: string;
  readonly isOptional: boolean;
  /** What is in it: a text, the values of options, ids; as it began, or as it was entered. */
  readonly value: string | readonly string[] | null;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly element: Loose;
}

export interface ViewButton {
  readonly label: string;
  readonly actionId: string;
  readonly value: string | undefined;
  readonly url: string | undefined;
}

/** A modal or a Home tab as the person sees it: always as it stands. */
export interface ViewView {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  readonly submit: string;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly blocks: readonly unknown[];
  /** Everything written in its blocks. */
  readonly text: string;
  readonly fields: readonly FieldView[];
  readonly buttons: readonly ViewButton[];
  /** The field with this block id, action id or label. @throws Error if there is none */
  field(name: string): FieldView;
  /** Field errors that it shows, under the ids of their blocks. */
  readonly errors: Readonly<Record<string, string>>;
  readonly isOpen: boolean;
  readonly record: ViewRecord;
}

export function viewView(record: ViewRecord): ViewView {
  const used = () => usableElements(record.content.blocks);
  const fields = () =>
    used()
      .filter(({ element }) => holdsValue(element))
      .map((part) => fieldView(record, part));
  return {
    record,
    id: record.id,
    type: record.type,
    get title() {
      return wordsOf(record.content.title);
    },
    get submit() {
      return wordsOf(record.content.submit);
    },
    get callbackId() {
      return textOf(record.content.callback_id);
    },
    get privateMetadata() {
      return textOf(record.content.private_metadata);
    },
    get blocks() {
      return record.content.blocks;
    },
    get text() {
      return textsIn(record.content.blocks).join('\n');
    },
    get fields() {
      return fields();
    },
    get buttons() {
      return used().flatMap(({ element }) => (element.type === 'button' ? buttonView(element) : []));
    },
    field(name) {
      const found = fields().find(({ blockId, actionId, label }) => [blockId, actionId, label].includes(name));
      if (!found) throw new Error(`No field "${name}" among: ${fields().map(({ blockId }) => blockId)}`);
      return found;
    },
    get errors() {
      return record.errors;
    },
    get isOpen() {
      return record.isOpen;
    },
  };
}

export function wordsOf(text: unknown): string {
  return isObject(text) ? textOf(text.text) : '';
}

/** Every text below a value, in the order in which it is written. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

function buttonView(element: Loose): ViewButton {
  return {
    label: wordsOf(element.text),
    actionId: textOf(element.action_id),
    value: typeof element.value === 'string' ? element.value : undefined,
    url: typeof element.url === 'string' ? element.url : undefined,
  };
}

function holdsValue(element: Loose): boolean {
  return element.type !== 'button' && element.type !== 'overflow';
}

function fieldView(record: ViewRecord, { block, element }: { block: Loose; element: Loose }): FieldView {
  const { field } = valueShape(element);
  return {
    blockId: textOf(block.block_id),
    actionId: textOf(element.action_id),
    type: textOf(element.type),
    label: wordsOf(block.label ?? block.text),
    isOptional: block.optional === true,
    value: plainValue(heldIn(record, block, element)[field]),
    options: optionsOf(element).map(({ text, value }) => ({ label: wordsOf(text), value: textOf(value) })),
    element,
  };
}

function plainValue(value: unknown): FieldView['value'] {
  if (Array.isArray(value)) return value.map((one) => (isObject(one) ? textOf(one.value) : textOf(one)));
  if (isObject(value)) return textOf(value.value);
  return typeof value === 'string' ? value : null;
}
