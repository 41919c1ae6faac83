import type { TriggerKind } from '../../commands/announcements.ts';
import type { SpeechGuide } from '../../commands/avatar.ts';
import { Refusal } from '../refusal.ts';
import { cutToVideo } from './cut.ts';
import { partsOf, render } from './template.ts';

/** What fills the placeholders of words. */
interface Filling {
  /** When it is said (ms). */
  readonly at: number;
  /** IANA; absent: the bot's own. */
  readonly zone?: string;
  readonly server?: string;
  readonly channel?: string;
  readonly presenter: string;
  /** What Mustache's tags see. */
  readonly view?: Readonly<Record<string, unknown>>;
  readonly voiceId?: string;
}

/** What is said: the words filled in, as plain text, and cut where one video cannot hold them; undefined where nothing is left to say. */
export type Speaking = (
  template: string,
  filling: Filling,
) => { readonly words: string; readonly cut?: true } | undefined;

interface Options {
  readonly speech: SpeechGuide;
  /** `MAX_VIDEO_SECONDS` */
  readonly maxSeconds: number;
  /** The time zone where none is given (IANA). */
  readonly zone: string;
}

const PLACEHOLDERS = ['date', 'time', 'weekday', 'server', 'channel', 'presenter'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

/** In braces, but not in double ones. */
const PLACEHOLDER = /\{(\w+)\}/g;

/** Longest words that can be set up (characters). */
const LONGEST = 3_000;

/** Most tags in them, and sections in sections: far more than anybody writes by hand. */
const MOST_TAGS = 200;
const DEEPEST = 10;

/** How dates are said. */
const TAGS = { en: 'en-GB', zh: 'zh-CN' } as const;

export function createSpeaking({ speech, maxSeconds, zone }: Options): Speaking {
  return (template, { view = {}, voiceId, ...filling }) => {
    const written = render(template, view);
    const filledWith = (value: (placeholder: Placeholder) => string) =>
      plain(written.map(({ text, own }) => (own ? fill(text, value) : text)).join(''));
    // what is said beside the placeholders tells in which language they are to be filled
    const bare = filledWith(() => '');
    const values = valuesOf({ zone, ...filling }, speech.choose(bare, voiceId).language);
    const words = filledWith((placeholder) => values[placeholder]);
    if (!/[\p{L}\p{N}]/u.test(words)) return undefined;
    const { language } = speech.choose(words, voiceId);
    return cutToVideo(words, { speech, language, maxSeconds });
  };
}

/** What is in braces and no placeholder stays. */
const fill = (text: string, value: (placeholder: Placeholder) => string) =>
  text.replace(PLACEHOLDER, (whole, name: string) => (isPlaceholder(name) ? value(name) : whole));

function valuesOf(
  { at, zone, server = '', channel = '', presenter }: Omit<Filling, 'view' | 'voiceId'>,
  language: 'en' | 'zh',
): Readonly<Record<Placeholder, string>> {
  const shown = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(TAGS[language], { ...options, ...(zone !== undefined && { timeZone: zone }) }).format(at);
  return {
    date: shown({ dateStyle: 'long' }),
    time: shown({ timeStyle: 'short' }),
    weekday: shown({ weekday: 'long' }),
    server,
    channel,
    presenter,
  };
}

const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);

/** Without what nobody can say or see: control characters, and those that turn the direction of text. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\p{Zs}|\t/gu, ' ')
    .replace(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFD]/gu, '')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * Whether words can be filled in, before they are kept.
 * @throws Refusal `input`
 */
export function checkWords(words: string, kind: TriggerKind | 'now'): void {
  if (words.trim() === '') throw new Refusal('input', 'template_empty');
  if (words.length > LONGEST) throw new Refusal('input', 'ask_words_long', { length: words.length, max: LONGEST });
  const parts = readParts(words);
  const known = PLACEHOLDERS.map((name) => `{${name}}`).join(', ');
  if ((kind === 'schedule' || kind === 'now') && parts.some(({ type }) => type !== 'text')) {
    throw new Refusal('input', 'template_plain', { known });
  }
  if (parts.some(({ type }) => REFUSED.includes(type))) throw new Refusal('input', 'template_tags');
  const tags = parts.filter(({ type }) => type !== 'text').length;
  if (tags > MOST_TAGS || parts.some(({ depth }) => depth > DEEPEST)) {
    throw new Refusal('input', 'template_large', { tags: MOST_TAGS, depth: DEEPEST });
  }
  for (const { text } of parts.filter(({ type }) => type === 'text')) {
    for (const [placeholder, name = ''] of text.matchAll(PLACEHOLDER)) {
      if (!isPlaceholder(name)) throw new Refusal('input', 'template_unknown', { placeholder, known });
    }
  }
}

/** Tags that would have a template take in another, or be read otherwise. */
const REFUSED = ['>', '='];

function readParts(words: string) {
  try {
    return partsOf(words);
  } catch (cause) {
    throw new Refusal('input', 'template_broken', {}, { cause });
  }
}
