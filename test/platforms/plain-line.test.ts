import { expect, test } from 'vitest';
import { bracketed, plainLine } from '../../src/platforms/plain-line.ts';

const WORDS = {
  own: {},
  person: (id: string) => `person ${id}`,
  role: (id: string) => `role ${id}`,
  channel: (id: string) => `channel ${id}`,
};

test.each([
  [{ person: '1' }, 'person 1'],
  [{ role: '2' }, 'role 2'],
  [{ channel: '3\u202e' }, 'channel 3'],
  [{ code: 'a\u0000b' }, 'ab'],
  [{ when: Date.UTC(2026, 10, 22, 14, 5) }, 'Nov 22, 2026, 2:05 PM UTC'],
  [{ url: 'https://example.com', label: 'form_title' }, 'Make a photo talk'],
  [{ key: 'answer_for_person', params: { person: { person: '4' } } }, 'For person 4:'],
  ['two words', 'two words'],
  [7, '7'],
] as const)('where no formatting is known, %j is read as “%s”', (value, words) => {
  const line = { key: 'answer_for_person', params: { person: value } } as const;
  expect(plainLine(line, 'en', WORDS)).toBe(`For ${words}:`);
});

test('an address ends no brackets that it is put in', () => {
  expect(bracketed('https://example.com/a>b|c<d')).toBe('https://example.com/a%3Eb%7Cc%3Cd');
});
