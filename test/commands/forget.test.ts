import { expect, test } from 'vitest';
import { askedKeys } from '../../commands/bytes.ts';
import { forgetPerson } from '../../commands/forget.ts';
import { crash, openHouse } from './house.ts';

test('forgetting a person removes what they confirmed and what waits for them, and nothing of others', async () => {
  const house = await openHouse();
  const { id: waiting } = await house.ask({ audio: house.paper.upload('a recording') });
  const { id: others } = await house.ask({ as: house.ada({ person: 'bob' }) });
  expect((await house.keys('parked')).sort()).toEqual([waiting, others].sort());
  expect(await house.blobs.size(askedKeys(waiting).audio)).toBe(11);
  expect(await forgetPerson(house.tables, house.blobs, 'paper:ada')).toBe(2);
  expect(await house.blobs.size(askedKeys(waiting).audio)).toBeUndefined();
  expect(await house.blobs.size(askedKeys(others).photo)).toBe(7);
  const next = await crash(house, { ...house.options, confirmed: false });
  expect(await next.keys('parked')).toEqual([others]);
  expect(await next.keys('confirmations')).toEqual([]);
});
