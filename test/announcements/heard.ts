import type { Overheard, Trigger } from '../../commands/announcements.ts';
import { type House, MINUTE, ROOM } from './house.ts';

/** What Bea or a boss writes in `room`. */
export const BOSS: Trigger = { kind: 'watch', channel: 'room', roles: ['bosses'], people: ['bea'] };

export const HOURLY: Trigger = { kind: 'schedule', said: 'every hour', zone: 'UTC', cron: '0 * * * *' };

let messages = 0;

/** Somebody writes in a watched channel. */
export async function hears(house: House, text: string, more: Partial<Overheard> = {}): Promise<void> {
  const said = {
    place: ROOM,
    message: String(++messages),
    at: house.clock.now(),
    person: 'bea',
    name: 'Bea',
    roles: [],
  };
  await house.announcements.overheard({ ...said, text, ...more });
  await house.idle();
}

/** What the jobs say, the oldest first. */
export const words = async (house: House) =>
  (await house.jobs()).map(({ ask }) => (ask.speak.kind === 'words' ? ask.speak.text : ''));

/** Lets time pass, with the files that are read and written meanwhile. */
export async function passes(house: House, ms: number, step = 10 * MINUTE): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    await house.clock.pass(Math.min(step, left));
    await house.idle();
  }
}
