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
    const part = longest('sentence', (beginning) => beginning.trimEnd());
    return /[\p{L}\p{N}]/u.test(part) ? part : undefined;
  }

  function unfinished(granularity: 'word' | 'grapheme'): string | undefined {
    const part = longest(granularity, (beginning) => {
      const end = endOfWord(beginning);
      return end === 0 ? '' : beginning.slice(0, end) + MORE;
    });
    return part === '' ? undefined : part;
  }

  /** Of the beginnings of the words, each one segment longer, the last that fits. What is longer takes longer: few need to be measured. */
  function longest(granularity: 'sentence' | 'word' | 'grapheme', shaped: (beginning: string) => string): string {
    const segments = new Intl.Segmenter(language, { granularity }).segment(words.slice(0, LONGEST + 1));
    const ends = Array.from(segments, ({ index }) => index);
    let found = '';
    let low = 0;
    let high = ends.length - 1;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const part = shaped(words.slice(0, ends[middle]));
      if (part !== '' && !fits(part)) high = middle - 1;
      else {
        found = part;
        low = middle + 1;
      }
    }
    return found;
  }
}

/** Where the last word of a text ends, without what punctuation follows. */
function endOfWord(text: string): number {
  let end = text.length;
  while (end > 0 && /[\s\p{P}]/u.test(text.charAt(end - 1))) end--;
  return end;
}
