import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Announcement } from '../../commands/announcements.ts';
import type { Config } from '../config.ts';
import { openStore } from '../store/store.ts';
import { type Check, note, ok } from './finding.ts';

/** Whether the hooks that are set up can be called from where the programs are that are to call them. */
export function hooks({ dataDir, publicUrl }: Pick<Config, 'dataDir' | 'publicUrl'>): Check {
  return {
    about: 'Hooks',
    async look() {
      const count = await countIn(join(dataDir, 'herald.sqlite'));
      if (count === 0) return [];
      const says = count === 1 ? 'one is set up' : `${count} are set up`;
      if (publicUrl !== undefined) return [ok(this.about, `${says}, to be called at ${publicUrl}/hooks/….`)];
      return [
        note(
          this.about,
          `${says}, but PUBLIC_URL is not set, so that people are told addresses that only this machine reaches. Set it to where those who call them reach this server.`,
        ),
      ];
    },
  };
}

/** The hooks of a store; none where there is no store yet. */
async function countIn(file: string): Promise<number> {
  if (!existsSync(file)) return 0;
  const store = openStore(file);
  try {
    let count = 0;
    for await (const [, { trigger }] of (await store.namespace<Announcement>('announcements')).entries()) {
      if (trigger.kind === 'hook') count += 1;
    }
    return count;
  } finally {
    await store.close();
  }
}
