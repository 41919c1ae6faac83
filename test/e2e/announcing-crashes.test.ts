import { once } from 'node:events';
import { expect, test } from 'vitest';
import { API_TOKEN, bearer, callHook, scripting, taken, wordsIn } from './announcing.ts';
import { openHouse } from './discord/kit.ts';
import { freePort } from './ends.ts';
import { gate } from './gate.ts';
import { tasksOf } from './kling.ts';

/** Settings of a bot that dies as `dying.ts` says. */
const dyingBefore = (transaction: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=${new URL('dying.ts', import.meta.url)}`,
  TEST_DIES_BEFORE: String(transaction),
});

// each single step, without a process of its own: test/announcements/hooks.test.ts
test('a delivery that comes three times is one video, at whichever of its steps the bot is killed', {
  timeout: 90_000,
}, async () => {
  const renders = gate();
  const env = { API_TOKEN, PORT: String(await freePort()) };
  const house = await openHouse({ env, kling: { render: renders.render } });
  const api = scripting(() => house);
  await api.presenter('Ada');
  const hook = await api.hook('Releases', 'text');
  const deliver = (n: number) => {
    const headers = { ...bearer(hook), 'webhook-id': `delivery-${n}` };
    return [1, 2, 3].map(() => taken(callHook(hook, { text: `This is delivery ${n}.` }, headers)));
  };

  const letGo = renders.hold();
  const deliveries: number[] = [];
  for (let step = 1, isAnswered = false; !isAnswered; step += 2) {
    deliveries.push(step);
    await house.bot.kill();
    const { child } = await house.restart(0, dyingBefore(step));
    const death = once(child, 'exit');
    child.kill('SIGUSR2');
    const answers = await Promise.allSettled(deliver(step));
    await death;
    isAnswered = answers.every(({ status }) => status === 'fulfilled');
  }
  // the delivery, the count, the entries that find it, the occurrence, and its job are each written before the answer
  expect(deliveries.at(-1)).toBeGreaterThan(5);
  letGo();
  await house.restart();

  const again = await Promise.all(deliveries.map((n) => Promise.all(deliver(n))));
  const jobs = again.map((answers) => [...new Set(answers.map(({ body }) => body.job))]);
  expect(again.map((answers) => answers.filter(({ body }) => !body.repeated).length)).toSatisfy((made: number[]) =>
    made.every((each) => each <= 1),
  );
  expect(jobs.map(({ length }) => length)).toEqual(deliveries.map(() => 1));
  await expect.poll(() => wordsIn(house.channel).length).toBeGreaterThanOrEqual(deliveries.length);
  const { body } = await api.ask('GET', `/api/announcements/${hook.id}`);
  expect(body.today).toBe(deliveries.length);
  expect(body.history.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`).sort()).toEqual(
    jobs.map(([id]) => `${id} delivered`).sort(),
  );
  expect(tasksOf(house.kling)).toEqual(jobs.flat().sort());
  expect(
    wordsIn(house.channel)
      .map((words) => words.split('\n')[0])
      .sort(),
  ).toEqual(deliveries.map((n) => `This is delivery ${n}.`).sort());
});
