import { describe, expect, onTestFinished, test } from 'vitest';
import { say } from '../../src/texts.ts';
import { accepted, ask, problem, show, until } from './api.ts';
import { dataDir, removeDir } from './bot.ts';
import { freePort } from './ends.ts';
import { clipBytes, houseWith, klingWith, smallPhoto } from './kling.ts';
import { sharedHouse } from './shared.ts';

const WORDS = 'Nobody may say this, or so Kling says.';

const postOne = async (url: string) => accepted(url, { photo: await smallPhoto(), text: WORDS });

const metrics = async (url: string) => (await ask(url, '/metrics')).text();

const POLICY = say('kling_policy');
const ACCOUNT = say('kling_account');

const houses = { avatar: sharedHouse('avatar'), image2video: sharedHouse('image2video') };

describe('what a person is told when Kling refuses', () => {
  test('a create for its content', async () => {
    const { kling, bot } = houses.avatar.fromNow();
    kling.faults.next('create', { answer: { code: 1301, message: 'content policy' } });
    const job = await until(bot.url, await postOne(bot.url), 'failed');
    expect(job).toMatchObject({ reason: POLICY, charged: 'no', spent_seconds: 0 });
    expect(kling.requests().create).toBe(1);
  });

  test('a create for its content, after speech was paid for', async () => {
    const { kling, bot } = houses.image2video.fromNow();
    kling.faults.next('create', { answer: { code: 1301 } });
    const job = await until(bot.url, await postOne(bot.url), 'failed');
    expect(job).toMatchObject({ reason: POLICY, charged: 'yes', units: 0.05, spent_seconds: 0 });
  });

  test('a task that it has taken', async () => {
    const { kling, bot } = houses.avatar.fromNow();
    for (const [failsWith, reason] of [
      ['Failure to pass the risk control system', POLICY],
      ['No face detected in the image', say('kling_face')],
      ['Something that nobody has seen before', say('kling_failed')],
    ] as const) {
      kling.faults.nextTask({ failsWith });
      const job = await until(bot.url, await postOne(bot.url), 'failed');
      expect(job).toMatchObject({ reason, charged: 'no', units: 0, spent_seconds: 0 });
      expect((await problem(ask(bot.url, `/api/jobs/${job.id}/video`))).status).toBe(404);
    }
  });
});

describe('jobs wait, and are delivered after all,', () => {
  test.each([
    ['the pack is empty', 1102, /resource pack is used up.*Kling console/],
    ['the key is not known', 1002, /does not know the key.*KLING_BASE_URL/],
  ] as const)('when %s until the operator has acted and started anew', async (_, code, hint) => {
    const { kling, bot: first } = houses.avatar.fromNow();
    kling.faults.next('create', { answer: { code } }, 100);
    const ids = [await postOne(first.url), await postOne(first.url), await postOne(first.url)];
    const ready = () => ask(first.url, '/readyz');
    await expect.poll(async () => (await ready()).status, { timeout: 10_000 }).toBe(503);
    expect((await problem(ready())).detail).toMatch(hint);
    for (const id of ids) await expect.poll(async () => (await show(first.url, id)).reason).toBe(ACCOUNT);
    // who asks now is told the same, and is not turned away
    ids.push(await postOne(first.url));
    // one asks for all: the others are not thrown at a shut door
    expect(kling.requests().create).toBeLessThanOrEqual(3);
    expect((await ask(first.url, '/healthz')).status).toBe(200);
    await first.stop();

    kling.faults.clear();
    const second = await houses.avatar.anew();
    for (const id of ids) expect((await until(second.url, id, 'delivered')).reason).toBeUndefined();
    expect((await ask(second.url, '/readyz')).status).toBe(200);
    expect(kling.tasks()).toHaveLength(4);
  });

  test('when the key is refused before anybody knows which API Kling answers', async () => {
    const dir = dataDir();
    onTestFinished(() => removeDir(dir));
    let known = false;
    const kling = await klingWith({ accept: () => known });
    const first = await houseWith(kling, 'auto', { DATA_DIR: dir });
    const id = await postOne(first.url);
    await expect.poll(async () => (await show(first.url, id)).reason).toBe(ACCOUNT);
    expect((await problem(ask(first.url, '/readyz'))).detail).toMatch(/not known yet which API.*code 1002/);
    await first.stop();
    known = true;
    const second = await houseWith(kling, 'auto', { DATA_DIR: dir });
    await until(second.url, id, 'delivered');
    expect(kling.tasks()).toHaveLength(1);
  });

  test('when Kling cannot be reached for a while', async () => {
    const [port, kling] = [await freePort(), await klingWith()];
    const { url } = await houseWith(kling, 'avatar', { KLING_BASE_URL: `http://127.0.0.1:${port}` });
    const id = await postOne(url);
    const failures = async () =>
      /requests_total\{route="create",outcome="network"\} (\d)/.exec(await metrics(url))?.[1];
    await expect.poll(failures, { timeout: 10_000 }).toBe('1');
    const late = await klingWith({ port });
    await until(url, id, 'delivered');
    expect([kling.tasks().length, late.tasks().length]).toEqual([0, 1]);
  });

  test('when the lists are garbage', async () => {
    const { kling, bot } = houses.avatar.fromNow();
    const renders = houses.avatar.hold();
    const ids = [await postOne(bot.url), await postOne(bot.url)];
    for (const id of ids) await until(bot.url, id, 'rendering');
    const before = kling.requests().list;
    for (const answer of ['html', 'truncated', 'drop', { code: 1200 }, { status: 204 }] as const) {
      kling.faults.next('list', { answer });
    }
    renders.letGo();
    for (const id of ids) await until(bot.url, id, 'delivered');
    expect(kling.requests().list).toBeGreaterThan(before);
    expect(kling.tasks()).toHaveLength(2);
  });

  test('when the links to the videos lead nowhere, to half a video or to a web page at first', async () => {
    const { kling, bot } = houses.image2video.fromNow();
    for (const answer of [{ status: 404 }, 'truncated', 'html', 'drop'] as const)
      kling.faults.next('result', { answer });
    const ids = [await postOne(bot.url), await postOne(bot.url), await postOne(bot.url), await postOne(bot.url)];
    for (const id of ids) {
      await until(bot.url, id, 'delivered');
      const video = Buffer.from(await (await ask(bot.url, `/api/jobs/${id}/video`)).arrayBuffer());
      expect(video.equals(clipBytes())).toBe(true);
    }
    expect(kling.requests().result).toBe(8);
    expect(kling.tasks()).toHaveLength(4);
  });

  // the last of this house, which now believes in fewer slots
  test('when all slots are taken, and when it is asked too often', async () => {
    const { kling, bot } = houses.avatar.fromNow();
    kling.faults.next('create', { answer: { code: 1303, message: 'parallel task over resource pack limit' } }, 2);
    kling.faults.next('create', { answer: { code: 1302 } });
    const ids = [await postOne(bot.url), await postOne(bot.url), await postOne(bot.url)];
    for (const id of ids) await until(bot.url, id, 'delivered');
    expect(kling.tasks()).toHaveLength(3);
    expect(kling.requests().create).toBe(6);
  });
});
