import { describe, expect, test } from 'vitest';
import { openAnnouncing, SPACE, wanted } from './announcing.ts';

describe('/api/presenters', () => {
  test('saves one, shows it, lists it, and lets it speak by default', async () => {
    const { presenter, ask, web } = await openAnnouncing();
    const { status, body } = await presenter({ voice_id: 'oversea_male1', aspect_ratio: '9:16' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Mayor',
      space: SPACE,
      voice_id: 'oversea_male1',
      aspect_ratio: '9:16',
      owner: 'api',
    });
    const { id } = body as { id: string };
    expect((await ask('GET', `/api/presenters/${id}`)).body).toEqual(body);
    const chosen = { space: SPACE, channel: 'news', presenter: 'mayor' };
    expect((await ask('PUT', '/api/presenters/default', chosen)).body).toEqual({ channels: { news: id } });
    expect((await ask('PUT', '/api/presenters/default', { space: SPACE, presenter: id })).status).toBe(200);
    const listed = await ask('GET', `/api/presenters?space=${SPACE}`);
    expect(listed.body).toEqual({ presenters: [body], defaults: { space: id, channels: { news: id } } });
    const none = await ask('PUT', '/api/presenters/default', { ...chosen, presenter: null });
    expect(none.body).toEqual({ space: id, channels: {} });
    expect(await web.incoming()).toEqual([]);
  });

  test('removes one; announcements that use it pause, and say why', async () => {
    const { presenter, ask } = await openAnnouncing();
    const { body } = await presenter();
    const made = await ask('POST', '/api/announcements', wanted());
    expect((await ask('DELETE', `/api/presenters/${(body as { id: string }).id}`)).status).toBe(204);
    const { paused, paused_why: why } = (await ask('GET', `/api/announcements/${made.body.id}`)).body;
    expect(paused).toBe(true);
    expect(why).toEqual(expect.stringContaining('presenter'));
    expect((await ask('PATCH', `/api/announcements/${made.body.id}`, { paused: false })).status).toBeGreaterThanOrEqual(
      400,
    );
  });

  test.each<[Record<string, string>, number, string]>([
    [{ photo: 'words' }, 400, 'photo'],
    [{ space: 'home' }, 422, '“space”'],
    [{ aspect_ratio: '2:1' }, 422, '“aspect_ratio”'],
    [{ voice_id: 'a b' }, 422, '“voice_id”'],
    [{ colour: 'red' }, 400, '“colour”'],
  ])('refuses %j and keeps nothing', async (fields, status, sentence) => {
    const { presenter, web } = await openAnnouncing();
    const answer = await presenter(fields);
    expect(answer.status).toBe(status);
    expect((answer.body as { detail: string }).detail).toContain(sentence);
    expect(await web.incoming()).toEqual([]);
  });

  test('refuses one without a photo, and another of the same name', async () => {
    const { presenter, web } = await openAnnouncing();
    const form = new FormData();
    form.append('space', SPACE);
    form.append('name', 'Mayor');
    const answer = await web.fetch('/api/presenters', { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ status: 422, type: 'urn:herald:problem:http-presenter-photo' });
    expect((await presenter()).status).toBe(201);
    expect((await presenter({ name: 'MAYOR' })).status).toBe(422);
  });
});
