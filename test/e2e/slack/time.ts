import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { removeDir } from '../bot.ts';
import type { House } from './kit.ts';

/** How much time passes at once (ms): with more, the bot would take a connection for dead whose pong is on its way. */
const STEP = 4_000;

/** What the bot is given between two steps to do what is due (ms, the machine's). */
const BREATH = 10;

/** A bot's time, and its Slack's, that can be made to pass. */
export interface Time {
  /** Settings of the bot whose time it is. */
  readonly env: Readonly<Record<string, string>>;
  /** So many ms pass at once. Resolves once the bot has begun what is due. */
  jump(house: House, ms: number): Promise<void>;
  /** The same in small steps, so that no connection is lost over it. */
  pass(house: House, ms: number): Promise<void>;
  /** Time passes, some 200 s in one and never faster than the bot can follow, until the work is done. */
  passUntil<T>(house: House, work: () => Promise<T>): Promise<T>;
  /** So many ms pass while the bot is down. */
  passDown(house: House, ms: number): void;
  end(): void;
}

export function createTime(): Time {
  const dir = mkdtempSync(join(tmpdir(), 'herald-clock-'));
  const file = join(dir, 'ahead');
  let ahead = 0;
  writeFileSync(file, '0');

  function passDown({ slack }: House, ms: number): number {
    ahead += ms;
    writeFileSync(file, String(ahead));
    slack.pass(ms);
    return ahead;
  }

  async function jump(house: House, ms: number): Promise<void> {
    const to = passDown(house, ms);
    const { bot } = house;
    bot.child.kill('SIGUSR2');
    await bot.logged((line) => line.msg === 'time has passed' && Number(line.ahead) >= to);
  }

  async function pass(house: House, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP) {
      await jump(house, STEP);
      await delay(BREATH);
    }
  }

  return {
    pass,
    env: { NODE_OPTIONS: `--import=${new URL('pass-time.ts', import.meta.url)}`, TEST_CLOCK_FILE: file },
    jump,
    passDown,
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
    end: () => removeDir(dir),
  };
}
