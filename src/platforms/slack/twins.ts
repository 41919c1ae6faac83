import { type Clock, wait } from '../../clock.ts';
import { recent } from '../recent.ts';
import type { MessageEvent } from './payloads.ts';

/** How long a mention waits for the message itself (ms), which tells all that the mention may leave out. */
const PATIENCE = 1_500;

/** Messages that are known to have been taken. */
const TAKEN = 10_000;

/** Slack tells of one message that mentions the bot twice: as a message, and as a mention. */
export interface Twins {
  /** Whether a message was taken already, by the other of the two. */
  isTaken(team: string, event: MessageEvent): boolean;
  /** Whether this is the event by which a message is to be taken, which it is then: of the two the message, as long as it comes. */
  isFirst(team: string, event: MessageEvent): Promise<boolean>;
}

export function twins(clock: Clock, signal: AbortSignal): Twins {
  const taken = recent<true>(TAKEN);
  const keyOf = (team: string, { channel, ts }: MessageEvent) => `${team} ${channel} ${ts}`;
  return {
    isTaken: (team, event) => taken.get(keyOf(team, event)) === true,
    async isFirst(team, event) {
      const key = keyOf(team, event);
      // when Herald stops, it is taken as it is
      if (event.type === 'app_mention' && !taken.get(key)) await wait(clock, PATIENCE, signal).catch(() => undefined);
      if (taken.get(key)) return false;
      taken.set(key, true);
      return true;
    },
  };
}
