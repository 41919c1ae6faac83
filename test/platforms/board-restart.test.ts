import { describe, expect, test } from 'vitest';
import { FAILED, type House, MINUTE, openHouse, restart, SECOND } from './house.ts';

interface Story {
  readonly story: string;
  readonly begins: (house: House) => void;
  readonly goesOn: (house: House) => void;
  /** Of the key under which the end is to be read. */
  readonly letter: 's' | 'n';
  readonly forgets?: true;
}

describe('a restart', () => {
  test('keeps to the budget of a space, however much is to be shown', async () => {
    const house = await openHouse();
    for (let at = 0; at < 100; at++) house.position.set((await house.accept()).id, 1);
    await house.pass(SECOND);
    const before = house.paper.edited.length;
    for (const id of house.position.keys()) house.position.set(id, 2);
    const next = await restart(house);
    await next.pass(SECOND);
    expect(next.paper.edited.length - before).toBeLessThanOrEqual(7);
    await next.pass(100 * SECOND);
    expect([...house.position.keys()].filter((id) => !next.text(id)?.includes('at place 2'))).toEqual([]);
  });

  test('posts the end of a job that the desk shows, where the job ended before it had a status', async () => {
    const house = await openHouse({ at: 1, when: 'before' });
    const { id } = await house.accept();
    await house.change(id, 'failed', FAILED);
    const next = await restart(house);
    const job = await next.records.get(id);
    if (!job) throw new Error('The job is lost.');
    expect(await next.board.show(job)).toBeDefined();
    expect(next.text(id)).toContain('content rules');
    await next.pass(SECOND);
    expect(await next.unfinished()).toEqual([]);
  });

  test('goes on with the status of what is open', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    const next = await restart(house);
    await next.change(id, 'rendering', { renderingSince: next.clock.now() });
    await next.pass(SECOND);
    expect(next.text(id)).toContain('Kling is making the video');
    expect(next.paper.everything()).toHaveLength(1);
  });

  test('posts the status of a job that was accepted in the last moment', async () => {
    const house = await openHouse({ at: 1, when: 'before' });
    const { id } = await house.accept();
    await house.pass(SECOND);
    expect(house.paper.everything()).toEqual([]);
    const next = await restart(house);
    await next.pass(SECOND);
    expect(next.text(id)).toContain('Accepted');
  });

  test('shows how a job ended that ended just before', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.paper.always('edit', 'later');
    await house.change(id, 'failed', FAILED);
    await house.pass(MINUTE);
    house.paper.always('edit', undefined);
    const next = await restart(house);
    await next.pass(MINUTE);
    expect(next.text(id)).toContain('content rules');
    expect(await next.unfinished()).toEqual([]);
  });

  const USUAL = { begins: (_: House) => {}, goesOn: (_: House) => {}, letter: 's' } as const;

  const STORIES = [
    { ...USUAL, story: 'all goes well' },
    { ...USUAL, story: 'all goes well, on a platform that forgets its posts', forgets: true },
    {
      story: 'the answer to the post is lost',
      ...USUAL,
      begins: ({ paper }: House) => paper.next('post', 'lost'),
    },
    {
      story: 'the answer to the post is lost, on a platform that forgets its posts',
      ...USUAL,
      forgets: true,
      begins: ({ paper }: House) => paper.next('post', 'lost'),
    },
    {
      story: 'the status message is deleted',
      ...USUAL,
      goesOn: ({ paper }: House) => paper.everything().forEach(({ id }) => void paper.takesAway(id)),
      letter: 'n',
    },
  ] as const satisfies readonly Story[];

  test.each<Story>(STORIES)(
    'between any two steps leaves one message with the end: $story',
    async ({ begins, goesOn, letter, forgets = false }) => {
      const clean = await live(await openHouse(undefined, { forgets }));
      const steps = clean.calls();
      expect(steps).toBeGreaterThan(6);
      for (let at = 1; at <= steps; at++) {
        for (const when of ['before', 'after'] as const) {
          const house = await live(await openHouse({ at, when }, { forgets }));
          const shown = house.paper
            .everything()
            .map(({ key, text }) => `${key.at(-1)} ${text.includes('content rules')}`);
          expect({ at, when, shown }).toEqual({ at, when, shown: [`${letter} true`] });
          expect(await house.unfinished()).toEqual([]);
        }
      }

      /** A job from the request to its failure; when the process dies, the next one goes on with it, after a while. */
      async function live(first: House): Promise<House> {
        let house = first;
        const further = async () => {
          await house.pass(10 * MINUTE);
          if (house.isDead()) house = await restart(house);
          await house.pass(MINUTE);
        };
        begins(house);
        const { id } = await house.accept();
        await further();
        goesOn(house);
        await house.change(id, 'rendering', { renderingSince: house.clock.now() });
        await further();
        await house.change(id, 'failed', FAILED);
        await further();
        return house;
      }
    },
  );
});
