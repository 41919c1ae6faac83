import { expect, test } from 'vitest';
import { openHouse, SECOND } from './house.ts';

test('with 500 jobs waiting, one person’s 400 do not starve another’s one', async () => {
  const house = await openHouse({ slots: 5, beat: SECOND });
  for (let n = 0; n < 400; n++) await house.ask({ person: 'ada' });
  for (let n = 0; n < 99; n++) await house.ask({ person: `member ${n % 9}` });
  const bobs = await house.ask({ person: 'bob' });
  await house.pass(SECOND);
  // behind the first of each of the nine, and of ada's at most one
  expect((await house.commands.show(bobs)).position).toBeLessThanOrEqual(11);

  let ended = 0;
  while ((await house.state(bobs)) === 'queued' && ended < 50) {
    for (const id of [...house.records.open('rendering').keys()]) {
      house.kling.change(id);
      ended += 1;
    }
    await house.pass(2 * SECOND);
  }
  expect(await house.state(bobs)).not.toBe('queued');
  expect(ended).toBeLessThanOrEqual(20);
});
