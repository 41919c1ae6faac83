import { expect, test } from 'vitest';
import { turnstile } from '../../src/jobs/turnstile.ts';

/** Steps that go on until they are let go, by the id that passed. */
function passing(atOnce: number, atOnceOfOne: number) {
  const inside = new Map<string, () => void>();
  const woken: string[] = [];
  const turns = turnstile({ atOnce, atOnceOfOne, wake: (id) => woken.push(id) });
  const step = (id: string) => () => new Promise<string>((resolve) => inside.set(id, () => resolve(id)));
  return {
    ...turns,
    woken,
    inside: () => [...inside.keys()],
    pass: (id: string, group?: string) => turns.pass(id, step(id), group),
    async end(id: string) {
      inside.get(id)?.();
      inside.delete(id);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('lets so many through at once, and wakes one of those that wait for each that is done', async () => {
  const turns = passing(2, 2);
  for (const id of ['a', 'b', 'c', 'd']) void turns.pass(id);
  expect(turns.inside()).toEqual(['a', 'b']);
  await turns.end('a');
  expect(turns.woken).toEqual(['c']);
});

test('lets one group hold only some of the turns, so that others pass it', async () => {
  const turns = passing(4, 2);
  for (const id of ['a', 'b', 'c']) void turns.pass(id, 'busy');
  void turns.pass('d', 'other');
  expect(turns.inside()).toEqual(['a', 'b', 'd']);
  await turns.end('d');
  expect(turns.woken).toEqual([]);
  await turns.end('b');
  expect(turns.woken).toEqual(['c']);
});

test('holds back nobody who belongs to no group, save by the number of all', async () => {
  const turns = passing(3, 1);
  for (const id of ['a', 'b', 'c', 'd']) void turns.pass(id);
  expect(turns.inside()).toEqual(['a', 'b', 'c']);
});

test('wakes the next one when one that waited wants no turn any more', async () => {
  const turns = passing(1, 1);
  for (const id of ['a', 'b', 'c']) void turns.pass(id);
  await turns.end('a');
  expect(turns.woken).toEqual(['b']);
  turns.leave('b');
  expect(turns.woken).toEqual(['b', 'c']);
});
