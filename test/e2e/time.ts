import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, removeDir } from './bot.ts';

/** A bot's time that can be made to pass, and that of the chat beside it. */
export interface BotTime<House> {
  /** Settings of the bot whose time it is. */
  readonly env: Readonly<Record<string, string>>;
  /** So many ms pass at once, whether the bot runs or not. Resolves once a bot that runs has begun what is due. */
  jump(house: House, ms: number): Promise<void>;
  end(): void;
}

/** @param passThere has as many ms pass in the chat */
export function createBotTime<House extends { readonly bot: Bot }>(
  passThere: (house: House, ms: number) => void,
): BotTime<House> {
  const dir = mkdtempSync(join(tmpdir(), 'herald-clock-'));
  const file = join(dir, 'ahead');
  let ahead = 0;
  writeFileSync(file, '0');
  return {
    env: { NODE_OPTIONS: `--import=${new URL('pass-time.ts', import.meta.url)}`, TEST_CLOCK_FILE: file },
    async jump(house, ms) {
      ahead += ms;
      const to = ahead;
      writeFileSync(file, String(to));
      passThere(house, ms);
      const { child, logged } = house.bot;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGUSR2');
      await logged((line) => line.msg === 'time has passed' && Number(line.ahead) >= to);
    },
    end: () => removeDir(dir),
  };
}
