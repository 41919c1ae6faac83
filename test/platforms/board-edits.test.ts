import { describe, expect, test } from 'vitest';
import { FAILED, HOUR, MINUTE, openHouse, PLACE, restart, SECOND } from './house.ts';

describe('editing', () => {
  test('keeps to the budget of a space, and gives each message its turn', async () => {
    const house = await openHouse();
    const jobs = [];
    for (let at = 0; at < 200; at++) jobs.push(await house.accept());
    await house.pass(SECOND);
    expect(house.paper.everything()).toHaveLength(200);
    for (const [at, { id }] of jobs.entries()) house.position.set(id, at + 1);
    const begun = house.clock.now();
    await house.pass(250 * SECOND);
    const times = house.paper.edited.map((edit) => edit.at);
    const inAnySecond = times.map((from) => times.filter((at) => at >= from && at < from + 10 * SECOND).length);
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(15);
    expect(new Set(house.paper.edited.map(({ message }) => message)).size).toBe(200);
    expect((times.at(-1) ?? 0) - begun).toBeGreaterThan(180 * SECOND);
  });

  test('keeps to the pace of its platform', async () => {
    const house = await openHouse(undefined, { edits: { every: 3_000, burst: 2 } });
    for (let at = 0; at < 20; at++) house.position.set((await house.accept()).id, 1);
    await house.pass(SECOND);
    for (const id of house.position.keys()) house.position.set(id, 2);
    const before = house.paper.edited.length;
    await house.pass(30 * SECOND);
    const shown = house.paper.edited.length - before;
    expect(shown).toBeGreaterThanOrEqual(9);
    expect(shown).toBeLessThanOrEqual(12);
  });

  test('waits as long as the platform asks for', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.paper.next('edit', { later: house.clock.now() + 10 * MINUTE });
    await house.change(id, 'failed', FAILED);
    await house.pass(9 * MINUTE);
    expect(house.text(id)).toContain('Accepted');
    await house.pass(2 * MINUTE);
    expect(house.text(id)).toContain('content rules');
  });

  test('shows the end of a job before anything else', async () => {
    const house = await openHouse();
    const jobs = [];
    for (let at = 0; at < 100; at++) jobs.push(await house.accept());
    await house.pass(SECOND);
    for (const [at, { id }] of jobs.entries()) house.position.set(id, at + 1);
    await house.pass(20 * SECOND);
    const last = jobs.at(-1)?.id ?? '';
    await house.change(last, 'failed', FAILED);
    await house.pass(2 * SECOND);
    expect(house.text(last)).toContain('content rules');
  });

  test('does not let one space wait for another', async () => {
    const house = await openHouse();
    for (let at = 0; at < 50; at++) {
      const { id } = await house.accept();
      house.position.set(id, at + 2);
    }
    const other = await house.accept({ place: { ...PLACE, space: 'elsewhere' } });
    await house.pass(10 * SECOND);
    house.position.set(other.id, 1);
    for (const [id, at] of house.position) house.position.set(id, at + 100);
    await house.pass(6 * SECOND);
    expect(house.text(other.id)).toContain('at place 101');
  });

  test('is slow for messages that are older than an hour, but not for the last word', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(HOUR);
    const before = house.paper.edited.length;
    for (let at = 0; at < 60; at++) {
      house.position.set(id, 1 + at);
      await house.pass(MINUTE);
    }
    expect(house.paper.edited.length - before).toBeGreaterThan(8);
    expect(house.paper.edited.length - before).toBeLessThanOrEqual(13);
    await house.change(id, 'failed', FAILED);
    await house.pass(2 * SECOND);
    expect(house.text(id)).toContain('content rules');
  });

  test('is tried again when it is refused for hours, and shows the latest then', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.paper.always('edit', 'later');
    await house.change(id, 'rendering', { renderingSince: house.clock.now() });
    await house.pass(3 * HOUR);
    await house.change(id, 'failed', FAILED);
    await house.pass(5 * HOUR);
    expect(house.text(id)).toContain('Accepted');
    house.paper.always('edit', undefined);
    await house.pass(6 * MINUTE);
    expect(house.text(id)).toContain('content rules');
    expect(house.paper.message(`${id}s`)?.edits).toBe(1);
    expect(await house.unfinished()).toEqual([]);
  });

  test('of the last word has a day of its own, and is never given up: it is tried calmly, and after a restart', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.paper.always('edit', 'later');
    await house.change(id, 'rendering', { renderingSince: house.clock.now() });
    await house.pass(30 * HOUR);
    await house.change(id, 'failed', FAILED);
    await house.pass(2 * SECOND);
    const before = house.calls();
    await house.pass(HOUR);
    expect(house.calls() - before).toBeGreaterThan(10);
    await house.pass(48 * HOUR);
    const calm = house.calls();
    await house.pass(24 * HOUR);
    expect(house.calls() - calm).toBeLessThanOrEqual(25);
    expect(await house.unfinished()).toEqual([id]);
    const next = await restart(house);
    next.paper.always('edit', undefined);
    await next.pass(MINUTE);
    expect(next.text(id)).toContain('content rules');
    expect(await next.unfinished()).toEqual([]);
  });

  test('goes on when the clock is set back', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.paper.next('edit', 'later', 'later', 'later');
    await house.change(id, 'rendering', { renderingSince: house.clock.now() });
    await house.pass(10 * SECOND);
    house.known.skew = -HOUR;
    await house.change(id, 'delivering');
    await house.pass(20 * SECOND);
    expect(house.text(id)).toContain('is being brought here');
    house.position.set(id, 7);
    const open = await house.accept();
    house.position.set(open.id, 3);
    await house.pass(10 * SECOND);
    expect(house.text(open.id)).toContain('at place 3');
  });

  test('of thousands of messages lets others have their turn in between', async () => {
    const house = await openHouse();
    for (let at = 0; at < 1_000; at++) await house.accept();
    await house.pass(SECOND);
    const looked: number[] = [0];
    const { get } = house.position;
    house.position.get = (id) => {
      looked.push((looked.pop() ?? 0) + 1);
      return get.call(house.position, id);
    };
    let counting = true;
    const count = () => {
      if (looked.at(-1) !== 0) looked.push(0);
      if (counting) setImmediate(count);
    };
    count();
    await house.pass(6 * SECOND);
    counting = false;
    expect(looked.reduce((sum, each) => sum + each)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...looked)).toBeLessThan(400);
  });
});
