import type { Logger } from 'pino';
import { type Clock, within } from '../../clock.ts';
import { described } from '../described.ts';
import type { Platform } from '../platform.ts';
import type { ChannelLook } from './channel-look.ts';
import { isDirect } from './places.ts';
import { createRemembered } from './remembered.ts';
import type { Workspaces } from './workspaces.ts';

/** How long is waited for Slack to tell (ms); what comes later is remembered all the same. */
const PATIENCE = 1_500;

/** Channels are renamed seldom (ms). */
const KEEP = 5 * 60_000;
/** A channel that the bot does not see, a limit that must pass (ms). */
const KEEP_MISSING = 30_000;
const MOST = 10_000;

export interface PlaceNamesOptions {
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly look: ChannelLook;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a workspace and its channels are called: the last that was known, where Slack does not tell now. */
export function createPlaceNames({ workspaces, look, clock, log }: PlaceNamesOptions): Platform['names'] {
  const channels = createRemembered({ clock, load, keep: KEEP, keepMissing: KEEP_MISSING, most: MOST });

  async function load(key: string, signal: AbortSignal): Promise<string | undefined> {
    const [team = '', channel = ''] = key.split(' ');
    const seen = await look(team, channel, signal);
    return seen === 'hidden' ? undefined : seen?.name;
  }

  return async (place, signal) => {
    const { space: team, channel: id } = place;
    const key = id === undefined || isDirect(place) ? undefined : `${team} ${id}`;

    async function soon<T>(coming: Promise<T | undefined>): Promise<T | undefined> {
      try {
        return await within(clock, PATIENCE, coming);
      } catch (err) {
        signal.throwIfAborted();
        log.info({ team, err: described(err) }, 'it could not be told what a place is called');
        return undefined;
      }
    }
    const [workspace, told] = await Promise.all([
      soon(workspaces.of(team)),
      key === undefined ? undefined : soon(channels.get(key, signal)),
    ]);
    const channel = told ?? (key === undefined ? undefined : channels.known(key));
    return { ...(workspace?.name && { space: workspace.name }), ...(channel !== undefined && { channel }) };
  };
}
