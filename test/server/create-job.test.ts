import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { form, openHouse } from './house.ts';

describe('POST /api/jobs', () => {
  test('accepts a photo and words', async () => {
    const house = await openHouse();
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form({ voice_id: 'v1', prompt: 'smile' }) });

    expect(answer.status).toBe(202);
    const job = (await answer.json()) as { id: string };
    expect(job).toMatchObject({ state: 'accepted', estimate_seconds: 3, created_at: '2023-11-14T22:13:20.000Z' });
    expect(answer.headers.get('location')).toBe(`/api/jobs/${job.id}`);
    const [request] = house.asked;
    expect(request).toMatchObject({
      requester: { person: 'api' },
      place: { platform: 'api', space: 'api' },
      text: 'Good morning.',
      voiceId: 'v1',
      ratio: '16:9',
      prompt: 'smile',
    });
    expect(request?.photoBytes.toString()).toBe('the photo');
    expect(request?.photo.bytes).toBe(9);
    expect(request?.photo.sha256).toBe(createHash('sha256').update('the photo').digest('hex'));
    expect(request?.audio).toBeUndefined();
    expect(await house.incoming()).toEqual([]);
  });

  test('accepts a recording instead of words, and another ratio', async () => {
    const house = await openHouse();
    const body = form({ audio: new Blob(['sound']), aspect_ratio: '9:16' });
    body.delete('text');
    expect((await house.fetch('/api/jobs', { method: 'POST', body })).status).toBe(202);
    expect(house.asked[0]).toMatchObject({ ratio: '9:16', audio: { bytes: 5 } });
    expect(house.asked[0]?.text).toBeUndefined();
  });

  test('fetches what is given by its address', async () => {
    const house = await openHouse();
    const body = form({ photo_url: 'https://example.com/face.jpg', audio_url: 'https://example.com/a.mp3' });
    body.delete('photo');
    body.delete('text');
    expect((await house.fetch('/api/jobs', { method: 'POST', body })).status).toBe(202);
    expect(house.fetched).toEqual(['https://example.com/face.jpg', 'https://example.com/a.mp3']);
    expect(house.asked[0]?.photoBytes.toString()).toBe('fetched https://example.com/face.jpg');
    expect(house.asked[0]?.audio?.sha256).toBe(
      createHash('sha256').update('fetched https://example.com/a.mp3').digest('hex'),
    );
    expect(await house.incoming()).toEqual([]);
  });

  test('takes the empty fields of a browser form for left out', async () => {
    const house = await openHouse();
    const body = form({ photo_url: '', audio_url: '', prompt: '', voice_id: '', aspect_ratio: '' });
    body.append('audio', new Blob([]), '');
    expect((await house.fetch('/api/jobs', { method: 'POST', body })).status).toBe(202);
    expect(house.asked[0]).toMatchObject({ text: 'Good morning.', ratio: '16:9' });
  });

  test('keeps the words of every script as they were written', async () => {
    const house = await openHouse();
    const text = '你好, “héraut” 👋';
    await house.fetch('/api/jobs', { method: 'POST', body: form({ text }) });
    expect(house.asked[0]?.text).toBe(text);
  });

  const wrong: [string, Record<string, string | Blob | undefined>, number, string][] = [
    ['no photo', { photo: undefined }, 422, 'photo-missing'],
    ['two photos', { photo_url: 'https://a.example/' }, 422, 'photo-both'],
    ['nothing to say', { text: undefined }, 422, 'speech-missing'],
    ['words and a recording', { audio: new Blob(['x']) }, 422, 'speech-both'],
    ['words and the address of a recording', { audio_url: 'https://a.example/' }, 422, 'speech-both'],
    ['a voice for a recording', { text: undefined, audio: new Blob(['x']), voice_id: 'v' }, 422, 'voice-alone'],
    ['a ratio that Kling does not know', { aspect_ratio: '4:3' }, 422, 'ratio'],
    ['an address that is none', { photo: undefined, photo_url: 'file:///etc/passwd' }, 422, 'url'],
    ['a field that does not exist', { speed: '2' }, 400, 'field-unknown'],
    ['a field named like a property of objects', { constructor: 'x' }, 400, 'field-unknown'],
    ['a file in a field of words', { text: new Blob(['x']) }, 400, 'field-words'],
    ['words in a field of files', { photo: 'photo.png' }, 400, 'field-file'],
    ['a field of words without end', { text: 'x'.repeat(20_001) }, 413, 'field-long'],
  ];
  test.each(wrong)('refuses %s', async (_what, fields, status, type) => {
    const house = await openHouse();
    const given = Object.entries(fields).filter((entry): entry is [string, string | Blob] => entry[1] !== undefined);
    const body = form(Object.fromEntries(given));
    for (const name of Object.keys(fields)) if (fields[name] === undefined) body.delete(name);
    const answer = await house.fetch('/api/jobs', { method: 'POST', body });

    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, type: `urn:herald:problem:http-${type}` });
    expect(answer.status).toBe(status);
    expect(house.asked).toEqual([]);
    expect(await house.incoming()).toEqual([]);
  });

  test('names the field that was sent twice', async () => {
    const house = await openHouse();
    const body = form();
    body.append('text', 'again');
    const answer = await house.fetch('/api/jobs', { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: 'The field “text” was sent more than once.' });
  });

  test.each([
    ['input', 'media_photo_type', {}, 422],
    ['type', 'media_photo_type', {}, 415],
    ['too_large', 'media_photo_bytes', { megabytes: 60 }, 413],
    ['unavailable', 'storage_full', {}, 507],
    ['unavailable', 'http_stopping', {}, 503],
  ] as const)('answers a refusal of the kind “%s” (%s) with its sentence', async (kind, key, params, status) => {
    const refusal = new Refusal(kind, key, params);
    const house = await openHouse({ onAvatar: () => Promise.reject(refusal) });
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form() });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, detail: refusal.message });
    expect(await house.incoming()).toEqual([]);
  });

  test('says when a ceiling resets', async () => {
    const onAvatar = () => Promise.reject(new Refusal('limit', 'limit_person', { resets: 90.2 }));
    const house = await openHouse({ onAvatar });
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form() });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('91');
  });

  test('says that the disk is full when the store says so', async () => {
    const cause = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const house = await openHouse({ onAvatar: () => Promise.reject(new StoreError('jobs', 'write', cause)) });
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form() });
    expect(answer.status).toBe(507);
    expect(await answer.json()).toMatchObject({ type: 'urn:herald:problem:storage-full' });
    expect(house.log.join('')).toContain('no space left on device');
  });

  test('tells nothing of an error that nobody foresaw, but logs it', async () => {
    const house = await openHouse({ onAvatar: () => Promise.reject(new Error('the cellar is flooded')) });
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form() });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('cellar');
    const { request_id: request } = JSON.parse(text) as { request_id: string };
    expect(house.log.find((line) => line.includes('the cellar is flooded'))).toContain(request);
    expect(await house.incoming()).toEqual([]);
  });
});
