import { setTimeout as delay } from 'node:timers/promises';
import { type BotTime, createBotTime } from '../time.ts';
import type { House } from './kit.ts';

/** How much time passes at once (ms): with more, the bot would take a connection for dead whose pong is on its way. */
const STEP = 4_000;

/** What the bot is given between two steps to do what is due (ms, the machine's). */
const BREATH = 10;

/** A bot's time, and its Slack's, that can be made to pass. */
export interface Time extends BotTime<House> {
  /** So many ms pass in small steps, so that no connection is lost over it. */
  pass(house: House, ms: number): Promise<void>;
  /** Time passes, some 200 s in one and never faster than the bot can follow, until the work is done. */
  passUntil<T>(house: House, work: () => Promise<T>): Promise<T>;
}

export function createTime(): Time {
  const time = createBotTime<House>(({ slack }, ms) => slack.pass(ms));

  async function pass(house: House, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP) {
      await time.jump(house, STEP);
      await delay(BREATH);
    }
  }

  return {
    ...time,
    pass,
    async passUntil(house, work) {
      let isDone = false;
      const done = work().finally(() => {
        isDone = true;
      });
      const passing = async () => {
        // a connection whose pong came too late is opened again
        while (!isDone || house.slack.sockets.connected === 0) {
          await pass(house, STEP);
        }
      };
      const [result] = await Promise.all([done, passing()]);
      return result;
    },
  };
}
