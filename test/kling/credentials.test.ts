import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { accountFingerprint, createSigner } from '../../src/kling/credentials.ts';
import { KlingError } from '../../src/kling/errors.ts';
import { calm, KEY, ok, PAIR, refused, reply, standIn, transportTo } from './stand-in.ts';

const NOON = Date.UTC(2026, 8, 20, 12);
const call = { route: 'create', path: '/v1/make', data: z.object({ task_id: z.string() }) } as const;

describe('an API key', () => {
  test('is sent as it is', async () => {
    expect(await createSigner(KEY, () => NOON).authorization()).toBe('Bearer api-key-kling-0123456789');
  });

  test('is not tried again after a refusal of tokens', async () => {
    const server = await standIn((_, response) => reply(response, 401, refused(1004, 'expired')));
    const { transport } = transportTo(server.url);
    await expect(transport.send(call, {}, calm())).rejects.toMatchObject({ code: 1004 });
    expect(server.received).toHaveLength(1);
  });
});

describe('an access key and its secret key', () => {
  const tokenAt = async (signer: ReturnType<typeof createSigner>) => (await signer.authorization()).slice(7);

  test('sign a token of half an hour, valid since 5 s ago, that holds nothing else', async () => {
    const token = await tokenAt(createSigner(PAIR, () => NOON + 999));
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
    const secret = new TextEncoder().encode('a-secret-key-of-32-characters-xx');
    const { payload } = await jwtVerify(token, secret, { currentDate: new Date(NOON) });
    expect(payload).toEqual({ iss: 'an-access-key', exp: NOON / 1000 + 1800, nbf: NOON / 1000 - 5 });
  });

  test('sign anew only when less than 5 minutes of the token are left', async () => {
    let now = NOON;
    const signer = createSigner(PAIR, () => now);
    const first = await tokenAt(signer);
    now += 25 * 60_000 - 1;
    expect(await tokenAt(signer)).toBe(first);
    now += 1;
    expect(await tokenAt(signer)).not.toBe(first);
  });

  test.each([1003, 1004])(
    'sign anew once when Kling refuses a token with %i, for what costs money too',
    async (code) => {
      let now = NOON;
      const server = await standIn((_, response) => {
        now += 1_000;
        reply(
          response,
          server.received.length > 1 ? 200 : 401,
          server.received.length > 1 ? ok({ task_id: 't1' }) : refused(code, 'token'),
        );
      });
      const { transport, news } = transportTo(server.url, { credentials: PAIR, now: () => now });
      expect(await transport.send(call, { image: 'x' }, calm())).toEqual({ task_id: 't1' });
      const tokens = server.received.map((request) => request.headers.authorization);
      expect(tokens).toHaveLength(2);
      expect(tokens[0]).not.toBe(tokens[1]);
      expect(server.received.map((request) => request.body)).toEqual(['{"image":"x"}', '{"image":"x"}']);
      expect(news.map((entry) => entry.outcome)).toEqual(['credentials', 'ok']);
    },
  );

  test('are refused for good when the second token is refused as well', async () => {
    const server = await standIn((_, response) => reply(response, 401, refused(1003, 'not yet valid')));
    const { transport } = transportTo(server.url, { credentials: PAIR });
    await expect(transport.read({ ...call, route: 'task' }, calm())).rejects.toBeInstanceOf(KlingError);
    expect(server.received).toHaveLength(2);
  });

  test('and their token are not shown by an error that Kling’s words would put them into', async () => {
    const server = await standIn((request, response) =>
      reply(
        response,
        401,
        refused(1000, `${request.headers.authorization} an-access-key a-secret-key-of-32-characters-xx`),
      ),
    );
    const { transport } = transportTo(server.url, { credentials: PAIR });
    await expect(transport.send(call, {}, calm())).rejects.toMatchObject({ said: '[secret] [secret] [secret]' });
  });
});

test('fingerprints tell accounts apart and give nothing away', () => {
  const fingerprints = [KEY, PAIR, { kind: 'key', apiKey: 'an-access-key' } as const].map(accountFingerprint);
  expect(new Set(fingerprints).size).toBe(3);
  for (const fingerprint of fingerprints) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(accountFingerprint({ ...KEY })).toBe(fingerprints[0]);
});
