import { test } from 'vitest';
import { BOSS, hears } from './heard.ts';
import { HOUR, MINUTE, openHouse } from './house.ts';
test('accepted, presenter removed, mended', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  const p = house.announcements.get(id)?.presenter ?? '';
  await house.presenters.remove(p);
  for (let i = 0; i < 13; i++) { await house.clock.pass(10 * MINUTE); await house.idle(); }
  console.log('after removal', (await house.jobs()).map((j) => [j.state, j.cancelAsked]), house.announcements.get(id)?.paused);
  await hears(house, 'Two.');
  console.log(house.told('ada'));
});
test('accepted, presenter removed, edited at once', async () => {
  const house = await openHouse();
  const { id } = await house.announcement(BOSS, { words: '{{text}}' });
  await hears(house, 'One.');
  await house.presenters.remove(house.announcements.get(id)?.presenter ?? '');
  const fresh = await house.presenter?.({ name: 'Second' } as never).catch((e: unknown) => (console.log(e), undefined));
  const next = fresh ?? house.presenters.list('paper:home')[0];
  await house.announcements.change(id, { presenter: (next as { id: string }).id });
  for (let i = 0; i < 13; i++) { await house.clock.pass(10 * MINUTE); await house.idle(); }
  console.log('after mend', (await house.jobs()).map((j) => [j.state, j.cancelAsked]), house.announcements.get(id)?.paused, house.told('ada'));
});
