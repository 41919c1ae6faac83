import { expect, test } from 'vitest';
import { budget as createBudget, budgets as createBudgets } from '../../src/platforms/budget.ts';

function open() {
  const time = { now: 1_000_000 };
  return { time, budget: createBudget({ now: () => time.now, every: 1_000, burst: 5 }) };
}

/** How many edits the space has at once. */
function drain(budget: ReturnType<typeof open>['budget'], space: string): number {
  let taken = 0;
  while (budget.take(space)) taken += 1;
  return taken;
}

test('a space that was quiet has a burst, and then one a second', () => {
  const { budget, time } = open();
  expect(drain(budget, 'home')).toBe(5);
  expect(budget.wait('home')).toBe(1_000);
  time.now += 999;
  expect(budget.take('home')).toBe(false);
  time.now += 1;
  expect(drain(budget, 'home')).toBe(1);
  time.now += 3_500;
  expect(drain(budget, 'home')).toBe(3);
  expect(budget.wait('home')).toBe(500);
});

test('no space saves up more than a burst', () => {
  const { budget, time } = open();
  drain(budget, 'home');
  time.now += 3_600_000;
  expect(drain(budget, 'home')).toBe(5);
});

test('spaces do not share', () => {
  const { budget } = open();
  drain(budget, 'home');
  expect(budget.wait('elsewhere')).toBe(0);
  expect(drain(budget, 'elsewhere')).toBe(5);
});

test('a space that is waiting keeps what it has taken, however many others there are', () => {
  const { budget } = open();
  drain(budget, 'home');
  for (let at = 0; at < 5_000; at++) budget.take(`space ${at}`);
  expect(budget.take('home')).toBe(false);
});

test('a clock that is set back costs a space no more than its burst', () => {
  const { budget, time } = open();
  drain(budget, 'home');
  time.now -= 3_600_000;
  expect(budget.wait('home')).toBe(1_000);
  time.now += 1_000;
  expect(drain(budget, 'home')).toBe(1);
});

test('each platform has its own pace, for each space and for all of them together', () => {
  const time = { now: 1_000_000 };
  const budgets = createBudgets(() => time.now);
  const slow = { name: 'slow', edits: { every: 1_500, burst: 2 } };
  const wide = { name: 'wide', edits: { every: 1_000, burst: 2, inAll: { every: 100, burst: 3 } } };
  expect([drain(budgets.edits(slow), 'a'), drain(budgets.edits(slow), 'b')]).toEqual([2, 2]);
  expect(budgets.edits(slow).wait('a')).toBe(1_500);
  // one that is not given for lack of the other is not taken
  expect([drain(budgets.edits(wide), 'a'), drain(budgets.edits(wide), 'b')]).toEqual([2, 1]);
  expect([budgets.edits(wide).wait('a'), budgets.edits(wide).wait('b')]).toEqual([1_000, 100]);
  time.now += 100;
  expect([drain(budgets.edits(wide), 'a'), drain(budgets.edits(wide), 'b')]).toEqual([0, 1]);
});

test('the posts of each channel have a pace, where the platform does not see to it', () => {
  const time = { now: 1_000_000 };
  const budgets = createBudgets(() => time.now);
  const posts = budgets.posts({ name: 'slow', posts: { every: 1_000, burst: 3 } });
  if (!posts) throw new Error('It has no pace.');
  expect([drain(posts, 'a'), drain(posts, 'b')]).toEqual([3, 3]);
  expect(budgets.posts({ name: 'own' })).toBeUndefined();
});

test('what the platform puts off is put off until then, for that channel alone', () => {
  const { budget, time } = open();
  budget.hold('home', time.now + 30_000);
  expect([budget.wait('home'), budget.wait('elsewhere')]).toEqual([30_000, 0]);
  time.now += 29_999;
  expect(budget.take('home')).toBe(false);
  time.now += 1;
  expect(drain(budget, 'home')).toBe(5);
});

test('nothing is put off for hours', () => {
  const { budget, time } = open();
  budget.hold('home', time.now + 3_600_000);
  expect(budget.wait('home')).toBe(180_000);
});

test('a clock that is set back keeps nothing put off', () => {
  const { budget, time } = open();
  budget.hold('home', time.now + 30_000);
  time.now -= 500_000;
  expect(budget.wait('home')).toBe(0);
});
