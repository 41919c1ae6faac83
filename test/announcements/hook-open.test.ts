import { expect, test } from 'vitest';
import { broken } from './broken.ts';
import { passes, words } from './heard.ts';
import { DAY, HOUR, MINUTE } from './house.ts';

test('a call that broke off is made once, though its day’s limit is used up when it comes again', async () => {
  const { house, mend } = await broken(() => Object.assign(new Error('EIO'), { code: 'EIO' }));
  const { announcement, hook } = await house.setUp({ kind: 'hook', source: 'text' }, { perDay: 1 });
  const call = (id: string, text: string) => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      authorization: `Bearer ${hook?.secret}`,
      'idempotency-key': id,
    };
    const body = Buffer.from(JSON.stringify({ text }));
    return house.room.hooks.take({ id: announcement.id, header: (name) => headers[name], body });
  };
  // ten minutes before midnight
  await passes(house, 12 * HOUR - 10 * MINUTE, HOUR);
  await expect(call('one', 'One.')).rejects.toThrow('EIO');
  await house.clock.pass(15 * MINUTE - 1);
  mend();
  expect(await call('two', 'Two.')).toMatchObject({ outcome: 'made', repeated: false });
  await expect(call('three', 'Three.')).rejects.toMatchObject({ kind: 'limit' });
  expect(await call('one', 'One.')).toMatchObject({ outcome: 'made' });
  await passes(house, HOUR);
  expect((await words(house)).toSorted()).toEqual(['One.', 'Two.']);
  await passes(house, DAY, HOUR);
  expect(await call('one', 'One.')).toMatchObject({ repeated: true });
  expect(await words(house)).toHaveLength(2);
});
