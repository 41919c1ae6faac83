import type { Parts } from './parts.ts';
import type { Person } from './people.ts';
import { type Channel, place } from './places.ts';
import type { Tokens } from './tokens.ts';
import type { ChannelKind, ChannelRecord, GroupRecord, TeamRecord, UserRecord } from './world.ts';

export interface TeamOptions {
  readonly name?: string;
  /** Whether the app is installed in it by a token from the start. Default true; else it waits for OAuth. */
  readonly installed?: boolean;
  /** Of that token. Default: everything that Herald could use. */
  readonly scopes?: Iterable<string>;
}

export interface ChannelOptions {
  readonly name?: string;
  /** Default `public`. */
  readonly kind?: Exclude<ChannelKind, 'im'>;
  /** Default true. */
  readonly botIsMember?: boolean;
  /** Through Slack Connect. */
  readonly shared?: boolean;
  /** Who is in it. Default: everybody in the workspace, and everybody who comes. */
  readonly members?: readonly { readonly id: string }[];
}

export interface UserOptions {
  readonly name: string;
  /** As Slack writes languages. Default `en-US`. */
  readonly locale?: string;
  readonly displayName?: string;
  readonly admin?: boolean;
  readonly owner?: boolean;
  /** Is in those channels only that they are invited to. */
  readonly guest?: boolean;
  /** The workspace of somebody who is here through Slack Connect. */
  readonly from?: { readonly id: string };
}

/** A group of people, which can be mentioned. */
export interface Group {
  readonly id: string;
  readonly handle: string;
  add(person: { readonly id: string }): void;
  remove(person: { readonly id: string }): void;
  readonly record: GroupRecord;
}

/** A workspace, and what those who manage it can do. */
export interface Team {
  readonly id: string;
  readonly name: string;
  /** The bot's user id. */
  readonly botUser: string;
  /** The living bot token, the newest where there are several. @throws Error where the app is not installed */
  readonly botToken: string;
  channel(options?: ChannelOptions): Channel;
  user(options: UserOptions): Person;
  group(options: { readonly handle: string; readonly users: readonly { readonly id: string }[] }): Group;
  /** Takes the bot's tokens back: `tokens_revoked`. */
  revoke(): void;
  /** Takes the app out: `app_uninstalled`, and `tokens_revoked`, which Slack sends in any order. */
  uninstall(): void;
  /** Replaces what the bot's tokens may do. */
  scopes(scopes: Iterable<string>): void;
  /** Refuses uploads with this error from now on: at their address, or at their completion for errors that only it has. */
  refuseUploads(error: string | undefined): void;
  readonly record: TeamRecord;
}

export interface TeamParts extends Parts {
  readonly tokens: Tokens;
  readonly person: (user: UserRecord) => Person;
}

export function foundTeam(parts: TeamParts, options: TeamOptions = {}): Team {
  const { world, app, tokens, events } = parts;
  const { name = 'A workspace', installed = true, scopes } = options;
  const id = world.newId('T');
  const bot = newUser(id, { name: app.name.toLowerCase(), displayName: app.name }, true);
  const record: TeamRecord = {
    id,
    name,
    domain: `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${id.toLowerCase()}`,
    botUser: bot.id,
    botId: world.newId('B'),
    tokens: new Map(),
    refreshTokens: new Set(),
    isInstalled: false,
  };
  world.teams.set(id, record);
  if (installed) tokens.issue(record, scopes && { scopes });
  const open = new Set<ChannelRecord>();

  function newUser(team: string, { name: userName, ...user }: UserOptions, isBot = false): UserRecord {
    const { locale = 'en-US', displayName = userName, admin = false, owner = false, guest = false, from } = user;
    const made: UserRecord = {
      id: world.newId('U'),
      team,
      name: userName.toLowerCase(),
      displayName,
      locale,
      isAdmin: admin || owner,
      isOwner: owner,
      isBot,
      ...(guest && { isGuest: true }),
      ...(from && { home: from.id }),
    };
    world.users.set(made.id, made);
    return made;
  }

  function lose(event: 'tokens_revoked' | 'app_uninstalled'): void {
    const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: [record.botUser] } };
    events.tell(record, event === 'tokens_revoked' ? revoked : { type: 'app_uninstalled' });
  }

  return {
    id,
    name,
    botUser: bot.id,
    record,
    get botToken() {
      const newest = [...record.tokens.keys()].at(-1);
      if (newest === undefined) throw new Error(`The app is not installed in ${name}`);
      return newest;
    },
    channel({ name: channelName = 'general', kind = 'public', botIsMember = true, shared = false, members } = {}) {
      const everybody = [...world.users.values()].filter(
        ({ team, isBot, isGuest }) => team === id && !isBot && !isGuest,
      );
      const channel: ChannelRecord = {
        id: world.newId('C'),
        team: id,
        kind,
        name: channelName,
        members: new Set([...(members ?? everybody).map((user) => user.id), ...(botIsMember ? [bot.id] : [])]),
        isArchived: false,
        ...(shared && { isShared: true }),
      };
      world.channels.set(channel.id, channel);
      if (!members) open.add(channel);
      return place(parts, channel);
    },
    user(user) {
      const made = newUser(id, user);
      for (const { members } of user.guest ? [] : open) members.add(made.id);
      return parts.person(made);
    },
    group({ handle, users }) {
      const group: GroupRecord = {
        id: world.newId('S'),
        team: id,
        handle,
        name: handle,
        users: new Set(users.map((user) => user.id)),
      };
      world.groups.set(group.id, group);
      return {
        id: group.id,
        handle,
        record: group,
        add: (user) => void group.users.add(user.id),
        remove: (user) => void group.users.delete(user.id),
      };
    },
    revoke() {
      lose('tokens_revoked');
      tokens.kill(record, 'token_revoked');
    },
    uninstall() {
      lose('app_uninstalled');
      lose('tokens_revoked');
      tokens.kill(record, 'account_inactive');
    },
    scopes: (wanted) => tokens.rescope(record, wanted),
    refuseUploads(error) {
      if (error === undefined) delete record.uploadsRefused;
      else record.uploadsRefused = error;
    },
  };
}
