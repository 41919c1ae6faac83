import { expect, test } from 'vitest';
import { crash, openHouse } from './house.ts';

test.each(['before avatar', 'after avatar'])(
  'a call that a crash cuts off %s becomes one job when it comes again',
  async (step) => {
    const house = await openHouse();
    const { announcement, hook } = await house.setUp({ kind: 'hook', source: 'text' });
    const headers: Record<string, string> = {
      authorization: `Bearer ${hook?.secret}`,
      'content-type': 'application/json',
      'x-github-delivery': 'd1',
    };
    const call = {
      id: announcement.id,
      header: (name: string) => headers[name],
      body: Buffer.from('{"text":"Hello."}'),
    };
    const reached = house.holdAt(step);
    void house.room.hooks.take(call);
    await reached;

    const next = await crash(house);
    await next.clock.settle();
    const [again, once] = await Promise.all([next.room.hooks.take(call), next.room.hooks.take(call)]);
    expect(again).toMatchObject({ outcome: 'made' });
    expect(once).toEqual({ ...again, repeated: true });
    await next.clock.settle();
    expect(await next.jobs()).toMatchObject([{ ask: { speak: { text: 'Hello.' } } }]);
    expect(await next.announcements.history(announcement.id, 5)).toHaveLength(1);
  },
);
