import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSeal, deriveKey, SealError } from '../src/seal.ts';

const seal = createSeal('a secret of this house', 'tests');

describe('what is sealed', () => {
  test('is opened as it was, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, about) => {
        expect(seal.open(seal.close(text, about), about)).toBe(text);
      }),
    );
  });

  test('shows nothing of the text, and looks another way each time', () => {
    const [first, second] = [seal.close('xoxb-token', 'T1'), seal.close('xoxb-token', 'T1')];
    expect(first).not.toBe(second);
    expect(Buffer.from(first.slice(3), 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  test.each([
    ['with another secret', () => createSeal('another secret', 'tests')],
    ['for another purpose', () => createSeal('a secret of this house', 'others')],
  ])('is not opened %s', (_how, other) => {
    expect(() => other().open(seal.close('text', 'T1'), 'T1')).toThrow(SealError);
  });

  test('is not opened in the place of something else', () => {
    expect(() => seal.open(seal.close('text', 'T1'), 'T2')).toThrow(SealError);
  });

  test('is not opened once a single bit was changed', () => {
    const sealed = Buffer.from(seal.close('text', 'T1').slice(3), 'base64url');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => seal.open(`v1.${changed.toString('base64url')}`, 'T1')).toThrow(SealError);
    }
  });

  test.each(['', 'v1.', 'v2.AAAA', 'plain text', `v1.${'A'.repeat(20)}`])('was never sealed as “%s”', (text) => {
    expect(() => seal.open(text, 'T1')).toThrow(SealError);
  });
});

test('a key is the same for one purpose, and another one for another', () => {
  expect(deriveKey('secret', 'a')).toEqual(deriveKey('secret', 'a'));
  expect(deriveKey('secret', 'a')).not.toEqual(deriveKey('secret', 'b'));
  expect(deriveKey('secret', 'a')).toHaveLength(32);
});
