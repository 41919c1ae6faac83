import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped } from '../../../src/platforms/discord/escape.ts';
import { clean } from '../../../src/platforms/plain.ts';
import { readContent } from './read.ts';

/** Words that mean something to Discord, torn and put together in any way. */
const PIECES = [
  '<@80351110224678912>',
  '<@!1>',
  '<@&2>',
  '<#3>',
  '</avatar:4>',
  '<t:0:R>',
  '<:x:5>',
  '<id:browse>',
  '@everyone',
  '@here',
  'https://example.com/a_b',
  'http://',
  '<https://example.com>',
  '[see](https://example.com)',
  'discord.gg/abc',
  ':smile:',
  '**',
  '__',
  '~~',
  '||',
  '```',
  '# ',
  '> ',
  '>>> ',
  '- ',
  '-# ',
  '1. ',
  '12.',
  '\\',
  '\\\\',
  '\n',
  ' ',
  'word',
  '\u202e',
  '\ud83d',
  '¯\\_(ツ)_/¯',
];
const words = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('words that people wrote', () => {
  test('are shown as they were written, and mention, link and format nothing', () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(readContent(escaped(text))).toEqual({ text: clean(text), links: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  test('stay so between other words, however they begin and end', () => {
    fc.assert(
      fc.property(words, words, (one, two) => {
        const both = `“${escaped(one)}” “${escaped(two)}”`;
        expect(readContent(both)).toEqual({ text: `“${clean(one)}” “${clean(two)}”`, links: [] });
      }),
    );
  });

  test('hold no mention and no address for readers that know no backslashes either', () => {
    fc.assert(fc.property(words, (text) => void expect(escaped(text)).not.toMatch(/<@|<#|<t:|https?:\/\//)));
  });

  test('cannot take the meaning from what follows them', () => {
    fc.assert(fc.property(words, (text) => void expect(/(?:^|[^\\])(?:\\\\)*\\$/.test(escaped(text))).toBe(false)));
  });

  test('keep their letters of every script, and lose what turns a line round', () => {
    expect(escaped('你好 مرحبا 👋🏽\u202e!')).toBe('你好 مرحبا 👋🏽!');
  });
});
