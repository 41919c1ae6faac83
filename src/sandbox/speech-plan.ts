/** Words to be spoken. */
export interface Words {
  readonly text: string;
  readonly voiceId: string;
  /** 0.8 to 2.0; 1 is ordinary. */
  readonly speed: number;
}

/** One syllable, or a pause where `vowel` is absent. */
export interface Beat {
  readonly seconds: number;
  /** Which vowel sounds, as a number to be taken modulo the vowels there are. */
  readonly vowel?: number;
  /** Hz. */
  readonly pitch: number;
}

/** Ordinary lengths in seconds: about 15 letters of English or 4.5 characters of Chinese a second. */
const PACE = { syllable: 0.185, character: 0.22, gap: 0.035, comma: 0.2, stop: 0.4 } as const;

/** The shortest sound a task takes (2 s); shorter words are followed by silence. */
const SHORTEST = 2;

/** How words are paced: syllables with a falling melody in each sentence, and rests at the punctuation. The same words give the same plan. */
export function planSpeech({ text, voiceId, speed }: Words): readonly Beat[] {
  const base = 95 + (hash(voiceId) % 130);
  const beats: Beat[] = [];
  let sinceRest = 0;

  function rest(seconds: number): void {
    beats.push({ seconds: seconds / speed, pitch: base });
  }
  function syllables(word: string, count: number, seconds: number): void {
    for (let index = 0; index < count; index++) {
      const mark = hash(`${word}${index}`);
      const stress = index === 0 ? 1.06 : 1;
      const melody = Math.max(0.8, 1.14 - 0.022 * sinceRest) * (0.96 + (mark % 9) / 100);
      beats.push({
        seconds: (seconds * (0.85 + (mark % 31) / 100)) / speed,
        vowel: mark,
        pitch: base * melody * stress,
      });
      sinceRest += 1;
    }
  }

  for (const [piece] of text.matchAll(/\p{Script=Han}|[\p{L}\p{M}'’]+|\p{N}|[.!?…。！？\n]+|[,;:、，；：—–]+|\s+/gu)) {
    if (/^\p{Script=Han}$/u.test(piece)) syllables(piece, 1, PACE.character);
    else if (/[\p{L}\p{N}]/u.test(piece)) syllables(piece, countSyllables(piece), PACE.syllable);
    else if (/[.!?…。！？\n]/.test(piece)) {
      rest(PACE.stop);
      sinceRest = 0;
    } else rest(/\s/.test(piece) ? PACE.gap : PACE.comma);
  }
  const missing = SHORTEST - plannedSeconds(beats);
  return missing > 0 ? [...beats, { seconds: missing, pitch: base }] : beats;
}

export function plannedSeconds(beats: readonly Beat[]): number {
  return beats.reduce((sum, beat) => sum + beat.seconds, 0);
}

function countSyllables(word: string): number {
  const vowels = word.normalize('NFD').match(/[aeiouyаеёиоуыэюяαεηιουω]+/gi);
  return vowels?.length ?? Math.ceil(word.length / 2);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value >>> 0;
}
