import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { accepted, ask, post, problem, show, until } from './api.ts';
import { removeDir } from './bot.ts';
import { botWith, clipBytes, heldRenders, klingWith, smallPhoto, tasksOf } from './kling.ts';

const MB = 1_000_000;
const disk = mkdtempSync(join(tmpdir(), 'herald-disk-'));
const ballast = join(disk, 'ballast');

/** A disk of 400 MB of its own. Only root may mount one, and not in every container. */
const mounted = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk]).status === 0;
afterAll(() => {
  if (mounted) spawnSync('/bin/umount', ['--lazy', disk]);
  removeDir(disk);
});

/** Fills the disk until so many bytes are left. */
function leave(bytes: number): void {
  const free = () => {
    const { bavail, bsize } = statfsSync(disk);
    return bavail * bsize;
  };
  rmSync(ballast, { force: true });
  const block = Buffer.alloc(MB);
  while (free() - bytes >= MB) writeFileSync(ballast, block, { flag: 'a' });
  const rest = free() - bytes;
  if (rest > 0) writeFileSync(ballast, block.subarray(0, rest), { flag: 'a' });
}

test('a full disk takes no new jobs, and loses none that run', async ({ skip }) => {
  skip(!mounted, 'nothing may be mounted here, so there is no small disk to fill');
  const renders = heldRenders();
  const kling = await klingWith({ render: renders.render });
  const data = join(disk, 'data');
  mkdirSync(data);
  const bot = await botWith(kling, 'avatar', {}, data);
  const fields = { photo: await smallPhoto(), text: 'There is no more room at the inn.' };
  const ids = [await accepted(bot.url, fields), await accepted(bot.url, fields)];
  for (const id of ids) await until(bot.url, id, 'rendering');

  leave(150 * MB);
  const early = await problem(post(bot.url, fields));
  expect(early).toMatchObject({ status: 507, detail: expect.stringMatching(/no room left.*nothing was accepted/) });

  leave(0);
  const late = await problem(post(bot.url, fields));
  expect(late).toMatchObject({ status: 507, detail: expect.stringMatching(/no room left/) });
  const before = kling.requests().task + kling.requests().list;
  renders.letGo();
  await bot.logged(({ level }) => level === 'warn' || level === 'error');
  await expect.poll(() => kling.requests().task + kling.requests().list).toBeGreaterThan(before + 2);
  for (const id of ids) expect(['rendering', 'delivering']).toContain((await show(bot.url, id)).state);
  expect((await ask(bot.url, '/healthz')).status).toBe(200);

  // room again
  truncateSync(ballast);
  for (const id of ids) {
    await until(bot.url, id, 'delivered');
    const video = Buffer.from(await (await ask(bot.url, `/api/jobs/${id}/video`)).arrayBuffer());
    expect(video.equals(clipBytes())).toBe(true);
  }
  ids.push(await accepted(bot.url, fields));
  for (const id of ids) await until(bot.url, id, 'delivered');
  expect(tasksOf(kling)).toEqual(ids.sort());
});
