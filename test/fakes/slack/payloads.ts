import { type Loose, textOf } from '../loose.ts';
import type { Interaction } from './interactions.ts';
import { messageJson } from './message-json.ts';
import type { Parts } from './parts.ts';
import { viewJson } from './views-json.ts';
import { stateOf } from './views-state.ts';
import type { ChannelRecord, MessageRecord, TeamRecord, UserRecord } from './world.ts';

/** By which an app may show a view, and answer. */
export interface Handles {
  readonly triggerId?: string;
  readonly responseUrl?: string;
}

type Wire = Pick<Parts, 'world' | 'base' | 'app'>;

/** A channel's name as payloads tell it. */
function nameOf({ kind, name }: ChannelRecord): string {
  return { public: name, private: 'privategroup', im: 'directmessage', mpim: name }[kind];
}

export function slashPayload(
  { app }: Wire,
  { team, user, channel }: Interaction,
  command: { readonly name: string; readonly text: string },
  { triggerId, responseUrl }: Handles,
): Loose {
  return {
    token: 'verification-token',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel?.id,
    channel_name: channel && nameOf(channel),
    user_id: user.id,
    user_name: user.name,
    command: command.name,
    text: command.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

/** What every interactive payload begins with. */
function common({ app, world }: Wire, { kind, team, user, view }: Interaction, { triggerId }: Handles): Loose {
  // what is done in a view names the person's own workspace (bolt-js#1615)
  const own = view && user.home !== undefined ? world.teams.get(user.home) : undefined;
  return {
    type: kind,
    token: 'verification-token',
    action_ts: world.newTs(),
    team: teamOf(own ?? team),
    user: userOf(user),
    api_app_id: app.id,
    is_enterprise_install: false,
    enterprise: null,
    ...(triggerId !== undefined && { trigger_id: triggerId }),
  };
}

function teamOf({ id, domain }: TeamRecord): Loose {
  return { id, domain };
}

function userOf({ id, name, team, home }: UserRecord): Loose {
  return { id, username: name, name, team_id: home ?? team };
}

/** A message's menu entry. */
export function messageActionPayload(wire: Wire, act: Interaction, callbackId: string, handles: Handles): Loose {
  const { channel, message } = act;
  if (!channel || !message) throw new Error('A message shortcut is used on a message');
  return {
    ...common(wire, act, handles),
    channel: { id: channel.id, name: nameOf(channel) },
    callback_id: callbackId,
    response_url: handles.responseUrl,
    message_ts: message.ts,
    message: messageJson(wire, message),
  };
}

/** A shortcut from the search or the compose menu. */
export function shortcutPayload(wire: Wire, act: Interaction, callbackId: string, handles: Handles): Loose {
  return { ...common(wire, act, handles), callback_id: callbackId };
}

/** A button pressed, something selected. `action` is what was used, with its new value. */
export function actionsPayload(wire: Wire, act: Interaction, action: Loose, handles: Handles): Loose {
  const { action_ts: at, ...rest } = common(wire, act, handles);
  return {
    ...rest,
    ...placeOf(wire, act),
    ...(handles.responseUrl !== undefined && { response_url: handles.responseUrl }),
    actions: [{ ...action, action_ts: at }],
  };
}

/** Something typed into a select whose options the app suggests. */
export function suggestionPayload(wire: Wire, act: Interaction, block: string, action: string, typed: string): Loose {
  return { ...common(wire, act, {}), ...placeOf(wire, act), action_id: action, block_id: block, value: typed };
}

/** The message or the view that something was used in. Of an ephemeral message the app is shown its ts alone. */
function placeOf(wire: Wire, { channel, message, view }: Interaction): Loose {
  if (view) return { container: { type: 'view', view_id: view.id }, view: viewJson(wire, view) };
  if (!channel || !message) throw new Error('There is neither a view nor a message');
  const isEphemeral = message.ephemeralFor !== undefined;
  return {
    container: containerOf(message, isEphemeral),
    channel: { id: channel.id, name: nameOf(channel) },
    ...(!isEphemeral && { message: messageJson(wire, message) }),
    state: { values: stateOf(wire, { content: message, entered: new Map() }) },
  };
}

function containerOf({ ts, channel, thread_ts }: MessageRecord, isEphemeral: boolean): Loose {
  return {
    type: 'message',
    message_ts: ts,
    channel_id: channel,
    is_ephemeral: isEphemeral,
    ...(thread_ts !== undefined && { thread_ts }),
  };
}

/** A modal submitted (with a trigger id) or closed. */
export function viewPayload(wire: Wire, act: Interaction, handles: Handles, isCleared?: boolean): Loose {
  const { action_ts: _, ...rest } = common(wire, act, handles);
  if (!act.view) throw new Error('There is no view');
  const { view } = act;
  return {
    ...rest,
    view: viewJson(wire, view),
    ...(isCleared === undefined ? { response_urls: [] } : { is_cleared: isCleared }),
  };
}

/** The Home tab opened. */
export function homeOpenedEvent(
  wire: Wire,
  user: UserRecord,
  channel: ChannelRecord,
  act: Pick<Interaction, 'view'>,
): Loose {
  return {
    type: 'app_home_opened',
    user: user.id,
    channel: channel.id,
    tab: 'home',
    event_ts: wire.world.newTs(),
    ...(act.view && { view: viewJson(wire, act.view) }),
  };
}

/** What an action tells of the element that was used: a button's text and value. */
export function buttonAction(block: Loose, button: Loose): Loose {
  const { action_id, text, value, style } = button;
  return {
    action_id,
    block_id: textOf(block.block_id),
    text,
    ...(value !== undefined && { value }),
    ...(style !== undefined && { style }),
    type: 'button',
  };
}
