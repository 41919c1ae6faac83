import type { Clock } from '../../clock.ts';
import { say } from '../../texts.ts';

/** Changes of the presence that Discord takes without dropping any: 5 in 20 s; one is plenty (ms). */
const BETWEEN = 20_000;

/** What stands below the bot's name. Everybody sees the same, so it is in English. */
export interface Presence {
  queue(waiting: number): void;
  /** The text as it is now. */
  text(): string;
  stop(): void;
}

/** @param show is called with a text that differs from the last one shown, the latest, and not too often */
export function presence(clock: Clock, show: (text: string) => void): Presence {
  let waiting = 0;
  let shown = text();
  let cancel: (() => void) | undefined;

  function text(): string {
    return waiting === 0 ? say('discord_presence_ready') : say('discord_presence_queue', { count: waiting });
  }

  function update(): void {
    if (cancel || text() === shown) return;
    shown = text();
    show(shown);
    cancel = clock.after(BETWEEN, () => {
      cancel = undefined;
      update();
    });
  }

  return {
    queue(count) {
      waiting = count;
      update();
    },
    text,
    stop() {
      cancel?.();
      cancel = () => {};
    },
  };
}
