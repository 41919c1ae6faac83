import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateSeconds, languageOf, splitSpeech } from '../../src/kling/speech-text.ts';

const bare = (text: string) => text.replace(/\s+/gu, '');
const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

describe('a text is cut', () => {
  test('not at all while it is short enough', () => {
    expect(splitSpeech(' Hello there. How are you? ')).toEqual(['Hello there. How are you?']);
    expect(splitSpeech('   ')).toEqual([]);
    expect(splitSpeech('x'.repeat(1000))).toHaveLength(1);
  });

  test('after the last sentence that fits, with its closing quotes', () => {
    expect(splitSpeech('One two. “Three four!” Five six seven.', 25)).toEqual([
      'One two. “Three four!”',
      'Five six seven.',
    ]);
    expect(splitSpeech('It is 3.14 and not more. Good.', 27)).toEqual(['It is 3.14 and not more.', 'Good.']);
  });

  test('after the last Chinese sentence that fits, which no space follows', () => {
    expect(splitSpeech('今天天气很好。「我们出去吧！」他说好的。', 16)).toEqual([
      '今天天气很好。「我们出去吧！」',
      '他说好的。',
    ]);
  });

  test('at the end of a line, where a title has no full stop', () => {
    expect(splitSpeech('Release notes\nEverything is faster now', 30)).toEqual([
      'Release notes',
      'Everything is faster now',
    ]);
  });

  test('at a space where no sentence ends', () => {
    expect(splitSpeech('alpha beta gamma delta', 12)).toEqual(['alpha beta', 'gamma delta']);
  });

  test('between characters where there is no space, but never inside one', () => {
    expect(splitSpeech('abcdef', 4)).toEqual(['abcd', 'ef']);
    expect(splitSpeech('👩‍🚀👩‍🚀👩‍🚀', 12)).toEqual(['👩‍🚀👩‍🚀', '👩‍🚀']);
    expect(splitSpeech('👩‍🚀', 4)).toEqual(['👩‍', '🚀']);
  });

  test('so that the pieces, joined, are the text, and none is too long or empty', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(' ', '\n', '. ', '! ', '。', '？', '…', '”', '你好', '👩‍🚀', 'e\u0301', '\uD83D'),
    );
    const text = fc.array(word, { maxLength: 80 }).map((words) => words.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 60 }), (whole, limit) => {
        const pieces = splitSpeech(whole, limit);
        expect(bare(pieces.join(''))).toBe(bare(whole));
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  test('so that every character of the pieces is one of the text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 50, maxLength: 300 });
    fc.assert(
      fc.property(text, (whole) => {
        const known = new Set(graphemes(whole));
        for (const piece of splitSpeech(whole, 40)) for (const each of graphemes(piece)) expect(known).toContain(each);
      }),
    );
  });
});

describe('the time that a text takes to speak', () => {
  test('is at least 2 seconds', () => {
    expect(estimateSeconds('Hi', 'en')).toBe(2);
    expect(estimateSeconds('', 'zh')).toBe(2);
  });

  test('follows the language’s pace', () => {
    expect(estimateSeconds('a'.repeat(130), 'en')).toBe(10);
    expect(estimateSeconds('好'.repeat(40), 'zh')).toBe(10);
    expect(estimateSeconds('9'.repeat(30), 'en')).toBe(10);
  });

  test('grows with the text and is not made longer by white space', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('en' as const, 'zh' as const), (one, two, language) => {
        expect(estimateSeconds(`${one.trim()}${two.trim()}`, language)).toBeGreaterThanOrEqual(
          estimateSeconds(one, language),
        );
      }),
    );
    expect(estimateSeconds(`a${' '.repeat(5_000)}b`, 'en')).toBe(2);
  });
});

test.each([
  ['Hello there', 'en'],
  ['大家好，欢迎来到 Herald', 'zh'],
  ['Our new office in 上海 opens tomorrow', 'en'],
  ['Bonjour à tous', 'en'],
  ['12345', 'en'],
  ['', 'en'],
] as const)('“%s” is spoken as %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
