import { describe, expect, test } from 'vitest';
import { clean, oneLine } from '../../src/platforms/plain.ts';

describe('clean words', () => {
  test('keep their letters of every script, and lose what turns a line round', () => {
    expect(clean('你好 مرحبا 👋🏽\u202e!')).toBe('你好 مرحبا 👋🏽!');
  });

  test('have one kind of line end, no control characters and no half characters', () => {
    expect(clean('one\r\ntwo\u2028three\u0000\u0007\ud83d')).toBe('one\ntwo\nthree\ufffd');
  });
});

describe('one line', () => {
  test('takes the place of several', () => {
    expect(oneLine('  one\r\ntwo\u2028\tthree ', 80)).toBe('one two three');
  });

  test('ends with an ellipsis where it is too long, and never within a character', () => {
    expect(oneLine('a'.repeat(81), 80)).toBe(`${'a'.repeat(79)}…`);
    expect(oneLine(`${'a'.repeat(78)}👋👋`, 80)).toBe(`${'a'.repeat(78)}…`);
    expect(oneLine('a'.repeat(80), 80)).toHaveLength(80);
  });
});
