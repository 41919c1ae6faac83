import { type Loose, textOf } from '../loose.ts';
import { directMessages } from './access.ts';
import { usableElements } from './blocks.ts';
import { type ActParts, act, offer } from './interactions-acts.ts';
import { type Asked, asked } from './interactions-asked.ts';
import type { MessageView } from './looking.ts';
import {
  actionsPayload,
  buttonAction,
  homeOpenedEvent,
  messageActionPayload,
  shortcutPayload,
  slashPayload,
  suggestionPayload,
  viewPayload,
} from './payloads.ts';
import { keepFile, type SentFile } from './people-files.ts';
import { type Said, say } from './people-says.ts';
import { remove } from './post.ts';
import type { ViewRecord } from './views.ts';
import { chosen, enter, type FieldValue, type FieldValues, fillView } from './views-fill.ts';
import { type ViewView, viewView, wordsOf } from './views-look.ts';
import { keyOf } from './views-state.ts';
import type { ChannelRecord, MessageRecord, TeamRecord, UserRecord } from './world.ts';

/** Where something is done, as the fake's makers return it. */
export interface Place {
  readonly record: ChannelRecord;
}

/** A message or a view that something is done with. */
export type Target = Pick<MessageView, 'record'> | Pick<ViewView, 'record'>;

/** A person and what they can do. What a client would not let them do is an Error. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly record: UserRecord;
  /** How a text mentions them. */
  readonly mention: string;
  /** Types a slash command; the app need not be a member. Not offered in threads. */
  slash(place: Place, command: string, text?: string): Asked;
  says(place: Place, what: Said | string): MessageView;
  /** Presses a button, by its label, action id or value. */
  press(target: Target, button: string): Asked;
  /** Chooses in a select that tells the app at once: of a message, a Home tab, or an input with `dispatch_action`. */
  select(target: Target, actionId: string, values: FieldValue): Asked;
  /** Picks an entry of a message's menu. */
  shortcut(message: Pick<MessageView, 'record'>, callbackId: string): Asked;
  /** Picks an entry of the shortcuts menu. */
  globalShortcut(callbackId: string): Asked;
  /** Opens the Home tab; the app is told, and may publish it. */
  opensHome(): void;
  /** The Home tab as it stands, once it was published. */
  readonly home: ViewView | undefined;
  /** Presses a button of the Home tab. */
  pressHome(button: string): Asked;
  /** Fills a modal in, and submits it. Fields are named by block id, action id or label. */
  submit(view: Pick<ViewView, 'record'>, values?: FieldValues): Asked;
  /** Types into a select whose options the app suggests. */
  suggests(target: Target, actionId: string, typed: string): Asked;
  /** Closes a modal; the app hears of it where it asked to. */
  closes(view: Pick<ViewView, 'record'>): Asked | undefined;
  /** Takes a message back: one's own, or anybody's as an admin. */
  deletes(message: Pick<MessageView, 'record'>): void;
}

export interface PeopleParts extends ActParts {
  readonly look: (message: MessageRecord) => MessageView;
}

export function person(parts: PeopleParts, record: UserRecord): Person {
  const { world, views, look } = parts;
  const team = teamOf(parts, record);
  const view = (interaction: Parameters<typeof asked>[1]) => asked({ now: world.now, look }, interaction);
  const keep = (file: SentFile) => keepFile(world, record, file, true).id;
  const self = { team, user: record } as const;

  /** Where a target is, for the act on it. */
  function within({ record: what }: Target) {
    if ('content' in what) {
      if (!what.isOpen || what.user !== record) throw new Error(`${record.name} is not shown this view`);
      return { ...self, view: what };
    }
    return { ...self, message: what, channel: reachable(what) };
  }

  function reachable(message: MessageRecord): ChannelRecord {
    const channel = world.channels.get(message.channel);
    if (!channel || message.deleted) throw new Error('The message is gone');
    if (message.ephemeralFor !== undefined && message.ephemeralFor !== record.id)
      throw new Error(`${record.name} does not see this message`);
    return visible(channel);
  }

  function visible(channel: ChannelRecord): ChannelRecord {
    if (channel.isDeleted || channel.team !== team.id) throw new Error(`There is no such channel for ${record.name}`);
    if (channel.kind !== 'public' && !channel.members.has(record.id))
      throw new Error(`${record.name} does not see this channel`);
    return channel;
  }

  function use(target: Target, block: Loose, action: Loose): Asked {
    const where = within(target);
    if (block.type === 'input' && block.dispatch_action !== true) throw new Error('This input tells the app nothing');
    return view(
      act(parts, { ...where, kind: 'block_actions' }, (done, handles) => actionsPayload(parts, done, action, handles)),
    );
  }

  function press(target: Target, name: string): Asked {
    const { block, element } = buttonOf(target, name);
    return use(target, block, buttonAction(block, element));
  }

  return {
    id: record.id,
    name: record.name,
    mention: `<@${record.id}>`,
    record,
    slash({ record: channel }, name, text = '') {
      if (!/^\/\S{1,31}$/.test(name)) throw new Error(`${name} is no slash command`);
      const where = { ...self, channel: visible(channel), kind: 'slash_command' } as const;
      return view(act(parts, where, (done, handles) => slashPayload(parts, done, { name, text }, handles)));
    },
    says({ record: channel }, what) {
      const said = typeof what === 'string' ? { text: what } : what;
      return look(say(parts, record, visible(channel), said));
    },
    press,
    select(target, actionId, values) {
      const usable = elementOf(target, ({ action_id: id }) => id === actionId, actionId);
      const { block, element } = usable;
      const what = target.record;
      const suggested = what.suggested?.get(keyOf(block, element)) ?? [];
      const value = 'content' in what ? enter(what, usable, values, keep) : chosen(element, values, suggested, keep);
      return use(target, block, { ...value, action_id: actionId, block_id: textOf(block.block_id) });
    },
    shortcut({ record: message }, callbackId) {
      const where = { ...self, message, channel: reachable(message), kind: 'message_action' } as const;
      return view(act(parts, where, (done, handles) => messageActionPayload(parts, done, callbackId, handles)));
    },
    globalShortcut(callbackId) {
      const where = { ...self, kind: 'shortcut' } as const;
      return view(act(parts, where, (done, handles) => shortcutPayload(parts, done, callbackId, handles)));
    },
    opensHome() {
      const shown = views.home(record.id);
      const channel = directMessages(world, team.id, team.botUser, record.id);
      parts.events.tell(team, homeOpenedEvent(parts, record, channel, shown ? { view: shown } : {}));
    },
    get home() {
      const shown = views.home(record.id);
      return shown && viewView(shown);
    },
    pressHome(name) {
      const shown = views.home(record.id);
      if (!shown) throw new Error('The Home tab was not published');
      return press({ record: shown }, name);
    },
    submit({ record: modal }, values = {}) {
      const where = { ...within({ record: modal }), kind: 'view_submission' } as const;
      if (modal.type !== 'modal' || modal.content.submit === undefined) throw new Error('It has nothing to submit');
      topmost(modal);
      fillView(modal, values, keep);
      modal.errors = {};
      return view(act(parts, where, (done, handles) => viewPayload(parts, done, handles)));
    },
    suggests(target, actionId, typed) {
      const { block, element } = elementOf(target, ({ action_id: id }) => id === actionId, actionId);
      if (!/external_select$/.test(textOf(element.type))) throw new Error(`${actionId} has options of its own`);
      const where = { ...within(target), kind: 'block_suggestion' } as const;
      const done = act(parts, where, (doing) =>
        suggestionPayload(parts, doing, textOf(block.block_id), actionId, typed),
      );
      offer(done, block, element);
      return view(done);
    },
    closes({ record: modal }) {
      const where = { ...within({ record: modal }), kind: 'view_closed' } as const;
      topmost(modal);
      views.close(modal);
      if (modal.content.notify_on_close !== true) return undefined;
      return view(act(parts, where, (done, handles) => viewPayload(parts, done, handles, false)));
    },
    deletes({ record: message }) {
      if (message.user !== record.id && !record.isAdmin && !record.isOwner)
        throw new Error(`${record.name} may not delete this message`);
      remove(parts, message);
    },
  };
}

function teamOf({ world }: PeopleParts, user: UserRecord): TeamRecord {
  const team = world.teams.get(user.team);
  if (!team) throw new Error(`${user.name} is in no workspace`);
  return team;
}

function topmost(modal: ViewRecord): void {
  if (modal.stack.at(-1) !== modal) throw new Error('Another view lies over it');
}

function buttonOf(target: Target, name: string) {
  return elementOf(
    target,
    ({ type, text, action_id, value }) => type === 'button' && [wordsOf(text), action_id, value].includes(name),
    name,
  );
}

/** The one element that is meant, with its block. @throws Error if there is none, or more than one by this name */
function elementOf({ record }: Target, fits: (element: Loose) => boolean, name: string) {
  const all = usableElements('content' in record ? record.content.blocks : record.blocks);
  const found = all.filter(({ element }) => fits(element));
  const [first] = found;
  if (!first || found.length > 1)
    throw new Error(`${found.length} elements are "${name}" among: ${all.map(({ element }) => element.action_id)}`);
  return first;
}
