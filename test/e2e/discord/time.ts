import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeDir } from '../bot.ts';
import type { House } from './kit.ts';

/** A bot's time, and its Discord's, that can be made to pass. */
export interface Time {
  /** Settings of the bot whose time it is. */
  readonly env: Readonly<Record<string, string>>;
  /** So many ms pass at once, whether the bot runs or not. Resolves once a bot that runs has begun what is due. */
  jump(house: House, ms: number): Promise<void>;
  end(): void;
}

export function createTime(): Time {
  const dir = mkdtempSync(join(tmpdir(), 'herald-clock-'));
  const file = join(dir, 'ahead');
  let ahead = 0;
  writeFileSync(file, '0');
  return {
    env: { NODE_OPTIONS: `--import=${new URL('../slack/pass-time.ts', import.meta.url)}`, TEST_CLOCK_FILE: file },
    async jump({ discord, bot }, ms) {
      ahead += ms;
      const to = ahead;
      writeFileSync(file, String(to));
      discord.pass(ms);
      const { child } = bot;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGUSR2');
      await bot.logged((line) => line.msg === 'time has passed' && Number(line.ahead) >= to);
    },
    end: () => removeDir(dir),
  };
}
