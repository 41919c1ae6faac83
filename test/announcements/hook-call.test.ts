import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { SourceName } from '../../commands/sources.ts';
import { readHookBody } from '../../src/announcements/hook-body.ts';
import { type Proof, proofOf } from '../../src/announcements/hook-signature.ts';
import { call, openHooks, SECRET } from './hook-kit.ts';

const OTHER = 'whsec_b3RoZXJzZWNyZXRvdGhlcnNlY3JldG90aGVyc2VjcmV0MTI=';
const NOW = 1_800_000_000_000;
const BODY = Buffer.from('{"text":"Hello."}');

const github = (secret: string, body: Uint8Array = BODY) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
const standard = (secret: string, at = NOW) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), BODY.toString()),
});

const proof = (headers: Record<string, string>) => proofOf(SECRET, BODY, (name) => headers[name], NOW);

describe('the secret of a hook', () => {
  test.each<[string, Record<string, string>, Proof]>([
    ['a signature as GitHub makes it', github(SECRET), 'body'],
    ['a signature as Standard Webhooks has it', standard(SECRET), 'body and id'],
    [
      'one of several such signatures',
      { ...standard(SECRET), 'webhook-signature': `v1,AAAA ${standard(SECRET)['webhook-signature']}` },
      'body and id',
    ],
    ['a bearer token', { authorization: `bearer ${SECRET}` }, 'secret'],
    ['the token that GitLab sends', { 'x-gitlab-token': SECRET }, 'secret'],
  ])('is shown by %s', (_, headers, shown) => {
    expect(proof(headers)).toBe(shown);
  });

  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['another secret’s signature', github(OTHER)],
    ['a signature of another body', github(SECRET, Buffer.from('{}'))],
    ['a signature cut short', { 'x-hub-signature-256': github(SECRET)['x-hub-signature-256'].slice(0, -1) }],
    ['another secret’s standard signature', standard(OTHER)],
    ['a standard signature of six minutes ago', standard(SECRET, NOW - 6 * 60_000)],
    ['a standard signature of six minutes ahead', standard(SECRET, NOW + 6 * 60_000)],
    ['a standard signature under another id', { ...standard(SECRET), 'webhook-id': 'msg_2' }],
    ['another bearer token', { authorization: `Bearer ${OTHER}` }],
    ['an empty token', { authorization: 'Bearer ', 'x-gitlab-token': '', 'x-hub-signature-256': 'sha256=' }],
  ])('is not shown by %s', (_, headers) => {
    expect(proof(headers)).toBeUndefined();
  });

  test('signs as GitHub’s documentation has it', () => {
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const header = (name: string) => (name === 'x-hub-signature-256' ? signature : undefined);
    expect(proofOf("It's a Secret to Everybody", Buffer.from('Hello, World!'), header, NOW)).toBe('body');
  });
});

describe('the body of a call', () => {
  const read = (type: string | undefined, body: string) => readHookBody(type, Buffer.from(body));
  const multipart = '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHi\r\n--b--\r\n';

  test.each<[string | undefined, string]>([
    ['application/json; charset=utf-8', '{"text":"Hi"}'],
    ['application/cloudevents+json', '{"text":"Hi"}'],
    [undefined, '{"text":"Hi"}'],
    ['application/x-www-form-urlencoded', 'text=Hi'],
    ['application/x-www-form-urlencoded', `payload=${encodeURIComponent('{"text":"Hi"}')}`],
    ['application/x-www-form-urlencoded', '{"text":"Hi"}'],
    ['multipart/form-data; boundary=b', multipart],
  ])('is read as %s', async (type, body) => {
    expect(await read(type, body)).toEqual({ text: 'Hi' });
  });

  test.each<[string | undefined, string, string]>([
    ['application/json', '', 'hook_body_empty'],
    ['application/json', '{"text":', 'hook_body_broken'],
    ['application/json', '["text"]', 'hook_body_object'],
    ['application/json', 'null', 'hook_body_object'],
    [undefined, 'text', 'hook_body_broken'],
    ['text/plain', 'text', 'hook_body_type'],
    ['text/html', '{}', 'hook_body_type'],
    ['multipart/form-data', multipart, 'hook_body_broken'],
    ['multipart/form-data; boundary=b', multipart.slice(0, 40), 'hook_body_broken'],
  ])('is refused as %s where it is %j', async (type, body, key) => {
    await expect(read(type, body)).rejects.toMatchObject({ kind: 'input', key });
  });

  test('is refused where it is not UTF-8', async () => {
    await expect(readHookBody('application/json', Buffer.from('{"a":"\xff"}', 'latin1'))).rejects.toMatchObject({
      key: 'hook_body_broken',
    });
  });

  test('gives no object another prototype', async () => {
    const payload = await read('application/json', '{"__proto__":{"text":"Hi"}}');
    expect(payload.text).toBeUndefined();
    expect((await read('application/x-www-form-urlencoded', '__proto__=x&text=Hi')).text).toBe('Hi');
  });
});

describe('of what a source reports', () => {
  const release = { draft: false, tag_name: 'v1' };
  const event = (name: string) => ({ 'x-github-event': name });

  test.each<[SourceName, unknown, Record<string, string>, 'made' | 'nothing']>([
    ['github-release', { action: 'published', release }, event('release'), 'made'],
    ['github-release', { action: 'published', release }, {}, 'made'],
    ['github-release', { action: 'edited', release }, event('release'), 'nothing'],
    ['github-release', { action: 'published', release: { draft: true } }, event('release'), 'nothing'],
    ['github-release', { zen: 'Keep it logically awesome.' }, event('ping'), 'nothing'],
    ['github-release', { action: 'published', release }, event('package'), 'nothing'],
    ['gitlab-release', { object_kind: 'release', action: 'create' }, {}, 'made'],
    ['gitlab-release', { object_kind: 'release', action: 'update' }, {}, 'nothing'],
    ['gitlab-release', { object_kind: 'push' }, {}, 'nothing'],
    ['alert', { status: 'firing', alerts: [] }, {}, 'made'],
    ['alert', { status: 'resolved', alerts: [] }, {}, 'nothing'],
    ['alert', { state: 'alerting' }, {}, 'made'],
    ['alert', { state: 'ok' }, {}, 'nothing'],
  ])('%s takes %j %j: %s', async (source, body, headers, outcome) => {
    const hooks = await openHooks({ source });
    expect(await hooks.take(call(body, headers))).toMatchObject({ outcome });
    expect(hooks.jobs.size).toBe(outcome === 'made' ? 1 : 0);
  });

  test.each<[SourceName, unknown, string]>([
    ['text', { title: 'x' }, 'hook_text_missing'],
    ['text', { text: ' \n' }, 'hook_text_missing'],
    ['text', { text: { toString: 'x' } }, 'hook_text_missing'],
    ['github-release', { text: 'x' }, 'hook_unlike_github'],
    ['gitlab-release', { text: 'x' }, 'hook_unlike_gitlab'],
    ['alert', { text: 'x' }, 'hook_unlike_alert'],
  ])('%s refuses %j with a sentence', async (source, body, key) => {
    const hooks = await openHooks({ source });
    await expect(hooks.take(call(body))).rejects.toMatchObject({ kind: 'input', key });
    expect(await hooks.kept()).toEqual([]);
  });

  test('words of one’s own make something of any payload', async () => {
    const hooks = await openHooks({ announcement: { words: 'Look: {{title}}' } });
    expect(await hooks.take(call({ title: 'x' }))).toMatchObject({ outcome: 'made' });
  });
});
