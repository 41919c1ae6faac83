import type { Logger } from 'pino';
import { type Clock, within } from '../../clock.ts';
import { described } from '../described.ts';
import type { Line } from '../message.ts';
import type { Platform } from '../platform.ts';
import type { ChannelLook } from './channel-look.ts';
import type { Hints } from './hints.ts';
import { isDirect } from './places.ts';
import type { Workspaces } from './workspaces.ts';

/** How long is waited for Slack to tell (ms). */
const PATIENCE = 3_000;

export interface UnheardOptions {
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly look: ChannelLook;
  readonly hints: Hints;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Slack tells the bot what is written in the channels that it is a member of, as long as it may read them; that the app asks for it is in the manifest. */
export function createUnheard({ workspaces, look, hints, clock, log }: UnheardOptions): Platform['unheard'] {
  async function find(team: string, id: string, signal: AbortSignal): Promise<readonly Line[]> {
    const workspace = await workspaces.of(team);
    if (!workspace) return [{ key: 'slack_uninstalled' }];
    const { me, scopes } = workspace;
    const channel = { channel: id };
    const seen = await look(team, id, signal);
    if (!seen) return [];
    if (seen === 'hidden' || !seen.isMember) {
      return [{ key: 'slack_unheard_invite', params: { channel, bot: { person: me, isBot: true } } }];
    }
    if (seen.isArchived) return [{ key: 'slack_there_archived', params: { channel } }];
    if (!scopes || scopes.has(seen.history)) return [];
    hints.lacks(team, seen.history);
    return [{ key: 'slack_unheard_scope', params: { channel, scopes: { code: seen.history } } }];
  }

  return async (place, signal) => {
    const { space: team, channel } = place;
    if (channel === undefined || isDirect(place)) return [];
    try {
      return (await within(clock, PATIENCE, find(team, channel, signal))) ?? [];
    } catch (err) {
      signal.throwIfAborted();
      log.info({ team, err: described(err) }, 'it could not be told whether the bot hears a channel');
      return [];
    }
  };
}
