import { describe, expect, test } from 'vitest';
import { actionIds, readAction } from '../../src/platforms/action-ids.ts';

describe('the id of an action', () => {
  test('tells its action to whoever reads it', () => {
    const idOf = actionIds();
    const action = { name: 'a-name-of-xx-letters', subject: `${'j'.repeat(24)}.${'0'.repeat(35)}` };
    expect(readAction(idOf(action))).toEqual(action);
    expect(readAction('set-shut-out:here')).toEqual({ name: 'set-shut-out', subject: 'here' });
  });

  test('is another one each time that a message repeats the action, which stays the same', () => {
    const idOf = actionIds();
    const ids = Array.from({ length: 25 }, () => idOf({ name: 'show', subject: 'j1' }));
    expect(new Set(ids).size).toBe(25);
    for (const id of ids) expect(readAction(id)).toEqual({ name: 'show', subject: 'j1' });
  });

  test('may be marked by a letter', () => {
    expect(actionIds('~s')({ name: 'cancel', subject: 'j1' })).toBe('cancel:j1~s');
    expect(readAction('cancel:j1~s')).toEqual({ name: 'cancel', subject: 'j1' });
  });

  test.each([
    '',
    'show',
    'show:',
    ':j1',
    'Show:j1',
    'show:j1:2',
    'show:J',
    `show:${'j'.repeat(61)}`,
    'show:j1~',
    'show:j1~100',
  ])('is not %j', (foreign) => expect(readAction(foreign)).toBeUndefined());

  test('that could not be read again is a defect', () => {
    expect(() => actionIds()({ name: 'show', subject: 'No Subject' })).toThrow(RangeError);
  });
});
