import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { permalink } from './chat.ts';
import type { Parts } from './parts.ts';
import { textsIn, wordsOf } from './views-look.ts';
import type { MessageRecord } from './world.ts';

export interface ButtonView {
  readonly label: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string | undefined;
  /** Of one that leads somewhere. */
  readonly url: string | undefined;
  readonly style: string | undefined;
}

export interface SelectView {
  readonly type: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string | undefined;
  /** How many bytes came. */
  readonly bytes: number;
  /** The bytes themselves, up to 1 MB. */
  readonly content: Buffer | undefined;
  readonly sha256: string | undefined;
  readonly mimetype: string;
}

/** A message as a person who may see it sees it: always as it stands. */
export interface MessageView {
  readonly ts: string;
  readonly channel: string;
  /** The message it hangs under; `undefined` for one of the channel's own. */
  readonly thread: string | undefined;
  /** Who wrote it: a user's id, also for a bot. */
  readonly user: string;
  /** Its text alone, which notifications show. */
  readonly text: string;
  /** Everything written in it: its blocks' texts, or its text where it has none. */
  readonly shown: string;
  readonly blocks: readonly Loose[];
  readonly buttons: readonly ButtonView[];
  readonly selects: readonly SelectView[];
  readonly files: readonly FileView[];
  readonly metadata: MessageRecord['metadata'];
  readonly deleted: boolean;
  readonly edited: boolean;
  /** Ids of those it notified. */
  readonly pings: readonly string[];
  readonly permalink: string;
  /** The button with this label or action id. @throws Error if there is none */
  button(labelOrId: string): ButtonView;
  readonly record: MessageRecord;
}

export function messageView(parts: Pick<Parts, 'world'>, record: MessageRecord): MessageView {
  const { files, users } = parts.world;
  const blocks = () => record.blocks.filter(isObject);
  const buttons = () => blocks().flatMap(buttonsIn);
  return {
    record,
    ts: record.ts,
    channel: record.channel,
    user: record.user,
    get thread() {
      return record.thread_ts === record.ts ? undefined : record.thread_ts;
    },
    get text() {
      return record.text;
    },
    get shown() {
      return record.blocks.length > 0 ? textsIn(record.blocks).join('\n') : record.text;
    },
    get blocks() {
      return blocks();
    },
    get buttons() {
      return buttons();
    },
    get selects() {
      return blocks().flatMap(selectsIn);
    },
    get files() {
      return record.files.flatMap((id) => {
        const file = files.get(id);
        if (!file || file.deleted) return [];
        const { name, title, altText, content, sha256, mimetype, size: bytes } = file;
        return [{ id, name, title, altText, bytes, content, sha256, mimetype }];
      });
    },
    get metadata() {
      return record.metadata;
    },
    get deleted() {
      return record.deleted === true;
    },
    get edited() {
      return record.edited !== undefined;
    },
    get pings() {
      return [...record.pings].filter((id) => users.get(id)?.isBot !== true);
    },
    get permalink() {
      return permalink(parts, record);
    },
    button(labelOrId) {
      const found = buttons().find(({ label, actionId }) => label === labelOrId || actionId === labelOrId);
      if (!found) throw new Error(`No button "${labelOrId}" among: ${buttons().map(({ label }) => label)}`);
      return found;
    },
  };
}

/** The elements that a block holds: of `actions`, and a section's one. */
function elementsIn(block: Loose): readonly Loose[] {
  return [...listOf(block.elements), block.accessory].filter(isObject);
}

function buttonsIn(block: Loose): ButtonView[] {
  return elementsIn(block)
    .filter(({ type }) => type === 'button')
    .map(({ text, action_id, value, url, style }) => ({
      label: wordsOf(text),
      actionId: textOf(action_id),
      blockId: textOf(block.block_id),
      value: maybe(value),
      url: maybe(url),
      style: maybe(style),
    }));
}

function selectsIn(block: Loose): SelectView[] {
  return elementsIn(block)
    .filter(({ type }) => /_select$|^overflow$|^radio_buttons$|^checkboxes$/.test(textOf(type)))
    .map(({ type, action_id, options }) => ({
      type: textOf(type),
      actionId: textOf(action_id),
      blockId: textOf(block.block_id),
      options: listOf(options)
        .filter(isObject)
        .map(({ text, value }) => ({ label: wordsOf(text), value: textOf(value) })),
    }));
}

function maybe(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
