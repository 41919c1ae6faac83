import { createServer } from 'node:http';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createAvatar } from '../sandbox/kit.ts';
import { accepted, show, until, type Where } from './api.ts';
import { freePort } from './ends.ts';
import { heldRenders, houseWith, klingWith, smallPhoto } from './kling.ts';
import { sharedHouse } from './shared.ts';

const WORDS = 'Do not call us, we call you.';
const SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=';

const TOKEN = 'token-for-tests-only';

/** Settings of a bot that Kling reaches. It looks by itself so seldom that only callbacks can be what makes it quick. */
async function reachable(env: Record<string, string> = {}): Promise<Record<string, string>> {
  const port = String(await freePort());
  const all = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, API_TOKEN: TOKEN, KLING_POLL_SECONDS: '60' };
  return { ...all, KLING_WEBHOOK_SECRET: SECRET, ...env };
}

const signed = (callbackShape: 'legacy' | 'new') =>
  sharedHouse('avatar', {
    kling: { webhookSecret: SECRET, callbackShape },
    env: () => reachable({ KLING_SETTLE_SECONDS: '60' }),
  });

const postOne = async (bot: Where) => accepted(bot, { photo: await smallPhoto(), text: WORDS });

const reads = (kling: Sandbox) => kling.requests().list + kling.requests().task;

/** Two jobs that render. */
async function rendering(bot: Where): Promise<readonly [string, string]> {
  const ids = [await postOne(bot), await postOne(bot)] as const;
  for (const id of ids) await until(bot, id, 'rendering');
  return ids;
}

const callbackOf = (kling: Sandbox, id: string) =>
  kling.tasks().find((task) => task.externalId === id)?.callbackUrl ?? '';

describe('a callback', () => {
  const houses = { legacy: signed('legacy'), new: signed('new') };
  /** For one test: the Kling and the bot of this house, and its renders held. */
  function holding(shape: keyof typeof houses) {
    const { kling, bot } = houses[shape].fromNow();
    return { kling, bot: { url: bot.url, token: TOKEN }, renders: houses[shape].hold() };
  }

  test.each(['legacy', 'new'] as const)('that is signed brings the video home without a read (%s)', async (shape) => {
    const { kling, bot, renders } = holding(shape);
    const ids = await rendering(bot);
    const before = reads(kling);
    renders.letGo();
    for (const id of ids) expect(await until(bot, id, 'delivered')).toMatchObject({ charged: 'yes', spent_seconds: 2 });
    expect(reads(kling)).toBe(before);
  });

  test('that is not signed is a hint, which is read up', async () => {
    const renders = heldRenders();
    const kling = await klingWith({ render: renders.render });
    const { url } = await houseWith(kling, 'avatar', await reachable());
    const bot = { url, token: TOKEN };
    const ids = await rendering(bot);
    const before = reads(kling);
    renders.letGo();
    for (const id of ids) await until(bot, id, 'delivered');
    expect(reads(kling)).toBeGreaterThan(before);
    expect(reads(kling)).toBeLessThanOrEqual(before + 6);
  });

  test('that is forged brings nothing but a read, and at a guessed address not even that', async () => {
    let visits = 0;
    const elsewhere = createServer((_, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void elsewhere.close());
    const address = elsewhere.address();
    const evil = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/video.mp4`;

    const { kling, bot, renders } = holding('legacy');
    const [id, other] = await rendering(bot);
    const before = reads(kling);
    const body = JSON.stringify({
      task_id: kling.tasks().find((task) => task.externalId === id)?.id,
      task_status: 'succeed',
      task_info: { external_task_id: id },
      final_unit_deduction: '0',
      task_result: { videos: [{ id: '1', url: evil, duration: '2' }] },
    });
    const headers = {
      'webhook-id': '1',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': 'v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=',
    };
    const send = async (url: string) => (await fetch(url, { method: 'POST', body, headers })).status;
    const real = callbackOf(kling, id);
    expect(await send(real)).toBe(200);
    await expect.poll(() => reads(kling)).toBe(before + 1);
    expect(await show(bot, id)).toMatchObject({ state: 'rendering' });

    const wrong = (mac: string) => mac.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const guessed of [wrong(real), real.replace(/\.[^.]*$/, '.'), real.replace(/\.[^.]*$/, '')]) {
      expect(await send(guessed), guessed).toBe(404);
    }
    expect(reads(kling)).toBe(before + 1);

    renders.letGo();
    for (const one of [id, other]) expect(await until(bot, one, 'delivered')).toMatchObject({ units: 0.8 });
    expect(visits).toBe(0);
  });

  test('that overtakes the answer of the create is believed', async () => {
    const { kling, bot, renders } = holding('legacy');
    renders.letGo();
    kling.faults.next('create', { answer: { lateMs: 700 } });
    await until(bot, await postOne(bot), 'delivered');
    expect(kling.tasks()).toHaveLength(1);
    expect(kling.requests().list).toBe(0);
  });

  test('settles a create whose answer was lost, without waiting for the list', async () => {
    const { kling, bot, renders } = holding('legacy');
    renders.letGo();
    kling.faults.next('create', { effect: 'before', answer: 'drop' });
    kling.faults.next('list', { answer: { staleMs: 60_000 } }, 100);
    await until(bot, await postOne(bot), 'delivered');
    expect(kling.tasks()).toHaveLength(1);
  });

  test('wins over lists and reads that are older', async () => {
    const renders = heldRenders();
    const kling = await klingWith({ webhookSecret: SECRET, render: renders.render });
    const { url } = await houseWith(kling, 'avatar', await reachable({ KLING_POLL_SECONDS: '0.02' }));
    const bot = { url, token: TOKEN };
    const ids = await rendering(bot);
    // as if neither task had been created yet, for as long as it takes
    for (const route of ['list', 'task'] as const) kling.faults.next(route, { answer: { staleMs: 60_000 } }, 10_000);
    const before = reads(kling);
    await expect.poll(() => reads(kling)).toBeGreaterThan(before + 3);
    renders.letGo();
    for (const id of ids) await until(bot, id, 'delivered');
    expect(kling.tasks()).toHaveLength(2);
  });
});

describe('a list', () => {
  test('that leaves a task out is made up for by a single read', async () => {
    const kling = await klingWith();
    kling.faults.next('create', { answer: { lateMs: 300 } }, 3);
    kling.faults.nextTask('unlisted');
    const { url } = await houseWith(kling, 'avatar');
    const ids = [await postOne(url), await postOne(url), await postOne(url)];
    for (const id of ids) await until(url, id, 'delivered');
    expect(kling.requests().task).toBeGreaterThan(0);
    expect(kling.tasks()).toHaveLength(3);
  });

  describe('in another order for each page of 30:', () => {
    const house = sharedHouse('avatar', { kling: { tasksOrder: 'random', maxPageSize: 30 } });
    beforeAll(async () => {
      const { kling } = house.fromNow();
      for (let n = 0; n < 70; n++) await createAvatar(kling, { external_task_id: `other${n}` });
    });

    // found on any page: the first, since a house that has never listed is refused a page of 500 before
    test.each([
      ['is found among many', { effect: 'before', answer: 'drop' }],
      ['is known not to be there', { effect: 'none', answer: 'drop' }],
    ] satisfies [string, Fault][])('a task whose create was lost %s', async (_, fault) => {
      const { kling, bot } = house.fromNow();
      kling.faults.next('create', fault);
      const id = await postOne(bot.url);
      await until(bot.url, id, 'delivered');
      expect(kling.tasks().filter((task) => task.externalId === id)).toHaveLength(1);
      expect(kling.requests().list).toBeGreaterThan(1);
    });
  });
});
