import type { ChannelKind } from './world.ts';

/** Slack's rate limit tiers: requests a minute of one method in one workspace; `special` has rules of its own. */
export type Tier = 't1' | 't2' | 't3' | 't4' | 'special';

export interface Method {
  readonly tier: Tier;
  /** Any of them will do. None: every bot token may. */
  readonly scopes?: readonly string[];
  /** `app`: an app-level token alone. `client`: the app's id and secret in the arguments. Default: a bot token. */
  readonly auth?: 'app' | 'client';
}

const HISTORY = ['groups:history', 'im:history', 'mpim:history', 'channels:history'];
const READ = ['groups:read', 'im:read', 'mpim:read', 'channels:read'];
const OPEN = ['channels:manage', 'groups:write', 'im:write', 'mpim:write'];

/** What this Slack can do; scopes and tiers as in the published schemas, with which `methods.test.ts` compares them. */
export const METHODS = {
  'auth.test': { tier: 'special' },
  'auth.revoke': { tier: 't3' },
  'apps.connections.open': { tier: 't3', auth: 'app' },
  'apps.uninstall': { tier: 't1' },
  'bots.info': { tier: 't3', scopes: ['users:read'] },
  'chat.postMessage': { tier: 'special', scopes: ['chat:write'] },
  'chat.postEphemeral': { tier: 't4', scopes: ['chat:write'] },
  'chat.update': { tier: 't3', scopes: ['chat:write'] },
  'chat.delete': { tier: 't3', scopes: ['chat:write'] },
  'chat.getPermalink': { tier: 'special' },
  'conversations.info': { tier: 't3', scopes: READ },
  'conversations.members': { tier: 't4', scopes: READ },
  'conversations.history': { tier: 't3', scopes: HISTORY },
  'conversations.replies': { tier: 't3', scopes: HISTORY },
  'conversations.open': { tier: 't3', scopes: OPEN },
  'files.getUploadURLExternal': { tier: 't4', scopes: ['files:write'] },
  'files.completeUploadExternal': { tier: 't4', scopes: ['files:write'] },
  'files.info': { tier: 't4', scopes: ['files:read'] },
  'files.delete': { tier: 't3', scopes: ['files:write'] },
  'oauth.v2.access': { tier: 'special', auth: 'client' },
  // no schema of it is at hand: https://docs.slack.dev/reference/methods/oauth.v2.exchange
  'oauth.v2.exchange': { tier: 'special', auth: 'client' },
  'team.info': { tier: 't3', scopes: ['team:read'] },
  'users.info': { tier: 't4', scopes: ['users:read'] },
  // no schema of it is at hand: https://docs.slack.dev/reference/methods/users.conversations
  'users.conversations': { tier: 't3', scopes: READ },
  // no schema of it is at hand: https://docs.slack.dev/reference/methods/usergroups.list, …/usergroups.users.list
  'usergroups.list': { tier: 't2', scopes: ['usergroups:read'] },
  'usergroups.users.list': { tier: 't2', scopes: ['usergroups:read'] },
  'views.open': { tier: 't4' },
  'views.push': { tier: 't4' },
  'views.update': { tier: 't4' },
  'views.publish': { tier: 't4' },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}

export function methodOf(name: MethodName): Method {
  return METHODS[name];
}

/** The scope of a family (`history`, `read`) that a conversation of this kind needs. */
export function scopeFor(kind: ChannelKind, family: 'history' | 'read'): string {
  const prefix = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[kind];
  return `${prefix}:${family}`;
}

/** Everything that Herald could use; a bot token has these unless a test says otherwise. */
export const DEFAULT_SCOPES: readonly string[] = [
  'commands',
  'app_mentions:read',
  'chat:write',
  'files:read',
  'files:write',
  'im:write',
  'users:read',
  'usergroups:read',
  'team:read',
  ...HISTORY,
  ...READ,
];
