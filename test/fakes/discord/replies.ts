import type { Reply } from './call.ts';
import type { DiscordError } from './errors.ts';

export function refusal({ status, body }: DiscordError): Reply {
  return { status, body };
}

export function rateLimited(scope: 'user' | 'global' | 'shared', seconds: number): Reply {
  const body = { message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' };
  return { status: 429, body };
}
