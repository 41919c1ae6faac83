import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createCallbackReader } from '../../src/kling/callback.ts';

/** The vendor's test vector (facts/kling.md §5). */
const SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=';
const SIGNED_AT = 1781080794;
const BODY =
  '{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}';
const HEADERS: Record<string, string> = {
  'webhook-id': '9876543210',
  'webhook-timestamp': String(SIGNED_AT),
  'webhook-signature': 'v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=',
};

const bytes = (body: unknown) => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
const none = () => undefined;

function trusts(
  change: Record<string, string | undefined> = {},
  body = BODY,
  now = SIGNED_AT * 1000,
): boolean | undefined {
  const headers = { ...HEADERS, ...change };
  return createCallbackReader(SECRET, () => now)(bytes(body), (name) => headers[name])?.trusted;
}

describe('a signature', () => {
  test('of the vendor’s own example is trusted', () => {
    const read = createCallbackReader(SECRET, () => SIGNED_AT * 1000);
    expect(read(bytes(BODY), (name) => HEADERS[name])).toEqual({
      trusted: true,
      task: { id: '1234567890', status: 'succeeded', message: '', createdAt: 1781080778802, updatedAt: 1781080794151 },
    });
  });

  test('among several, as while the secret is being changed, is found', () => {
    const other = new Webhook('whsec_b3RoZXI=').sign('9876543210', new Date(SIGNED_AT * 1000), BODY);
    expect(trusts({ 'webhook-signature': `v1a,x ${other} ${HEADERS['webhook-signature']}` })).toBe(true);
    expect(trusts({ 'webhook-signature': other })).toBe(false);
  });

  test('is not trusted when body, id, time or signature were changed', () => {
    expect(trusts({}, BODY.replace('1234567890', '1234567891'))).toBe(false);
    expect(trusts({}, `${BODY} `)).toBe(false);
    expect(trusts({ 'webhook-id': '1' })).toBe(false);
    expect(trusts({ 'webhook-timestamp': String(SIGNED_AT + 1) })).toBe(false);
    expect(trusts({ 'webhook-timestamp': `${SIGNED_AT}.0` })).toBe(false);
    expect(trusts({ 'webhook-signature': 'v1,AAAA' })).toBe(false);
    expect(trusts({ 'webhook-signature': HEADERS['webhook-signature']?.replace('v1,', 'v2,') })).toBe(false);
  });

  test('is not trusted when a header is missing', () => {
    for (const name of Object.keys(HEADERS)) expect(trusts({ [name]: undefined })).toBe(false);
  });

  test('is trusted for five minutes either way', () => {
    const at = (seconds: number) => trusts({}, BODY, (SIGNED_AT + seconds) * 1000);
    expect([at(-301), at(-300), at(300), at(301)]).toEqual([false, true, true, false]);
  });

  test('proves nothing while no secret is configured', () => {
    const read = createCallbackReader(undefined, () => SIGNED_AT * 1000);
    expect(read(bytes(BODY), (name) => HEADERS[name])?.trusted).toBe(false);
  });

  test('cannot be checked with a secret that is not base64, which is said at the start', () => {
    expect(() => createCallbackReader('whsec_***', () => 0)).toThrow();
  });
});

describe('a body', () => {
  const read = createCallbackReader(undefined, () => 0);
  const legacy = {
    task_id: 't1',
    task_status: 'succeed',
    task_status_msg: '',
    created_at: 1,
    updated_at: 2,
    final_unit_deduction: '4.4',
    task_info: { external_task_id: 'j0abc', parent_video: {} },
    task_result: { videos: [{ id: 'v1', url: 'https://cdn/v.mp4', duration: '11' }] },
  };
  const told = {
    id: 't1',
    externalId: 'j0abc',
    status: 'succeeded',
    message: '',
    createdAt: 1,
    updatedAt: 2,
    units: 4.4,
    video: { url: 'https://cdn/v.mp4', seconds: 11 },
  };

  test('in the legacy shape is read bare and wrapped', () => {
    expect(read(bytes(legacy), none)).toEqual({ trusted: false, task: told });
    const wrapped = { code: 0, message: 'SUCCEED', request_id: 'r', data: legacy };
    expect(read(bytes(wrapped), none)).toEqual({ trusted: false, task: told });
  });

  test('in the new shape is read bare and wrapped', () => {
    const { units: _, ...task } = told;
    const body = {
      id: 't1',
      status: 'succeeded',
      message: '',
      create_time: 1,
      update_time: 2,
      external_id: 'j0abc',
      outputs: [{ id: 'v1', url: 'https://cdn/v.mp4', duration: '11' }],
      billing: [],
    };
    expect(read(bytes(body), none)?.task).toEqual(task);
    expect(read(bytes({ code: 0, data: body }), none)?.task).toEqual(task);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no id', { task_status: 'succeed' }],
    ['no status', { task_id: 't1' }],
    ['a wrapper around nothing', { code: 0, data: null }],
  ])('of %s is no callback', (_, body) => {
    expect(read(bytes(body), none)).toBeUndefined();
  });
});
