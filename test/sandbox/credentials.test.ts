import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { call, LIVE, sandboxWith } from './kit.ts';

const SECRET = 'a secret key of the operator, long enough';

async function list(sandbox: Sandbox, authorization: string | undefined) {
  const headers = authorization === undefined ? {} : { authorization };
  const { status, code } = await call(sandbox, 'GET', LIVE, undefined, { headers });
  return [status, code];
}

async function token(claims: { iss?: string; exp?: number; nbf?: number }, secret = SECRET): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return `Bearer ${await new SignJWT({ iss: 'access', exp: now + 1800, nbf: now - 5, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret))}`;
}

describe('authorization', () => {
  test('is needed, as a bearer, and any will do by default', async () => {
    const sandbox = await sandboxWith();
    expect(await list(sandbox, undefined)).toEqual([401, 1001]);
    expect(await list(sandbox, 'Basic abc')).toEqual([401, 1002]);
    expect(await list(sandbox, 'Bearer anything')).toEqual([200, 0]);
  });

  test('takes the one API key that it was given', async () => {
    const sandbox = await sandboxWith({ accept: { apiKey: 'right' } });
    expect(await list(sandbox, 'Bearer right')).toEqual([200, 0]);
    expect(await list(sandbox, 'Bearer wrong')).toEqual([401, 1002]);
  });

  test('verifies the tokens of an access key: issuer, signature, and both ends of their life', async () => {
    const sandbox = await sandboxWith({ accept: { accessKey: 'access', secretKey: SECRET } });
    const now = Math.floor(Date.now() / 1000);
    expect(await list(sandbox, await token({}))).toEqual([200, 0]);
    expect(await list(sandbox, await token({ iss: 'somebody' }))).toEqual([401, 1002]);
    expect(await list(sandbox, 'Bearer no-token-at-all')).toEqual([401, 1002]);
    expect(await list(sandbox, await token({}, 'another secret key of the operator'))).toEqual([401, 1000]);
    expect(await list(sandbox, await token({ nbf: now + 600 }))).toEqual([401, 1003]);
    expect(await list(sandbox, await token({ exp: now - 10 }))).toEqual([401, 1004]);
  });
});
