import { expect, test } from 'vitest';
import { forgetPerson } from '../../commands/forget.ts';
import { crash, openHouse } from './house.ts';

test('forgetting a person removes what they confirmed and what waits for them, and nothing of others', async () => {
  const house = await openHouse();
  const { id: waiting } = await house.ask({ text: 'Hi.' });
  const { id: others } = await house.ask({ as: house.ada({ person: 'bob' }) });
  expect((await house.keys('parked')).sort()).toEqual([waiting, others].sort());
  expect(await forgetPerson(house.tables, 'paper:ada')).toBe(2);
  const next = await crash(house, { ...house.options, confirmed: false });
  expect(await next.keys('parked')).toEqual([others]);
  expect(await next.keys('confirmations')).toEqual([]);
});
