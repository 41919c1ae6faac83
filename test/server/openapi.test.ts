import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { openApi } from '../../src/server/openapi.ts';
import { openAnnouncing, SPACE, TARGET, wanted } from './announcing.ts';
import { form, openHouse } from './house.ts';

const DOCUMENT = JSON.parse(JSON.stringify(openApi('https://herald.example')));
const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false, allErrors: true });
ajv.addVocabulary(['example', 'components', 'paths']);
ajv.addSchema(
  { $id: 'openapi', components: DOCUMENT.components, paths: DOCUMENT.paths, $defs: {} },
  'openapi',
  false,
  false,
);

const escaped = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

/** What is wrong with an answer, by what the document says of it. */
function wrongWith(method: string, path: string, { status, body }: { status: number; body: unknown }): unknown {
  const { responses } = DOCUMENT.paths[path][method.toLowerCase()];
  const named = responses[status] ? String(status) : 'default';
  const [type = ''] = Object.keys(responses[named].content ?? {});
  const steps = ['paths', path, method.toLowerCase(), 'responses', named, 'content', type, 'schema'];
  const check = ajv.getSchema(`openapi#/${steps.map(escaped).join('/')}`);
  if (!check) return `there is no schema for ${method} ${path} ${status}`;
  return check(body) ? undefined : check.errors;
}

describe('the description of the API', () => {
  test('holds schemas of JSON Schema 2020-12, and refers only to what is there', () => {
    const schemas: [string, unknown][] = [];
    const collect = (at: unknown, path: readonly string[]): void => {
      if (typeof at !== 'object' || at === null) return;
      for (const [key, value] of Object.entries(at)) {
        if (key === 'schema') schemas.push([[...path, key].map(escaped).join('/'), value]);
        else collect(value, [...path, key]);
      }
    };
    collect(DOCUMENT.paths, ['paths']);
    expect(schemas.length).toBeGreaterThan(40);
    for (const [path] of schemas) expect(ajv.getSchema(`openapi#/${path}`), path).toBeTypeOf('function');
    for (const name of Object.keys(DOCUMENT.components.schemas)) {
      expect(ajv.getSchema(`openapi#/components/schemas/${name}`), name).toBeTypeOf('function');
    }
  });

  test('names each parameter of a path, and each operation once', () => {
    expect(DOCUMENT.openapi).toMatch(/^3\.1\./);
    const operations = Object.entries<Record<string, { parameters?: { in: string; name: string }[] }>>(DOCUMENT.paths);
    for (const [path, methods] of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(methods)) {
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
      }
    }
  });

  test('has every route of the server under /api, and no other', async () => {
    const { deps } = await openHouse();
    const app = createApp(deps, {
      accepting: () => true,
      ending: new AbortController().signal,
      adopt: () => undefined,
    });
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && /^\/(api|hooks)\//.test(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const described = Object.entries<object>(DOCUMENT.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...new Set(routes)].sort()).toEqual(described.sort());
  });

  test('fits what is really answered about announcements, presenters and hooks', async () => {
    const { ask, presenter, web } = await openAnnouncing();
    const wrong: unknown[] = [];
    const check = async (
      method: string,
      path: string,
      body?: unknown,
      ids: Record<string, string> = {},
      query = '',
    ) => {
      const answer = await ask(method, path.replace('{id}', ids.id ?? '') + query, body);
      const problem = wrongWith(method, path, answer);
      if (problem) wrong.push([method, path, problem]);
      return answer.body;
    };
    const saved = await presenter({ voice_id: 'oversea_male1' });
    wrong.push(...[wrongWith('POST', '/api/presenters', saved)].filter(Boolean));
    const byId = { id: (saved.body as { id: string }).id };
    await check('GET', '/api/presenters/{id}', undefined, byId);
    await check('PUT', '/api/presenters/default', { space: SPACE, presenter: byId.id });
    await check('GET', '/api/presenters', undefined, {}, `?space=${SPACE}`);
    const watch = { kind: 'watch', channel: 'room', roles: ['r1'] };
    const triggers = [wanted().trigger, { ...wanted().trigger, when: 'tomorrow at 9:00' }, watch];
    for (const [i, trigger] of triggers.entries())
      await check('POST', '/api/announcements', wanted({ name: `${i}`, trigger }));
    const hook = await check('POST', '/api/announcements', wanted({ trigger: { kind: 'hook', source: 'text' } }));
    const called = await web.fetch(`/hooks/${hook.id}`, {
      method: 'POST',
      headers: { 'x-gitlab-token': hook.hook.secret, 'content-type': 'application/json' },
      body: '{"text":"Hi."}',
    });
    wrong.push(
      ...[wrongWith('POST', '/hooks/{id}', { status: called.status, body: await called.json() })].filter(Boolean),
    );
    await check('GET', '/api/announcements', undefined, {}, `?space=${SPACE}`);
    const whole = await check('GET', '/api/announcements/{id}', undefined, hook);
    expect(whole.history).toHaveLength(1);
    await check('PATCH', '/api/announcements/{id}', { paused: true }, hook);
    await check('POST', '/api/announcements/{id}/secret', undefined, hook);
    await check('POST', '/api/announcements/{id}/test', { target: TARGET }, hook);
    await check('POST', '/api/announcements/now', { target: TARGET, presenter: 'Mayor', words: 'Hi.' });
    await check('POST', '/api/announcements', { name: 'Wrong' });
    await check('GET', '/api/announcements/{id}', undefined, { id: 'none' });
    expect(wrong).toEqual([]);
  });

  test('fits what is really answered about jobs', async () => {
    const web = await openHouse();
    const posted = await web.fetch('/api/jobs', { method: 'POST', body: form() });
    const job = (await posted.json()) as { id: string };
    const video = { state: 'delivered', video: { seconds: 3, bytes: 10 }, taskId: 't', units: 1, spent: 3 } as const;
    web.change(job.id, video);
    const get = async (path: string) => ({ status: 200, body: await (await web.fetch(path)).json() });
    expect(wrongWith('POST', '/api/jobs', { status: posted.status, body: job })).toBeUndefined();
    expect(wrongWith('GET', '/api/jobs', await get('/api/jobs'))).toBeUndefined();
    expect(wrongWith('GET', '/api/jobs/{id}', await get(`/api/jobs/${job.id}`))).toBeUndefined();
    expect(wrongWith('GET', '/api/voices', await get('/api/voices'))).toBeUndefined();
  });

  test('is a page without scripts, whole by itself, that names every operation', async () => {
    const web = await openHouse();
    const answer = await web.fetch('/api/docs');
    const page = await answer.text();
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(page).not.toMatch(/<script|style=|src=|href="[^#]|\[object|undefined/);
    for (const path of Object.keys(DOCUMENT.paths)) expect(page).toContain(` ${path}</code>`);
    expect(page).toContain('Europe/Berlin');
    expect(page).toMatch(/<code>photo<\/code><\/th><td>file</);
    expect(await (await web.fetch('/api/openapi.json')).json()).toMatchObject({ openapi: DOCUMENT.openapi });
  });
});
