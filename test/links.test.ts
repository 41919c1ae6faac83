import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLinks, loadSecret } from '../src/links.ts';

const at = (time: number, secret = 's'.repeat(32)) =>
  createLinks({ secret, base: () => 'http://127.0.0.1:3000', now: () => time });
const token = (url: string) => url.slice('http://127.0.0.1:3000/media/'.length);
const mac = (url: string) => url.slice(url.indexOf('.', 'http://127.0.0.1'.length) + 1);

describe('a callback link', () => {
  test('names its job and is known again', () => {
    const url = at(0).callbackUrl('jabc');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/kling\/callback\/jabc\.[\w-]{43}$/);
    expect(at(1e12).checkCallback('jabc', mac(url))).toBe(true);
  });

  test('is worth nothing for another job, with another secret, or changed', () => {
    const good = mac(at(0).callbackUrl('jabc'));
    expect(at(0).checkCallback('jabd', good)).toBe(false);
    expect(at(0, 't'.repeat(32)).checkCallback('jabc', good)).toBe(false);
    expect(at(0).checkCallback('jabc', good.slice(1))).toBe(false);
    expect(at(0).checkCallback('jabc', '')).toBe(false);
  });
});

describe('a media link', () => {
  test('gives its blob’s key until it is over', () => {
    const link = token(at(1000).mediaUrl('j1.sound', 500));
    expect(at(1000).checkMedia(link)).toBe('j1.sound');
    expect(at(1499).checkMedia(link)).toBe('j1.sound');
    expect(at(1500).checkMedia(link)).toBeUndefined();
  });

  test('ends in the blob’s key, so that its extension shows', () => {
    expect(at(0).mediaUrl('j1.mp3', 1)).toMatch(/\/j1\.mp3$/);
  });

  test('cannot be forged out of another one', () => {
    const links = at(0);
    const link = token(links.mediaUrl('j1.sound', 500));
    fc.assert(
      fc.property(fc.nat({ max: link.length - 1 }), fc.constantFrom(...'abcXYZ019._-/'), (index, character) => {
        const forged = link.slice(0, index) + character + link.slice(index + 1);
        fc.pre(forged !== link);
        expect(links.checkMedia(forged)).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => links.checkMedia(text) === undefined));
  });

  test('is no callback, although one secret signs both', () => {
    const links = at(0);
    const [, signature = ''] = /\.([\w-]+)\//.exec(token(links.mediaUrl('j1', 500))) ?? [];
    expect(links.checkCallback('j1', signature)).toBe(false);
  });
});

describe('the secret', () => {
  async function dataDir() {
    const dir = await mkdtemp(join(tmpdir(), 'herald-secret-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    return join(dir, 'data');
  }

  test('is SECRET_KEY where that is set, and then nothing is kept', async () => {
    const dir = await dataDir();
    await mkdir(dir);
    expect(await loadSecret({ secretKey: 'mine' }, dir)).toBe('mine');
    await expect(stat(join(dir, 'secret-key'))).rejects.toThrow();
  });

  test('is otherwise made once and kept for its owner alone', async () => {
    const dir = await dataDir();
    const secret = await loadSecret({ secretKey: undefined }, dir);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect((await stat(join(dir, 'secret-key'))).mode & 0o777).toBe(0o600);
    expect(await loadSecret({ secretKey: undefined }, dir)).toBe(secret);
    expect(await loadSecret({ secretKey: undefined }, await dataDir())).not.toBe(secret);
  });

  test('is never replaced behind the operator’s back when its file is damaged', async () => {
    const dir = await dataDir();
    await mkdir(dir);
    await writeFile(join(dir, 'secret-key'), 'short');
    await expect(loadSecret({ secretKey: undefined }, dir)).rejects.toThrow('secret-key is damaged');
    expect(await readFile(join(dir, 'secret-key'), 'utf8')).toBe('short');
  });
});
