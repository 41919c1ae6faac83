import { readFile, stat, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Blobs, MissingBlob } from '../../src/media/blobs.ts';

async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function text(blobs: Blobs, key: string, range?: { start: number; end: number }): Promise<string | undefined> {
  const stream = await blobs.read(key, range);
  return stream && (await buffer(stream)).toString();
}

async function keys(blobs: Blobs, time: number): Promise<string[]> {
  const found: string[] = [];
  for await (const key of blobs.olderThan(time)) found.push(key);
  return found.sort();
}

/** What every side of the {@link Blobs} port must do. `make` gives an empty one for each test. */
export function blobsConformance(name: string, make: () => Promise<Blobs>): void {
  describe(`${name} as a place for blobs`, () => {
    let blobs: Blobs;
    beforeEach(async () => {
      blobs = await make();
    });

    test('gives back what was put in, and its size', async () => {
      expect(await blobs.put('a.mp4', chunks('one ', 'two'), 100)).toEqual({ bytes: 7 });
      expect(await text(blobs, 'a.mp4')).toBe('one two');
      expect(await blobs.size('a.mp4')).toBe(7);
    });

    test('counts a blob as written at the time at which it was touched', async () => {
      await blobs.put('a', chunks('one'), 10);
      await blobs.put('b', chunks('two'), 10);
      await blobs.touch('a', 1_000_000);
      expect(await keys(blobs, 1_000_001)).toEqual(['a']);
      await blobs.touch('a', Date.now() + 60_000);
      expect(await keys(blobs, Date.now() + 30_000)).toEqual(['b']);
      expect(await text(blobs, 'a')).toBe('one');
      await blobs.touch('c', 1_000_000);
      expect(await blobs.size('c')).toBeUndefined();
    });

    test('keeps a blob of no bytes', async () => {
      await blobs.put('a', chunks(), 0);
      expect(await blobs.size('a')).toBe(0);
      expect(await text(blobs, 'a')).toBe('');
    });

    test('knows nothing of a key that was never written', async () => {
      expect(await blobs.size('nothing')).toBeUndefined();
      expect(await blobs.read('nothing')).toBeUndefined();
      expect(await blobs.remove('nothing')).toBe(false);
      await expect(blobs.withFile('nothing', async () => 1)).rejects.toBeInstanceOf(MissingBlob);
    });

    test('reads any range as HTTP counts it, both ends included', async () => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
      await blobs.put('bytes', chunks(all.subarray(0, 100), all.subarray(100)), 256);
      await fc.assert(
        fc.asyncProperty(fc.nat(255), fc.nat(255), async (one, other) => {
          const [start, end] = [Math.min(one, other), Math.max(one, other)];
          const stream = await blobs.read('bytes', { start, end });
          expect(stream && (await buffer(stream))).toEqual(all.subarray(start, end + 1));
        }),
        { numRuns: 30 },
      );
    });

    test('replaces a key that is written again', async () => {
      await blobs.put('a', chunks('the first one'), 100);
      await blobs.put('a', chunks('second'), 100);
      expect(await text(blobs, 'a')).toBe('second');
    });

    test('takes exactly the limit, and leaves nothing of what is larger', async () => {
      await blobs.put('a', chunks('12345'), 5);
      await expect(blobs.put('b', chunks('123', '456'), 5)).rejects.toMatchObject({
        name: 'Refusal',
        kind: 'too_large',
      });
      expect(await blobs.size('b')).toBeUndefined();
      await expect(blobs.put('a', chunks('123456'), 5)).rejects.toMatchObject({ kind: 'too_large' });
      expect(await text(blobs, 'a')).toBe('12345');
    });

    test('shows nothing of a key while it is being written', async () => {
      let seen: unknown = 'not looked';
      async function* slow(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half');
        seen = [await blobs.size('a'), await keys(blobs, Number.POSITIVE_INFINITY)];
        yield Buffer.from('whole');
      }
      await blobs.put('a', slow(), 100);
      expect(seen).toEqual([undefined, []]);
    });

    test('passes on the error of a source that breaks, and leaves nothing', async () => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half');
        throw new Error('the line went dead');
      }
      await expect(blobs.put('a', broken(), 100)).rejects.toThrow('the line went dead');
      expect(await blobs.size('a')).toBeUndefined();
      expect(await keys(blobs, Number.POSITIVE_INFINITY)).toEqual([]);
    });

    test('removes a key once', async () => {
      await blobs.put('a', chunks('x'), 1);
      expect(await blobs.remove('a')).toBe(true);
      expect(await blobs.remove('a')).toBe(false);
      expect(await blobs.size('a')).toBeUndefined();
    });

    test('lends its bytes as a local file', async () => {
      await blobs.put('a', chunks('on disk'), 100);
      expect(await blobs.withFile('a', async (path) => (await readFile(path)).toString())).toBe('on disk');
    });

    test('keeps the file that somebody makes, and hands on what they say of it', async () => {
      const said = await blobs.keepFile('made', async (path) => {
        await writeFile(path, 'made');
        expect(await blobs.size('made')).toBeUndefined();
        return { seconds: 3 };
      });
      expect(said).toEqual({ seconds: 3 });
      expect(await text(blobs, 'made')).toBe('made');
    });

    test('keeps nothing of a file whose maker failed', async () => {
      let written = '';
      const making = blobs.keepFile('made', async (path) => {
        await writeFile(path, 'half');
        written = path;
        throw new Error('gave up');
      });
      await expect(making).rejects.toThrow('gave up');
      expect(await blobs.size('made')).toBeUndefined();
      await expect(stat(written)).rejects.toThrow('ENOENT');
    });

    test('tells the keys that were written before a time', async () => {
      await blobs.put('a', chunks('1'), 1);
      await blobs.put('b.mp4', chunks('2'), 1);
      expect(await keys(blobs, Date.now() + 60_000)).toEqual(['a', 'b.mp4']);
      expect(await keys(blobs, Date.now() - 60_000)).toEqual([]);
    });

    test('tells how much room is left', async () => {
      expect(await blobs.free()).toBeGreaterThan(0);
    });

    test.each(['', '../up', '.hidden', 'Upper', 'a/b', 'a'.repeat(101), 'a\0', '-a'])(
      'refuses %j as a key',
      async (key) => {
        await expect(blobs.put(key, chunks('x'), 1)).rejects.toBeInstanceOf(TypeError);
        await expect(blobs.read(key)).rejects.toBeInstanceOf(TypeError);
        await expect(blobs.size(key)).rejects.toBeInstanceOf(TypeError);
      },
    );

    test('keeps many blobs that are written at once apart', async () => {
      const names = Array.from({ length: 20 }, (_, at) => `k${at}`);
      await Promise.all(names.map((key) => blobs.put(key, chunks(key, '!'), 100)));
      expect(await Promise.all(names.map((key) => text(blobs, key)))).toEqual(names.map((key) => `${key}!`));
    });
  });
}
