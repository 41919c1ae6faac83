import { describe, expect, test } from 'vitest';
import { ERRORS } from '../../src/kling/error-table.ts';
import { alreadyExists, KlingError, NotSent, pausesQueue, saysNotThere } from '../../src/kling/errors.ts';
import { failureReason } from '../../src/kling/failure-reason.ts';
import { say } from '../../src/texts.ts';

const error = (code: number, said = '', status = 400) => new KlingError({ code, status, said });

test('the table holds the vendor’s codes, each with its kind and whether it may pass', () => {
  const rows = [...ERRORS].map(([code, row]) => [code, row.kind, row.transient] as const);
  expect(rows.filter(([code]) => code >= 1000)).toEqual([
    [1000, 'credentials', false],
    [1001, 'credentials', false],
    [1002, 'credentials', false],
    [1003, 'credentials', false],
    [1004, 'credentials', false],
    [1100, 'money', false],
    [1101, 'money', false],
    [1102, 'money', false],
    [1103, 'permission', false],
    [1200, 'invalid', false],
    [1201, 'invalid', false],
    [1202, 'invalid', false],
    [1203, 'invalid', false],
    [1300, 'policy', false],
    [1301, 'policy', false],
    [1302, 'throttled', true],
    [1303, 'busy', true],
    [1304, 'permission', false],
    [5000, 'unavailable', true],
    [5001, 'unavailable', true],
    [5002, 'unavailable', true],
  ]);
});

test('every row has a whole sentence for the person and one for the operator', () => {
  for (const row of ERRORS.values()) {
    expect(say(row.person)).toMatch(/^[^{}]+\.$/);
    expect(row.operator).toMatch(/\.$/);
  }
});

test('an unknown code is an error of its own', () => {
  expect(error(4242)).toMatchObject({ kind: 'unknown', transient: false, person: 'kling_unknown' });
  expect(error(4242, '', 500)).toMatchObject({ kind: 'unknown', transient: true });
});

test('the queue pauses for credentials, permissions and money, and for nothing else', () => {
  const pausing = [...ERRORS.keys()].filter((code) => pausesQueue(error(code)));
  expect(pausing).toEqual([1000, 1001, 1002, 1003, 1004, 1100, 1101, 1102, 1103, 1304]);
  expect(pausesQueue(new NotSent('network', 'ECONNREFUSED'))).toBe(false);
});

describe('code 1201 is read by its words', () => {
  test.each([
    ['Voice id not found', 'kling_voice'],
    ['Audio format is invalid', 'kling_audio'],
    ['image resolution is invalid', 'kling_photo'],
    ['something else', 'kling_invalid'],
  ])('%s', (said, person) => {
    expect(error(1201, said).person).toBe(person);
  });

  test('as a second use of an id', () => {
    expect(alreadyExists(error(1201, 'external_task_id already exists'))).toBe(true);
    expect(alreadyExists(error(1201, 'Voice id not found'))).toBe(false);
    expect(alreadyExists(error(1301, 'already exists'))).toBe(false);
  });

  test('as a task that is not there', () => {
    expect(saysNotThere(error(1201, 'Task not found by id/external id'))).toBe(true);
    expect(saysNotThere(error(1203, 'the task does not exist', 404))).toBe(true);
    expect(saysNotThere(error(404, 'Task not found', 404))).toBe(true);
    expect(saysNotThere(error(1201, 'task id is malformed'))).toBe(false);
    expect(saysNotThere(error(1202, 'method not found', 404))).toBe(false);
    expect(saysNotThere(error(404, 'no such path: not found', 404))).toBe(false);
    expect(saysNotThere(error(1002, 'api key not found', 401))).toBe(false);
  });
});

test.each([
  ['Failure to pass the risk control system', 'kling_policy'],
  ['The input image resolution or aspect ratio is invalid', 'kling_photo'],
  ['No face detected', 'kling_face'],
  ['audio decode error', 'kling_audio'],
  ['', 'kling_failed'],
  ['inner surface of the model', 'kling_failed'],
] as const)('a task that failed with “%s” is told as %s', (message, key) => {
  expect(failureReason(message)).toBe(key);
});
