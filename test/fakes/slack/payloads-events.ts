import type { Loose } from '../loose.ts';
import type { Delivery } from './delivery.ts';
import { messageJson } from './message-json.ts';
import type { Events, Parts } from './parts.ts';
import type { ChannelKind, ChannelRecord, MessageRecord, TeamRecord } from './world.ts';

/** What the app is subscribed to, unless a test says otherwise: an event's name, a message's with the kind of its place. */
const SUBSCRIPTIONS: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
];

export interface EventOptions {
  readonly subscriptions?: readonly string[];
  /** Whether `app_mention` shows the files of its message: recorded both ways (bolt-js#2056, bolt-python#925). Default true. */
  readonly mentionsShowFiles?: boolean;
}

/** As a message's event names the kind of its channel, its subscription, and the scope that is needed. */
const KINDS: Readonly<Record<ChannelKind, { readonly type: string; readonly family: string }>> = {
  public: { type: 'channel', family: 'channels' },
  private: { type: 'group', family: 'groups' },
  im: { type: 'im', family: 'im' },
  mpim: { type: 'mpim', family: 'mpim' },
};

/** The events of what happens here. The app hears of messages where its bot is a member, as far as its scopes reach. */
export function createEvents(
  parts: Omit<Parts, 'events'>,
  delivery: Pick<Delivery, 'tell'>,
  { subscriptions = SUBSCRIPTIONS, mentionsShowFiles = true }: EventOptions = {},
): Events {
  const { world } = parts;
  const isWanted = (name: string) => subscriptions.includes(name);

  function send(team: TeamRecord, event: Loose, channel?: ChannelRecord): void {
    delivery.tell(envelope(parts, team, event, channel));
  }

  /** Where the bot hears what is said: its workspace's record, or nothing. */
  function audience(message: MessageRecord): { team: TeamRecord; channel: ChannelRecord } | undefined {
    const channel = world.channels.get(message.channel);
    const team = channel && world.teams.get(channel.team);
    if (!channel || !team?.isInstalled || !channel.members.has(team.botUser)) return undefined;
    return { team, channel };
  }

  function tellMessage(message: MessageRecord, event: Loose): void {
    const found = audience(message);
    if (!found) return;
    const { type, family } = KINDS[found.channel.kind];
    if (!isWanted(`message.${family}`) || !holds(found.team, `${family}:history`)) return;
    send(found.team, { ...event, channel: found.channel.id, channel_type: type }, found.channel);
  }

  function tellMention(message: MessageRecord, event: Loose): void {
    const found = audience(message);
    // in a direct message the bot is spoken to anyway, and its own words are no mention
    if (!found || found.channel.kind === 'im' || message.user === found.team.botUser) return;
    if (!new RegExp(`<@${found.team.botUser}(\\|[^>]*)?>`).test(message.text)) return;
    if (!isWanted('app_mention') || !holds(found.team, 'app_mentions:read')) return;
    const { subtype: _, files, ...rest } = event;
    const shown = { ...rest, ...(mentionsShowFiles && files !== undefined && { files }) };
    send(found.team, { ...shown, type: 'app_mention', channel: found.channel.id }, found.channel);
  }

  return {
    posted(message) {
      const event = {
        ...messageJson(parts, message),
        ...(message.files.length > 0 && { display_as_bot: false }),
        event_ts: message.ts,
      };
      tellMessage(message, event);
      tellMention(message, event);
    },
    changed(message, before) {
      tellMessage(message, {
        ...hidden('message_changed'),
        message: messageJson(parts, message),
        previous_message: messageJson(parts, before),
      });
    },
    deleted(message) {
      tellMessage(message, {
        ...hidden('message_deleted'),
        deleted_ts: message.ts,
        previous_message: messageJson(parts, message),
      });
    },
    tell(team, event) {
      if (isWanted(String(event.type))) send(team, event);
    },
  };

  function hidden(subtype: string): Loose {
    const ts = world.newTs();
    return { type: 'message', subtype, hidden: true, ts, event_ts: ts };
  }
}

/** Whether any token of the workspace has a scope. */
function holds(team: TeamRecord, scope: string): boolean {
  return [...team.tokens.values()].some(({ scopes }) => scopes.has(scope));
}

/** What is around an event. */
function envelope(
  { world, app }: Pick<Parts, 'world' | 'app'>,
  team: TeamRecord,
  event: Loose,
  channel?: ChannelRecord,
) {
  const where = channel ? `-${channel.id}` : '';
  return {
    token: 'verification-token',
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: world.newId('Ev'),
    event_time: Math.floor(world.now() / 1_000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: team.botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.isShared ?? false,
    event_context: `4-${event.type}-${team.id}${where}`,
  };
}
