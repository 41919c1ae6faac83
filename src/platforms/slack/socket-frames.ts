import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { described } from '../described.ts';

/** Why Slack says that a connection is about to end, while it is still good for some seconds. */
const LEAVING: ReadonlySet<unknown> = new Set(['warning', 'refresh_requested']);

export interface FrameOptions {
  /** Slack is about to end the connection. What comes by it until then is still heard, and acknowledged. */
  readonly onLeaving: () => void;
  readonly log: Logger;
}

/**
 * Stands before the library's own hearing of a connection, which ends the process by an unhandled rejection when it does not understand
 * a frame, as with news that is no event (`app_rate_limited`), and which hangs up at once when Slack says that it is going to.
 */
export function watchFrames(client: SocketModeReceiver['client'], { onLeaving, log }: FrameOptions): void {
  for (const hear of client.listeners('ws_message')) {
    client.off('ws_message', hear);
    client.on('ws_message', async (data: unknown, isBinary: unknown) => {
      try {
        const frame = read(data);
        if (frame?.type === 'disconnect' && LEAVING.has(frame.reason)) return onLeaving();
        if (frame?.type === 'disconnect' && frame.reason === 'link_disabled') log.error(TURNED_OFF);
        await hear(frame && isNews(frame) ? JSON.stringify({ ...frame, type: 'news' }) : data, isBinary);
      } catch (err) {
        log.error({ err: described(err) }, 'something came from Slack that is not understood');
      }
    });
  }
}

/** Slack says so once, and closes the connection. */
const TURNED_OFF =
  'Socket Mode was turned off in the settings of the Slack app; turn it on again, or unset SLACK_APP_TOKEN';

interface Frame {
  readonly type?: unknown;
  readonly reason?: unknown;
  readonly payload?: unknown;
}

function read(data: unknown): Frame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === 'object' && frame !== null ? frame : undefined;
  } catch {
    // the library passes over what is no JSON
    return undefined;
  }
}

/** It comes the way of events, without one in it. */
function isNews({ type, payload }: Frame): boolean {
  return type === 'events_api' && typeof payload === 'object' && payload !== null && !('event' in payload);
}
