import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../commands/announcements.ts';
import { SOURCES } from '../../commands/sources.ts';
import { defaultWords, exampleView } from '../../src/announcements/source-words.ts';
import { checkWords, createSpeaking } from '../../src/announcements/words.ts';
import { estimateSeconds, languageOf } from '../../src/kling/speech-text.ts';

/** A Sunday, 13:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 22, 12);

const speech = {
  choose: (text: string, voiceId = 'reader') => ({ voiceId, language: languageOf(text) }),
  estimate: estimateSeconds,
};
const speak = createSpeaking({ speech, maxSeconds: 60, zone: 'Europe/Berlin' });

const said = (template: string, view?: Record<string, unknown>) =>
  speak(template, { at: NOW, presenter: 'Nova', server: 'Makers', channel: 'news', ...(view && { view }) });
const words = (template: string, view?: Record<string, unknown>) => said(template, view)?.words;

describe('the words of an announcement', () => {
  test('say when and where, in the language that they are in', () => {
    expect(words('It is {weekday}, {date}, {time} in {channel} of {server}, says {presenter}.')).toBe(
      'It is Sunday, 22 November 2026, 13:00 in news of Makers, says Nova.',
    );
    expect(words('今天是{date}，{weekday}，{time}。')).toBe('今天是2026年11月22日，星期日，13:00。');
    expect(speak('{time}', { at: NOW, presenter: 'Nova', zone: 'Asia/Shanghai' })?.words).toBe('20:00');
  });

  test('fill in what came, which fills in nothing itself', () => {
    expect(
      words('{{a.b}} {{#list}}[{{.}}]{{/list}}{{^none}} none{{/none}}', {
        a: { b: '{date} {{c}} $&' },
        c: 1,
        list: [1, 2],
      }),
    ).toBe('{date} {{c}} $& [1][2] none');
  });

  test('are plain text, however their tags are written', () => {
    const hostile = '<b>&amp;</b> “x” \u202Eabc\u0000\r\n\n\n\nd';
    const plain = '<b>&amp;</b> “x” abc\n\nd';
    for (const tag of ['{{x}}', '{{{x}}}', '{{&x}}', '{{ x }}']) expect(words(tag, { x: hostile })).toBe(plain);
  });

  test('see nothing of a payload but what was sent', () => {
    const call = () => 'called';
    const view = { text: 'abc', list: ['a', 'b'], object: { x: 1 }, call };
    for (const name of [
      'constructor',
      '__proto__',
      'hasOwnProperty',
      'toString',
      'text.length',
      'text.constructor',
      'text.constructor.name',
      'text.constructor.prototype.constructor',
      'list.length',
      'list.constructor.constructor',
      'list.map',
      'object',
      'object.__proto__.constructor',
      'call',
      'call.name',
      '#constructor}}x{{/constructor',
      '#object.constructor}}{{name}}x{{/object.constructor',
      '#list}}{{length}}{{/list',
      '#call}}x{{/call',
    ]) {
      expect([name, words(`-{{${name}}}-`, view)]).toEqual([name, undefined]);
    }
    expect(words('{{list}} {{list.1}}', view)).toBe('a, b b');
    expect(words('{{__proto__.x}}', JSON.parse('{"__proto__": {"x": "own"}}'))).toBe('own');
  });

  test('come to an end, whatever lists are in lists', () => {
    const view = { a: Array.from({ length: 5_000 }, () => ({ b: 'x'.repeat(9_000) })) };
    const all = said('{{#a}}{{#a}}{{#a}}{{#a}}{{b}} {{/a}}{{/a}}{{/a}}{{/a}}yes', view);
    expect(all).toMatchObject({ cut: true });
    expect(words('{{#a}}{{#a}}{{#a}}{{c}}{{/a}}{{/a}}{{/a}}end', { a: Array(5_000).fill(1) })).toBeUndefined();
  });

  test('look at only so much of a payload, however much they ask for and however little of it can be said', () => {
    let reads = 0;
    const counted = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(of, key, self) {
          reads += 1;
          return Reflect.get(of, key, self);
        },
        getOwnPropertyDescriptor(of, key) {
          reads += 1;
          return Reflect.getOwnPropertyDescriptor(of, key);
        },
      });
    const view = counted({ a: counted(Array(1_000).fill(1)), b: counted(Array(1_000).fill({})), c: counted({}) });
    for (const template of [
      `{{#a}}${'{{b}}'.repeat(190)}{{/a}}x`,
      `{{#a}}${'{{c.x}}'.repeat(190)}{{/a}}x`,
      `{{#a}}${'{{#b}}{{/b}}'.repeat(190)}{{/a}}x`,
      `${'{{#a}}'.repeat(10)}{{b}}${'{{/a}}'.repeat(10)}x`,
      `{{#a}}{{c.${'x.'.repeat(1_400)}x}}{{/a}}x`,
      `{{#a}}${'{server}'.repeat(300)}{{/a}}x`,
    ]) {
      checkWords(template, 'hook');
      reads = 0;
      said(template, view);
      expect(reads).toBeLessThan(60_000);
    }
  });

  test('are nothing where there is nothing to say', () => {
    for (const view of [{}, { text: '' }, { text: ' …! ' }, { text: {} }])
      expect(said('{{text}}', view)).toBeUndefined();
  });
});

describe('words that are too long for one video', () => {
  const sentence = 'This is a sentence of some length, which goes on for a while.';

  test('end with a sentence', () => {
    const cut = said(Array(40).fill(sentence).join(' '));
    expect(cut?.cut).toBe(true);
    expect(cut?.words).toMatch(/^(This is a sentence of some length, which goes on for a while\. ?)+$/);
    expect(estimateSeconds(cut?.words ?? '', 'en')).toBeGreaterThan(54);
    expect(words('这是一个不长不短的句子，它还要再说一会儿。'.repeat(40))).toMatch(/。$/);
  });

  test('end with a word where the first sentence alone is too long', () => {
    expect(words('word, '.repeat(500))).toMatch(/^(word, )+word…$/);
    expect(words('a'.repeat(3_000))).toMatch(/^a+…$/);
  });

  test('are cut after few looks at them, whatever they are', () => {
    let looks = 0;
    const estimate = (text: string, language: 'en' | 'zh') => {
      looks += 1;
      return estimateSeconds(text, language);
    };
    const counted = createSpeaking({ speech: { ...speech, estimate }, maxSeconds: 60, zone: 'UTC' });
    for (const long of [`a${'!'.repeat(4_999)}`, 'a. '.repeat(1_600), '好'.repeat(5_000), `${'.'.repeat(4_000)}a`]) {
      looks = 0;
      counted('{{text}}', { at: NOW, presenter: 'Nova', view: { text: long } });
      expect(looks).toBeLessThan(40);
    }
  });

  test('fit, whatever they are', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('好。', ' ', '. ', '7', 'word', '👩‍👩‍👧‍👦', '\n')),
      {
        maxLength: 2_000,
      },
    );
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('').slice(0, 9_000);
        const cut = said('{{text}}', { text });
        if (!cut) return;
        expect(cut.words.length).toBeLessThanOrEqual(1_700);
        expect(estimateSeconds(cut.words, languageOf(cut.words))).toBeLessThanOrEqual(60);
        expect(cut.words).toBe(cut.words.toWellFormed());
      }),
      { numRuns: 60 },
    );
  });
});

describe('words that are set up', () => {
  test.each([
    ['Hello {name}.', 'now', /Nothing is known that \{name\} could be filled with\..*\{date\}, \{time\}/],
    ['{{#a}}{nam}{{/a}}', 'hook', /\{nam\}/],
    ['{{text}', 'hook', /do not fit together/],
    ['{{#a}}x{{/b}}', 'hook', /do not fit together/],
    ['{{#a}}{{> other}}{{/a}}', 'hook', /begin with > or =/],
    ['{{=<% %>=}}<% a %>', 'feed', /begin with > or =/],
    ['{{title}}', 'schedule', /are given something to fill in/],
    [' \n', 'watch', /no words/],
    ['x'.repeat(3_001), 'hook', /3001 characters/],
    ['{{a}}'.repeat(201), 'hook', /at most 200 pairs/],
    [`${'{{#a}}'.repeat(11)}x${'{{/a}}'.repeat(11)}`, 'hook', /at most 10 sections/],
  ] as const)('%s of %s is refused', (typed, kind, sentence) => {
    expect(() => checkWords(typed, kind)).toThrow(sentence);
  });

  test('are taken where all can be filled in', () => {
    checkWords('It is {time}. {} { date }', 'schedule');
    checkWords('{{#a}}{date}: {{b}}{{/a}}{{! a note }}', 'hook');
    checkWords('{{#a}}'.repeat(10) + '{{b}}'.repeat(190) + '{{/a}}'.repeat(10), 'hook');
  });
});

describe('an announcement without words of its own', () => {
  const hook = (source: (typeof SOURCES)[number]): Trigger => ({ kind: 'hook', source });

  test('says what its source brings', () => {
    const all = SOURCES.map((source) => words(defaultWords(hook(source)), exampleView(hook(source))));
    expect(all).toEqual([
      'The build of the main branch is green again.',
      'A new release of octo-repo is out: Version 1.4.0.',
      'A new release of Tanuki is out: Version 1.4.0.',
      'The alert InstanceDown is firing. The server web-1 has not answered for five minutes.',
    ]);
    const feed: Trigger = { kind: 'feed', url: 'https://example.org' };
    expect(words(defaultWords(feed), exampleView(feed))).toBe('Version 1.4.0 is out');
  });

  test('says a release that has no name of its own by its tag', () => {
    const view = { release: { name: null, tag_name: 'v2' }, repository: { name: 'herald' } };
    expect(words(defaultWords(hook('github-release')), view)).toBe('A new release of herald is out: v2.');
    expect(words(defaultWords(hook('github-release'), 'zh'), view)).toBe('herald 发布了新版本：v2。');
  });

  test('has words that may be set up', () => {
    const watch: Trigger = { kind: 'watch', channel: 'c', roles: [], people: ['ada'] };
    for (const trigger of [...SOURCES.map(hook), watch]) {
      for (const locale of ['en', 'zh'] as const) checkWords(defaultWords(trigger, locale), trigger.kind);
    }
  });
});
