import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { call, githubCall, openHooks } from './hook-kit.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HELLO = { text: 'Hello.' };
const delivery = (id: string) => ({ 'x-github-delivery': id });

describe('a hook', () => {
  test('makes one job of a delivery that comes three times at once, and again after a restart', async () => {
    const hooks = await openHooks();
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => hooks.take(call(HELLO, delivery('d1')))));
    expect(first).toEqual({ outcome: 'made', job: [...hooks.jobs.keys()][0], repeated: false });
    expect(second).toEqual({ ...first, repeated: true });
    expect(third).toEqual(second);
    await hooks.clock.pass(3 * DAY);
    await hooks.restart();
    expect(await hooks.take(call({ text: 'Changed on the way.' }, delivery('d1')))).toEqual(second);
    expect([...hooks.jobs.values()]).toMatchObject([{ view: HELLO, cause: { kind: 'hook', delivery: 'd1' } }]);
    expect(await hooks.take(call(HELLO, delivery('d2')))).toMatchObject({ repeated: false });
  });

  test('takes the same body for the same call for ten minutes, where the sender gives no id', async () => {
    const hooks = await openHooks();
    const first = await hooks.take(call(HELLO));
    await hooks.clock.pass(10 * MINUTE - 1);
    expect(await hooks.take(call(HELLO))).toEqual({ ...first, repeated: true });
    expect(await hooks.take(call({ text: 'Something else.' }))).toMatchObject({ repeated: false });
    await hooks.clock.pass(1);
    expect(await hooks.take(call(HELLO))).toMatchObject({ outcome: 'made', repeated: false });
    expect(hooks.jobs.size).toBe(3);
  });

  test('has a delivery that was refused tried again, as the same one', async () => {
    const hooks = await openHooks();
    const keys: string[] = [];
    hooks.meanwhile.before = async ({ key, at }) => {
      keys.push(`${key} ${at}`);
      if (keys.length === 1) throw new Refusal('unavailable', 'storage_full');
    };
    await expect(hooks.take(call(HELLO, delivery('d1')))).rejects.toMatchObject({ kind: 'unavailable' });
    await hooks.clock.pass(MINUTE);
    expect(await hooks.take(call(HELLO, delivery('d1')))).toMatchObject({ outcome: 'made', repeated: false });
    expect(keys[1]).toBe(keys[0]);
  });

  test.each(['limit', 'input', 'missing'] as const)('keeps nothing of what is turned away as %s', async (kind) => {
    const hooks = await openHooks();
    hooks.meanwhile.before = async () => {
      throw new Refusal(kind, 'announcement_says_nothing');
    };
    const calls = Array.from({ length: 20 }, (_, i) => hooks.take(githubCall({ text: `${i}!` }, delivery(`d${i}`))));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await hooks.kept()).toEqual([]);
  });

  test('tells calls of GitLab apart that follow from one another, and knows each again', async () => {
    const hooks = await openHooks();
    const chain = { 'x-gitlab-event-uuid': 'u1' };
    const first = await hooks.take(call({ text: 'One.' }, chain));
    expect(await hooks.take(call({ text: 'Two.' }, chain))).toMatchObject({ repeated: false });
    expect(await hooks.take(call({ text: 'One.' }, chain))).toEqual({ ...first, repeated: true });
    const keyed = { ...chain, 'idempotency-key': 'k1' };
    const third = await hooks.take(call({ text: 'One.' }, keyed));
    expect(third).toMatchObject({ repeated: false });
    expect(await hooks.take(call({ text: 'One, again.' }, keyed))).toEqual({ ...third, repeated: true });
  });

  test('makes nothing of a signed call that a stranger sends on under another id', async () => {
    const hooks = await openHooks();
    const [first, ...others] = await Promise.all(
      ['d1', 'd2', 'd3'].map((id) => hooks.take(githubCall(HELLO, delivery(id)))),
    );
    expect(others).toEqual([1, 2].map(() => ({ ...first, repeated: true })));
    await hooks.clock.pass(10 * MINUTE - 1);
    expect(await hooks.take(githubCall(HELLO, { 'webhook-id': 'w1' }))).toEqual({ ...first, repeated: true });
    await hooks.clock.pass(MINUTE);
    expect(await hooks.take(githubCall(HELLO, delivery('d2')))).toEqual({ ...first, repeated: true });
    expect(await hooks.take(githubCall(HELLO, delivery('d4')))).toMatchObject({ repeated: false });
    expect(hooks.jobs.size).toBe(2);
  });

  test('makes one job of each delivery, whatever the order, the number and the crashes', async () => {
    const step = fc.record({
      id: fc.constantFrom('d1', 'd2', 'd3'),
      times: fc.integer({ min: 1, max: 3 }),
      crash: fc.constantFrom('no', 'before', 'after'),
      pass: fc.constantFrom(0, MINUTE, DAY),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const hooks = await openHooks();
        const answered = new Map<string, string>();
        for (const { id, times, crash, pass } of steps) {
          const die = async () => {
            throw new Error('the process dies');
          };
          const live = async () => undefined;
          Object.assign(hooks.meanwhile, { before: live, after: live }, crash !== 'no' && { [crash]: die });
          const taken = Array.from({ length: times }, () => hooks.take(call({ text: id }, delivery(id))));
          for (const outcome of await Promise.allSettled(taken)) {
            if (outcome.status !== 'fulfilled' || outcome.value.outcome !== 'made') continue;
            expect(answered.get(id) ?? outcome.value.job).toBe(outcome.value.job);
            answered.set(id, outcome.value.job);
          }
          if (crash !== 'no') await hooks.restart();
          await hooks.clock.pass(pass);
        }
        const made = [...hooks.jobs.values()].map(({ view }) => view?.text);
        expect(new Set(made).size).toBe(made.length);
        for (const [id, job] of answered) expect(hooks.jobs.get(job)?.view).toEqual({ text: id });
      }),
      { numRuns: 20 },
    );
  });

  test('forgets deliveries after thirty days', async () => {
    const hooks = await openHooks();
    await hooks.take(call(HELLO, delivery('old')));
    await hooks.clock.pass(29 * DAY);
    await hooks.take(call(HELLO, delivery('new')));
    await hooks.clock.pass(DAY + 1);
    await hooks.sweep();
    expect(await hooks.kept()).toHaveLength(1);
    expect(await hooks.take(call(HELLO, delivery('new')))).toMatchObject({ repeated: true });
  });

  test('forgets however many there are, until it is told to stop', async () => {
    const hooks = await openHooks();
    await Promise.all(Array.from({ length: 1_100 }, (_, i) => hooks.take(call(HELLO, delivery(`d${i}`)))));
    await hooks.clock.pass(30 * DAY + 1);
    await hooks.sweep(AbortSignal.abort());
    expect(await hooks.kept()).toHaveLength(1_100);
    await hooks.sweep();
    expect(await hooks.kept()).toEqual([]);
  });

  test('says in the log once a minute that a call does not know its secret, and nothing of the call', async () => {
    const hooks = await openHooks();
    const guess = () => hooks.take(call(HELLO, { authorization: 'Bearer guess' }));
    for (let i = 0; i < 3; i++) await expect(guess()).rejects.toMatchObject({ kind: 'unauthorized' });
    await hooks.clock.pass(MINUTE);
    await expect(guess()).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(hooks.log).toHaveLength(2);
    expect(hooks.log[0]).toContain(call(HELLO).id);
    expect(hooks.log.join()).not.toMatch(/guess|Hello/);
  });

  test('is silent while its announcement is paused', async () => {
    const hooks = await openHooks({ announcement: { paused: { since: 1 } } });
    await expect(hooks.take(call(HELLO))).rejects.toMatchObject({ kind: 'conflict', key: 'hook_paused' });
    await expect(hooks.take(call(HELLO, { authorization: 'Bearer x' }))).rejects.toMatchObject({
      kind: 'unauthorized',
    });
    expect(await hooks.kept()).toEqual([]);
  });

  test('is not there under another id, nor where the trigger is something else', async () => {
    const hooks = await openHooks({ announcement: { trigger: { kind: 'feed', url: 'https://a.example' } } });
    await expect(hooks.take(call(HELLO))).rejects.toMatchObject({ kind: 'missing' });
    await expect(hooks.take(call(HELLO, {}, 'constructor'))).rejects.toMatchObject({ kind: 'missing' });
  });
});
