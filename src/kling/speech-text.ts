/** What `/v1/audio/tts` takes at once (facts/kling.md §1). Counted in UTF-16 units, which is never fewer than characters. */
const SPEECH_LIMIT = 1000;
/** How far beyond the limit the text is looked at, so that the graphemes at the limit are seen whole. */
const LOOKAHEAD = 64;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const LATIN_END = /^[.!?…]$/u;
const CJK_END = /^[。！？；．｡]$/u;
const CLOSING = /^["'”’»)\]」』）】》]$/u;
const SPACE = /^\s+$/u;

/**
 * Cuts a text into pieces that can be spoken one after the other: at the end of a sentence where there is one, else at a
 * space, else between two graphemes. Pieces are trimmed and never empty; joined they give the text back, save for
 * whitespace at the cuts.
 */
export function splitSpeech(text: string, limit: number = SPEECH_LIMIT): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = bestCut(rest, limit);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest) pieces.push(rest);
  return pieces;
}

/** The last good place to cut within the limit; `text` is longer than it and starts with no space. */
function bestCut(text: string, limit: number): number {
  let sentence = 0;
  let space = 0;
  let boundary = 0;
  let ended: 'no' | 'latin' | 'cjk' = 'no';
  for (const { segment, index } of graphemes.segment(text.slice(0, limit + LOOKAHEAD))) {
    if (index > limit) break;
    boundary = index;
    if (SPACE.test(segment)) {
      space = index;
      if (ended !== 'no' || segment.includes('\n')) sentence = index;
    } else if (ended === 'cjk' && !CJK_END.test(segment) && !CLOSING.test(segment)) {
      sentence = index;
    }
    if (CJK_END.test(segment)) ended = 'cjk';
    else if (LATIN_END.test(segment)) ended = 'latin';
    else if (!CLOSING.test(segment)) ended = 'no';
  }
  return sentence || space || boundary || insideGrapheme(text, limit);
}

/** A single grapheme longer than the limit can only be cut inside, but not inside a surrogate pair. */
function insideGrapheme(text: string, limit: number): number {
  const pair = limit > 1 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(limit - 1, limit + 1));
  return pair ? limit - 1 : limit;
}

/**
 * Characters spoken in a second, on the slow side, since ceilings are reserved by them. English: 150 words a minute of about
 * 6 characters, space included, are 15; a slow voice, 13. Chinese: newsreaders speak 4 to 5 syllables. An English
 * digit is mostly a word of its own. To be settled by what Kling charges.
 */
const RATES = {
  en: { han: 4, digit: 3, other: 13 },
  zh: { han: 4, digit: 4, other: 13 },
} as const;
/** Sound under 2 s is not taken by Kling (facts/kling.md §1). */
const SHORTEST_SECONDS = 2;

/** One syllable or so each. */
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** How long a text takes to speak, in whole seconds, rounded up; at least 2. */
export function estimateSeconds(text: string, language: 'en' | 'zh'): number {
  const rates = RATES[language];
  const spoken = text.trim().replace(/\s+/gu, ' ');
  const han = spoken.match(HAN)?.length ?? 0;
  const digits = spoken.match(/\p{Nd}/gu)?.length ?? 0;
  const others = [...spoken].length - han - digits;
  return Math.max(SHORTEST_SECONDS, Math.ceil(han / rates.han + digits / rates.digit + others / rates.other));
}

/** The language that a text is mostly written in, of the two that Kling speaks. One Han character weighs about three letters. */
export function languageOf(text: string): 'en' | 'zh' {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return han > 0 && han * 3 >= letters - han ? 'zh' : 'en';
}
