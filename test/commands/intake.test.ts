import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { intake, type TakenIn } from '../../commands/intake.ts';
import { answers } from '../../src/platforms/answers.ts';
import type { Namespace } from '../../src/store/namespace.ts';
import { testClock } from '../clock.ts';
import { paperPlatform } from '../fakes/paper.ts';
import { disk } from '../jobs/disk.ts';
import { HOUR, ROOM } from './house.ts';

const TAKEN: TakenIn = { platform: 'paper', ref: 'an answer', locale: 'en' };

async function open() {
  const { namespace } = await disk();
  const clock = testClock();
  const notes = await namespace<TakenIn>('intake');
  const over = await namespace<number>('over');
  const log = pino({ level: 'silent' });
  const start = async (table: Namespace<TakenIn> = notes) => {
    const taking = intake({ intake: table, over }, clock, log);
    await taking.load();
    return taking;
  };
  return { clock, log, notes, over, start };
}

/** Work that goes on until it is let end, or fail. */
const work = () => Promise.withResolvers<void>();

describe('a note', () => {
  test('is there while something is done, and no longer', async () => {
    const { notes, start } = await open();
    const doing = work();
    const kept = (await start()).keep('j1', TAKEN, async ({ written }) => {
      await written;
      expect(await notes.get('j1')).toEqual(TAKEN);
      await doing.promise;
    });
    doing.resolve();
    await kept;
    expect(await notes.get('j1')).toBeUndefined();
  });

  test('stays where the work was given up, whatever else for the same cause ends well after that', async () => {
    const { notes, start } = await open();
    const taking = await start();
    const [first, second] = [work(), work()];
    const given = taking.keep('j1', TAKEN, () => first.promise);
    const done = taking.keep('j1', TAKEN, () => second.promise);
    first.reject(new Error('Herald stops.'));
    await expect(given).rejects.toThrow('Herald stops.');
    second.resolve();
    await done;
    expect(await notes.get('j1')).toEqual(TAKEN);
  });

  test('stays where the last word was cut off by the stop', async () => {
    const { clock, log, notes, start } = await open();
    const paper = paperPlatform({ now: clock.now });
    paper.always('post', 'later');
    const silence = new AbortController();
    const privately = () => {
      throw new Error('There is no private way.');
    };
    const all = answers({ platform: paper, privately, isDirect: () => false, clock, log, signal: silence.signal });
    const answer = all.begin({ key: 'j1', person: 'ada', place: ROOM, since: clock.now() });
    const kept = (await start()).keep('j1', { ...TAKEN, ref: answer.ref }, async ({ written }) => {
      await written;
      await answer.say({ locale: 'en', lines: [{ key: 'ask_closing' }] });
    });
    await clock.settle();
    silence.abort(new Error('Herald stops.'));
    await expect(kept).rejects.toThrow('Herald stops.');
    expect(await notes.get('j1')).toMatchObject({ ref: answer.ref });
  });

  test('tells what is found out while it is there, also by work within the work', async () => {
    const { notes, start } = await open();
    const taking = await start();
    await taking.keep('j1', TAKEN, async ({ add }) => {
      add({ locale: 'zh' });
      await taking.keep('j1', { ...TAKEN, locale: 'zh', about: 'j0', follows: true }, async () => {});
      expect(await notes.get('j1')).toEqual({ ...TAKEN, locale: 'zh', about: 'j0', follows: true });
    });
    expect(await notes.get('j1')).toBeUndefined();
  });

  test('stays as it was where it cannot be written anew', async () => {
    const { notes, start } = await open();
    let isFull = false;
    const table: Namespace<TakenIn> = {
      ...notes,
      set: async (id, taken) => (isFull ? Promise.reject(new Error('The disk is full.')) : notes.set(id, taken)),
    };
    const taking = await start(table);
    const doing = work();
    const kept = taking.keep('j1', TAKEN, async ({ written }) => {
      await written;
      isFull = true;
      await taking.keep('j1', { ...TAKEN, about: 'j0' }, async () => {});
      expect(await notes.get('j1')).toEqual(TAKEN);
      await doing.promise;
    });
    doing.resolve();
    await kept;
    expect(await notes.get('j1')).toBeUndefined();
  });

  test('of an earlier life is added to by what comes again, and is not taken away by whoever tells of the earlier life', async () => {
    const { notes, start } = await open();
    await notes.set('j1', { ...TAKEN, about: 'j0', follows: true });
    const taking = await start();
    expect(taking.left('paper').map(([id]) => id)).toEqual(['j1']);
    await taking.keep('j1', { ...TAKEN, ref: 'another' }, async ({ written }) => {
      await written;
      expect(taking.isLeft('j1')).toBe(false);
      await taking.forget('j1');
      expect(await notes.get('j1')).toEqual({ ...TAKEN, ref: 'another', about: 'j0', follows: true });
    });
    expect(await notes.get('j1')).toBeUndefined();
  });
});

describe('a cause that is over', () => {
  const isBegun = async (taking: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['start']>>, id: string) => {
    let begun = false;
    await taking.keep(id, TAKEN, async () => {
      begun = true;
    });
    return begun;
  };

  test('is not begun again for an hour, in this life and the next', async () => {
    const { clock, start } = await open();
    const taking = await start();
    await taking.end('j1');
    expect(await isBegun(taking, 'j1')).toBe(false);
    expect(await isBegun(taking, 'j2')).toBe(true);
    await clock.pass(HOUR - 1);
    expect(await isBegun(await start(), 'j1')).toBe(false);
    await clock.pass(1);
    expect(await isBegun(taking, 'j1')).toBe(true);
  });

  test('is remembered no longer than that', async () => {
    const { clock, over, start } = await open();
    const keys = async () => {
      const found: string[] = [];
      for await (const [key] of over.entries()) found.push(key);
      return found;
    };
    const taking = await start();
    await taking.end('j1');
    await clock.pass(HOUR);
    await taking.end('j2');
    expect(await keys()).toEqual(['j2']);
    await clock.pass(HOUR);
    await start();
    expect(await keys()).toEqual([]);
  });

  test('is none where that cannot be kept', async () => {
    const { clock, log, notes, over } = await open();
    const full = { ...over, set: () => Promise.reject(new Error('The disk is full.')) };
    const taking = intake({ intake: notes, over: full }, clock, log);
    onTestFinished(() => taking.forget('j1'));
    await expect(taking.end('j1')).rejects.toThrow('The disk is full.');
    expect(await isBegun(taking, 'j1')).toBe(true);
  });
});
