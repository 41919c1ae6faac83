import type { APIMessageTopLevelComponent, ButtonStyle } from 'discord.js';
import { ComponentType, MessageFlags } from 'discord.js';
import { textOf } from '../loose.ts';
import { flatten } from './component-rules.ts';
import type { FileRecord, MessageRecord, UserRecord } from './world.ts';

export interface ButtonView {
  readonly label: string;
  /** Empty for a link. */
  readonly customId: string;
  readonly url: string;
  readonly style: ButtonStyle;
  readonly disabled: boolean;
}

/** A message as a person who may see it sees it: always as it stands. */
export interface MessageView {
  readonly id: string;
  readonly channelId: string;
  readonly author: UserRecord;
  readonly content: string;
  /** Everything written in it: content and the texts of components and embeds. */
  readonly text: string;
  readonly embeds: MessageRecord['embeds'];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly buttons: readonly ButtonView[];
  readonly files: readonly FileRecord[];
  readonly flags: number;
  readonly nonce: string | number | undefined;
  /** Ids of those it notified. */
  readonly mentions: readonly string[];
  /** The message it replies to. */
  readonly repliesTo: string | undefined;
  readonly ephemeral: boolean;
  /** "… is thinking": deferred and not answered yet. */
  readonly loading: boolean;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly createdAt: number;
  /** The id of the thread that was opened under it. */
  readonly threadId: string | undefined;
  /** The button with this label or custom id. @throws Error if there is none */
  button(labelOrId: string): ButtonView;
  readonly record: MessageRecord;
}

export function view(record: MessageRecord): MessageView {
  const all = () => flatten(record.components);
  const buttons = () =>
    all()
      .filter(({ type }) => type === ComponentType.Button)
      .map((button) => ({
        label: textOf(button.label),
        customId: textOf(button.custom_id),
        url: textOf(button.url),
        style: button.style as ButtonStyle,
        disabled: button.disabled === true,
      }));
  const has = (flag: MessageFlags) => (record.flags & flag) !== 0;
  return {
    record,
    id: record.id,
    channelId: record.channel.id,
    author: record.author,
    createdAt: record.createdAt,
    nonce: record.nonce,
    ephemeral: record.onlyFor !== undefined,
    repliesTo: record.repliedTo?.id,
    get content() {
      return record.content;
    },
    get text() {
      const texts = all().map((component) => textOf(component.content));
      const embeds = record.embeds.flatMap(({ title, description, footer }) => [title, description, footer?.text]);
      return [record.content, ...texts, ...embeds].filter(Boolean).join('\n');
    },
    get embeds() {
      return record.embeds;
    },
    get components() {
      return record.components;
    },
    get buttons() {
      return buttons();
    },
    get files() {
      return record.files;
    },
    get flags() {
      return record.flags;
    },
    get mentions() {
      return record.mentions.map(({ id }) => id);
    },
    get loading() {
      return has(MessageFlags.Loading);
    },
    get edited() {
      return record.editedAt !== undefined;
    },
    get deleted() {
      return record.deleted;
    },
    get threadId() {
      return record.thread?.id;
    },
    button(labelOrId) {
      const found = buttons().find(({ label, customId }) => label === labelOrId || customId === labelOrId);
      if (!found) throw new Error(`No button "${labelOrId}" among: ${buttons().map(({ label }) => label)}`);
      return found;
    },
  };
}
