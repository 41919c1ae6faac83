import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Overheard } from '../../commands/announcements.ts';
import { overhearing } from '../../commands/overhearing.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { testClock } from '../clock.ts';

const MINUTE = 60_000;

const said = (message: string): Overheard => ({
  place: { platform: 'paper', space: 'home', channel: 'room' },
  message,
  at: 1,
  person: 'bea',
  name: 'Bea',
  roles: [],
  text: 'Lunch is ready.',
});

/** What overhears, before a store that fails until told otherwise. */
function open(error: () => Error = () => new StoreError('occurrences', 'write')) {
  const clock = testClock();
  const closing = new AbortController();
  const log: string[] = [];
  const kept: string[] = [];
  let fails = true;
  const overheard = overhearing({
    clock,
    closing: closing.signal,
    log: pino({ level: 'error' }, { write: (entry: string) => void log.push(entry) }),
    announcements: {
      async overheard({ message }) {
        if (fails) throw error();
        kept.push(message);
      },
    },
  });
  return {
    clock,
    log,
    kept,
    close: () => closing.abort(new Error('Herald stops.')),
    mend: () => {
      fails = false;
    },
    /** Ids of the messages that were done with. */
    hear(messages: readonly string[]) {
      const over: string[] = [];
      for (const id of messages) void overheard(said(id)).then(() => over.push(id));
      return over;
    },
  };
}

test('what was said is kept once the store can be written again, and is not done with before', async () => {
  const { clock, log, kept, mend, hear } = open();
  const over = hear(['one', 'two']);
  await clock.pass(10 * MINUTE);
  expect([kept, over]).toEqual([[], []]);
  mend();
  await clock.pass(MINUTE);
  expect(kept.toSorted()).toEqual(['one', 'two']);
  expect(over).toHaveLength(2);
  expect(log).toEqual([]);
});

test('what is lost at a stop, or beyond a thousand that wait, is counted in the log', async () => {
  const { clock, log, close, hear } = open();
  const over = hear(Array.from({ length: 1_003 }, (_, index) => String(index)));
  await clock.settle();
  expect(over).toEqual(['1000', '1001', '1002']);
  expect(log.at(-1)).toContain('"lost":3');
  close();
  await clock.settle();
  expect(over).toHaveLength(1_003);
  expect(log.at(-1)).toContain('"lost":1003');
});

test('what is no fault of the store is not tried again', async () => {
  const { clock, log, hear } = open(() => new Error('a defect'));
  const over = hear(['one']);
  await clock.settle();
  expect(over).toEqual(['one']);
  expect(log).toHaveLength(1);
});
