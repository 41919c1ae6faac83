import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openKept } from '../../src/kept.ts';
import { runToEnd } from '../e2e/ends.ts';
import { exampleJob } from '../jobs/example.ts';

const CEILINGS = { maxVideoSeconds: 60, dailySecondsPerPerson: 300, dailySecondsPerSpace: 1800, dailySeconds: 7200 };

test('npm run erase -- api:api reaches what was announced on a platform without an owner: its words, list and ledger', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'herald-erase-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const open = () => openKept({ dataDir: dir, ceilings: CEILINGS }, () => 1_000);
  const job = exampleJob({
    requester: { person: 'api' },
    place: { platform: 'discord', space: 'home', channel: 'news' },
    announced: { presenter: 'Mayor' },
    state: 'delivered',
    spent: 7,
  });
  const before = await open();
  await before.records.create(job);
  await before.ledger.settle(job);
  await before.close();

  const { code, output } = await runToEnd('src/erase.ts', dir, {}, ['api:api']);
  expect([code, output]).toEqual([0, expect.stringContaining('the name in 1 jobs')]);

  const after = await open();
  onTestFinished(() => after.close());
  expect(await after.records.get(job.id)).toMatchObject({ ask: { speak: { text: '' } }, erased: true });
  expect((await after.records.newest(9, undefined, { person: 'discord:api' })).ids).toEqual([]);
  expect((await after.ledger.left(job)).person).toBe(300);
});
