import { describe, expect, test } from 'vitest';
import { openAnnouncing, SCHEDULE, SPACE, TARGET, wanted } from './announcing.ts';

async function open() {
  const kit = await openAnnouncing();
  const { body } = await kit.presenter();
  return { ...kit, mayor: (body as { id: string }).id };
}

describe('/api/announcements', () => {
  test('sets one up, shows it, lists it, changes it, pauses it, resumes it, and removes it', async () => {
    const { ask, mayor } = await open();
    const made = await ask('POST', '/api/announcements', wanted());
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Standup', presenter: mayor, paused: false, per_day: 24 },
    });
    const path = `/api/announcements/${made.body.id}`;
    expect(made.headers.get('location')).toBe(path);
    expect(made.body.trigger).toEqual({ ...SCHEDULE, cron: expect.any(String) });
    // Sunday noon: the next one is on Monday at nine in Berlin
    expect((await ask('GET', path)).body).toMatchObject({ target: TARGET, owner: 'api', today: 0, history: [] });
    expect((await ask('GET', `/api/announcements?space=${SPACE}`)).body.announcements).toEqual([made.body]);

    const changed = await ask('PATCH', path, { name: 'Daily', per_day: 2, paused: true });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Daily', per_day: 2, paused: true } });
    expect((await ask('PATCH', path, { paused: false })).body).toMatchObject({ paused: false });
    const later = { ...SCHEDULE, when: 'every weekday at 10:00' };
    expect((await ask('PATCH', path, { trigger: later })).body.trigger).toMatchObject({ when: later.when });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
  });

  test('shows a moment by its date, so that what was shown can be sent back', async () => {
    const { ask } = await open();
    const trigger = { kind: 'schedule', when: 'in 90 minutes', time_zone: 'Europe/Berlin' };
    const { body } = await ask('POST', '/api/announcements', wanted({ trigger }));
    const { at, ...shown } = body.trigger;
    expect(shown).toEqual({ ...trigger, when: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/) });
    const path = `/api/announcements/${body.id}`;
    expect((await ask('PATCH', path, { trigger: shown })).body.trigger).toEqual(body.trigger);
    const away = await ask('PATCH', path, { trigger: { ...shown, time_zone: 'America/New_York' } });
    expect(away.body.trigger).toMatchObject({ when: shown.when, time_zone: 'America/New_York' });
    expect(Date.parse(away.body.trigger.at) - Date.parse(at)).toBe(6 * 3_600_000);
  });

  test('gives the secret of a hook once, and a new one when asked', async () => {
    const { ask } = await open();
    const made = await ask('POST', '/api/announcements', wanted({ trigger: { kind: 'hook', source: 'alert' } }));
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { id, hook } = made.body;
    expect(hook).toEqual({ url: `https://herald.test/hooks/${id}`, secret: expect.stringMatching(/^whsec_/) });
    expect(JSON.stringify(await ask('GET', `/api/announcements/${id}`))).not.toContain('whsec_');
    const renewed = await ask('POST', `/api/announcements/${id}/secret`);
    expect(renewed.headers.get('cache-control')).toBe('no-store');
    expect(renewed.body.hook.secret).not.toBe(hook.secret);
  });

  test('says something right away, once for each Idempotency-Key', async () => {
    const { ask, house } = await open();
    const saying = { target: TARGET, presenter: 'mayor', words: 'The build is green.' };
    const key = { 'idempotency-key': 'build 7' };
    const first = await ask('POST', '/api/announcements/now', saying, key);
    expect(first.status).toBe(202);
    const again = await ask('POST', '/api/announcements/now', saying, key);
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await ask('POST', '/api/announcements/now', { ...saying, words: 'No.' }, key)).toMatchObject({
      status: 422,
    });
    expect(await house.jobs()).toMatchObject([{ id: first.body.id, announced: { presenter: 'Mayor' } }]);
  });

  test('says an example of one where it is told to', async () => {
    const { ask, house } = await open();
    const { body } = await ask('POST', '/api/announcements', wanted());
    const target = { ...TARGET, channel: 'room' };
    const answer = await ask('POST', `/api/announcements/${body.id}/test`, { target });
    expect(answer).toMatchObject({ status: 202, body: { cause: { kind: 'test' }, cut: false } });
    expect(await house.jobs()).toMatchObject([{ id: answer.body.id, place: { channel: 'room' } }]);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ name: undefined }, 'The field “name” is missing.'],
    [{ name: 'x'.repeat(61) }, '“name”'],
    [{ per_day: '3' }, '“per_day”'],
    [{ color: 'red' }, '“color”'],
    [{ target: { ...TARGET, private: true } }, '“target.private”'],
    [{ target: { ...TARGET, thread: 'here' } }, '“target.thread”'],
    [{ trigger: { kind: 'moon' } }, '“trigger.kind”'],
    [{ trigger: { kind: 'schedule', when: 'daily' } }, '“trigger.time_zone” is missing'],
    [{ trigger: { ...SCHEDULE, when: 'when the cows come home' } }, 'every weekday at 9:00'],
    [{ trigger: { ...SCHEDULE, time_zone: 'Europe/Atlantis' } }, 'Europe/Atlantis'],
    [{ presenter: 'Nobody' }, '“Nobody”'],
    [{ words: '{nonsense}' }, '{nonsense}'],
  ])('refuses %j with a sentence', async (more, sentence) => {
    const { ask } = await open();
    const answer = await ask('POST', '/api/announcements', wanted(more));
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toContain(sentence);
    expect((await ask('GET', `/api/announcements?space=${SPACE}`)).body.announcements).toEqual([]);
  });

  test('refuses what is no JSON, what is too much of it, and a list of no space', async () => {
    const { web, ask } = await open();
    const post = (body: string, type = 'application/json') =>
      web.fetch('/api/announcements', { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{')).status).toBe(400);
    expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await post(`"${'x'.repeat(1_000_000)}"`)).status).toBe(413);
    expect((await post('[]')).status).toBe(422);
    expect(await ask('GET', '/api/announcements')).toMatchObject({ status: 400 });
    expect(await ask('GET', '/api/announcements?space=discord')).toMatchObject({ status: 400 });
  });

  test('is for those who have the token', async () => {
    const { ask } = await openAnnouncing({}, { env: { API_TOKEN: 'token' } });
    const paths = ['/api/announcements', '/api/presenters', '/api/openapi.json', '/api/docs', '/api/docs.css'];
    const answers = await Promise.all(paths.map((path) => ask('GET', path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 401));
  });
});
