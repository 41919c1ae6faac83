import type { SpeechGuide } from '../../commands/avatar.ts';

/** Longest words of an announcement (characters): they fit into Discord's message, of 2,000, with what else it says. */
const LONGEST = 1_700;

/** Kling makes no longer video (s): facts/kling.md §1. */
const LONGEST_SECONDS = 300;

const MORE = '…';

interface Measure {
  readonly speech: Pick<SpeechGuide, 'estimate'>;
  readonly language: 'en' | 'zh';
  /** `MAX_VIDEO_SECONDS` */
  readonly maxSeconds: number;
}

/**
 * As much of the words as one video can say and one message can show: whole sentences, or where the first alone is too long, whole
 * words of it, with a sign that there is more.
 */
export function cutToVideo(
  words: string,
  { speech, language, maxSeconds }: Measure,
): { readonly words: string; readonly cut?: true } {
  const seconds = Math.min(maxSeconds, LONGEST_SECONDS);
  const fits = (part: string) => part.length <= LONGEST && speech.estimate(part, language) <= seconds;
  if (fits(words)) return { words };
  const beginning = sentences() ?? unfinished('word') ?? unfinished('grapheme');
  // where not even a letter fits, it is left to the job to say so
  return beginning === undefined ? { words } : { words: beginning, cut: true };

  function sentences(): string | undefined {
    const all = beginnings('sentence').map((part) => part.trimEnd());
    return all.findLast((part) => /[\p{L}\p{N}]/u.test(part) && fits(part));
  }

  function unfinished(granularity: 'word' | 'grapheme'): string | undefined {
    const all = beginnings(granularity).map((part) => part.slice(0, endOfWord(part)));
    return all.map((part) => part && part + MORE).findLast((part) => part !== '' && fits(part));
  }

  /** Beginnings of the words, each one segment longer. */
  function beginnings(granularity: 'sentence' | 'word' | 'grapheme'): string[] {
    const segments = new Intl.Segmenter(language, { granularity }).segment(words.slice(0, LONGEST + 1));
    return [...segments].map(({ index }) => words.slice(0, index));
  }
}

/** Where the last word of a text ends, without what punctuation follows. */
function endOfWord(text: string): number {
  let end = text.length;
  while (end > 0 && /[\s\p{P}]/u.test(text.charAt(end - 1))) end--;
  return end;
}
