import { ApplicationIntegrationType } from 'discord.js';
import { INVITE_PERMISSIONS, INVITE_SCOPES } from './permissions.ts';

/** Where somebody who manages a server adds the bot to it, with exactly what it needs. */
export function inviteUrl(application: string): string {
  const query = new URLSearchParams({
    client_id: application,
    scope: INVITE_SCOPES.join(' '),
    permissions: INVITE_PERMISSIONS.toString(),
    integration_type: ApplicationIntegrationType.GuildInstall.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
