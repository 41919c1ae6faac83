/**
 * What the bot's token must be allowed to do, each with what Herald does with it: the words after “to”. The manifest asks for
 * exactly these, and the doctor names those that are missing.
 */
export const SCOPES = [
  ['commands', 'offer its commands and “Make it talk”'],
  ['chat:write', 'write its messages, and change and delete them'],
  ['files:read', 'fetch the photos and recordings that people give it, and see where its videos are'],
  ['files:write', 'post videos, and take them away'],
  ['app_mentions:read', 'hear when somebody mentions it'],
  [
    'channels:history',
    'read the photos and answers that it is asked about in public channels, hear what watched ones are to announce, and find its own posts',
  ],
  [
    'groups:history',
    'read the photos and answers that it is asked about in private channels, hear what watched ones are to announce, and find its own posts',
  ],
  ['im:history', 'hear what people write to it directly, and find its own posts there'],
  ['mpim:history', 'read the photos and answers that it is asked about among several people, and find its own posts'],
  ['channels:read', 'see which public channels it is in, and whether whoever sets up an announcement there is in them'],
  ['groups:read', 'see which private channels it is in, and whether whoever sets up an announcement there is in them'],
  ['mpim:read', 'see whether it is in a talk of several people'],
  [
    'im:write',
    'write to a person directly: where their channel cannot be written in, and what becomes of their announcements',
  ],
  ['users:read', 'learn people’s names and languages, and who is an admin'],
  [
    'usergroups:read',
    'learn who is in which user group, where one may use it, change its settings, or have what it writes announced',
  ],
] as const satisfies readonly (readonly [scope: string, why: string])[];

/** How a scope that is missing is given. @param install where workspaces install Herald; absent: one workspace, by its token */
export function howToAddScopes(install?: string): string {
  const manifest = 'Paste what “npm run -s slack:manifest” prints into the app’s App Manifest, save it, and';
  return install === undefined
    ? `${manifest} reinstall the app (Install App).`
    : `${manifest} have the workspace install Herald again at ${install}.`;
}

/** Their names, as Slack takes them. */
export const BOT_SCOPES: readonly string[] = SCOPES.map(([scope]) => scope);
