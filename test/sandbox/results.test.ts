import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createLive, heldClock, LIVE, reached, sandboxWith } from './kit.ts';

async function link(sandbox: Sandbox): Promise<string> {
  const { data } = await createLive(sandbox);
  const done = await reached(sandbox, `${LIVE}/${data.task_id}`, 'succeed');
  return done.task_result.videos[0].url;
}

async function get(url: string, range?: string): Promise<[number, number[], string | null]> {
  const response = await fetch(url, range === undefined ? {} : { headers: { range } });
  return [response.status, [...new Uint8Array(await response.arrayBuffer())], response.headers.get('content-range')];
}

describe('results', () => {
  test('need no key, and come whole', async () => {
    const response = await fetch(await link(await sandboxWith()));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('content-length')).toBe('1000');
    expect((await response.arrayBuffer()).byteLength).toBe(1000);
  });

  test('come in ranges', async () => {
    const url = await link(await sandboxWith());
    expect(await get(url, 'bytes=0-3')).toEqual([206, [0, 1, 2, 3], 'bytes 0-3/1000']);
    expect(await get(url, 'bytes=998-')).toEqual([206, [230, 231], 'bytes 998-999/1000']);
    expect(await get(url, 'bytes=-2')).toEqual([206, [230, 231], 'bytes 998-999/1000']);
    expect(await get(url, 'bytes=998-5000')).toEqual([206, [230, 231], 'bytes 998-999/1000']);
    expect(await get(url, 'bytes=1000-')).toEqual([416, [], 'bytes */1000']);
    expect((await get(url, 'lines=1-2'))[0]).toBe(200);
  });

  test('cannot be guessed, and expire after 30 days', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    const url = await link(sandbox);
    expect((await fetch(url.replace(/(?<=Signature=)./, (first) => (first === '_' ? '-' : '_')))).status).toBe(403);
    expect((await fetch(url.replace(/(?<=Expires=)\d/, (first) => (first === '9' ? '8' : '9')))).status).toBe(403);
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403);
    clock.advance(30 * 24 * 3600 * 1000);
    expect((await fetch(url)).status).toBe(403);
  });

  test('can be gone, garbage, cut off or slow', async () => {
    const sandbox = await sandboxWith();
    const url = await link(sandbox);
    sandbox.faults.next('result', { answer: { status: 404 } });
    sandbox.faults.next('result', { answer: 'html' });
    sandbox.faults.next('result', { answer: 'truncated' });
    sandbox.faults.next('result', { answer: 'drop' });
    expect((await fetch(url)).status).toBe(404);
    expect(await (await fetch(url)).text()).toContain('<html>');
    const half = await fetch(url);
    expect(half.headers.get('content-length')).toBe('1000');
    await expect(half.arrayBuffer()).rejects.toThrow();
    await expect(fetch(url)).rejects.toThrow();
    expect((await fetch(url)).status).toBe(200);
  });

  test('that are slow trickle by the clock', async () => {
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    const url = await link(sandbox);
    sandbox.faults.next('result', { answer: 'slow' });
    let received = 0;
    const reading = (async () => {
      for await (const piece of (await fetch(url)).body ?? []) received += piece.byteLength;
    })();
    await expect
      .poll(
        () => {
          clock.advance(100);
          return received;
        },
        { interval: 5, timeout: 10_000 },
      )
      .toBe(1000);
    await reading;
  });
});
