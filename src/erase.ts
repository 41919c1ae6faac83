import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { forgetPerson } from '../commands/forget.ts';
import { forgetOwner, saidBy } from './announcements/forget.ts';
import { ConfigError, readConfig } from './config.ts';
import { type Erased, type EraseOptions, erasePerson } from './jobs/erase.ts';
import { openKept, sandboxDir } from './kept.ts';
import { eraseInSandbox } from './sandbox/erase.ts';
import { LockedError, lockDirectory } from './store/lock.ts';

const USAGE = `Removes what is kept of one person. Stop Herald first.

  npm run erase -- PLATFORM:PERSON     for example api:api, discord:80351110224678912, slack:U012AB3CD

A workspace of Slack that installed Herald is forgotten in the same way, with the tokens that it gave.

  npm run erase -- slack:T012AB3CD`;

/** sysexits.h: EX_USAGE, EX_TEMPFAIL, EX_CONFIG */
const EXIT = { usage: 64, locked: 75, config: 78 } as const;

/** What has no owner over HTTP is `api`’s on the platform where it speaks; it is erased with the rest of the API’s. */
const ALSO: Readonly<Record<string, readonly string[]>> = { 'api:api': ['discord:api', 'slack:api'] };

process.exitCode = await erase();

async function eraseJobs(options: EraseOptions, person: string, said: readonly string[]): Promise<Erased> {
  const sum = { jobs: 0, files: 0, ledger: 0, atKling: [] as string[] };
  for (const each of [...(ALSO[person] ?? []), person]) {
    const left = each === person ? said.filter((id) => !sum.atKling.includes(id)) : [];
    const { jobs, files, ledger, atKling } = await erasePerson(options, each, left);
    sum.jobs += jobs;
    sum.files += files;
    sum.ledger += ledger;
    sum.atKling.push(...atKling);
  }
  return sum;
}

async function erase(): Promise<number> {
  const [person, ...more] = parseArgs({ allowPositionals: true }).positionals;
  if (person === undefined || more.length > 0 || !/^[a-z]+:[\w.-]+$/.test(person)) {
    console.error(USAGE);
    return EXIT.usage;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const config = readConfig(process.env);
    if (!existsSync(config.dataDir)) {
      console.error(`There is no data directory ${config.dataDir}, so nothing is kept.`);
      return EXIT.config;
    }
    const unlock = lockDirectory(config.dataDir);
    const kept = await openKept(config, Date.now);
    const [, workspace] = /^slack:(T[A-Z0-9]+)$/.exec(person) ?? [];
    if (workspace !== undefined) {
      await kept.installations.delete(workspace);
      await kept.compact();
      await kept.close();
      unlock();
      console.log(
        `Forgot the workspace ${workspace} and its tokens. To end them at Slack as well, have its admins remove the app there. Herald is there again once somebody installs it anew.`,
      );
      return 0;
    }
    await kept.records.load();
    const restate = (id: string) => kept.board.pending.set(id, 1);
    const said = await saidBy(kept.announcements, person);
    const erasing = { ...kept, restate, now: Date.now };
    const { jobs, files, ledger, atKling } = await eraseJobs(erasing, person, said);
    const waiting = await forgetPerson(kept.desk, kept.blobs, person);
    const { presenters, announcements } = await forgetOwner({ ...kept, now: Date.now }, person);
    eraseInSandbox(sandboxDir(config), new Set(atKling), Date.now());
    await kept.compact();
    await kept.close();
    unlock();
    console.log(
      `Erased of ${person}: the words and the name in ${jobs} jobs, ${files} files (photos, recordings, videos), ${ledger} entries of the ledger, ${waiting} of what the person confirmed or had begun to ask for, ${presenters} presenters with their photos, and ${announcements} announcements with what they said. Announcements of others that used such a presenter are paused. What remains says only that a job was, when, and what it cost. Videos that were posted in a chat are taken away, and the messages about them say no more whose they were, when Herald next runs.`,
    );
    return 0;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof LockedError) {
      console.error(error.message);
      return error instanceof LockedError ? EXIT.locked : EXIT.config;
    }
    throw error;
  }
}
