import { expect, test } from 'vitest';
import { causeOf, isUnsent } from '../../src/platforms/network.ts';

const failed = (code: string, cause?: Error) => Object.assign(new Error('failed', { cause }), { code });

test('the cause of a failure is the innermost one that is known', () => {
  expect(causeOf(failed('ECONNRESET'))).toBe('ECONNRESET');
  expect(causeOf(failed('slack_webapi_request_error', new TypeError('x', { cause: failed('ENETUNREACH') })))).toBe(
    'ENETUNREACH',
  );
  expect(causeOf(new TypeError('x'))).toBe('TypeError');
  expect(causeOf('x')).toBe('unknown');
});

test('only what failed before anything was sent is surely unsent', () => {
  for (const cause of ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])
    expect(isUnsent(cause)).toBe(true);
  for (const cause of ['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'TypeError', 'unknown'])
    expect(isUnsent(cause)).toBe(false);
});
