import type { Beat } from './speech-plan.ts';

/** Samples a second of made-up speech; one channel. */
export const SPEECH_RATE = 16_000;

/** Formants (Hz) of a few vowels, after Peterson and Barney (1952). */
const VOWELS = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [390, 1990, 2550],
  [570, 840, 2410],
  [440, 1020, 2240],
  [640, 1190, 2390],
] as const;

const FORMANT_GAINS = [1, 0.45, 0.2] as const;
const FORMANT_WIDTHS = [90, 120, 170] as const;

/** How often the filters follow the gliding formants, in samples. */
const STEP = 80;

/**
 * Speech-like sound for a plan, one piece of samples (-1 to 1) a beat: a buzzing source through the formants of each
 * syllable's vowel. Nobody understands it, but it has the rhythm, the melody and the length of the words.
 */
export function* speechSamples(beats: readonly Beat[]): Generator<Float32Array> {
  const filters = FORMANT_GAINS.map(() => ({ near: 0, far: 0 }));
  let phase = 0;
  let source = 0;
  let from: readonly number[] = VOWELS[5];

  for (const beat of beats) {
    const samples = new Float32Array(Math.round(beat.seconds * SPEECH_RATE));
    const vowel = VOWELS[(beat.vowel ?? 0) % VOWELS.length] ?? VOWELS[0];
    const silent = beat.vowel === undefined;
    let coefficients: readonly (readonly [number, number, number])[] = [];
    for (let index = 0; index < samples.length; index++) {
      const progress = index / samples.length;
      if (index % STEP === 0) coefficients = formantsAt(from, vowel, Math.min(1, progress * 3));
      phase = (phase + (beat.pitch * (1 + 0.012 * Math.sin(index / 500))) / SPEECH_RATE) % 1;
      // A saw softened by one pole: the falling spectrum of a glottal source.
      source += 0.25 * ((silent ? 0 : (1 - 2 * phase) * loudness(progress)) - source);
      let sum = 0;
      for (let band = 0; band < filters.length; band++) {
        const filter = filters[band];
        const formant = coefficients[band];
        if (!filter || !formant) continue;
        const value = formant[0] * source + formant[1] * filter.near - formant[2] * filter.far;
        filter.far = filter.near;
        filter.near = value;
        sum += value * (FORMANT_GAINS[band] ?? 0);
      }
      samples[index] = Math.tanh(sum * 0.35) * 0.4;
    }
    if (!silent) from = vowel;
    yield samples;
  }
}

/** Swells and falls within a syllable, never quite to nothing, so that syllables of a word hang together. */
function loudness(progress: number): number {
  const attack = Math.min(1, progress / 0.18);
  const release = Math.min(1, (1 - progress) / 0.35);
  return 0.08 + 0.92 * Math.sin((Math.PI / 2) * attack) * Math.sin((Math.PI / 2) * release);
}

/** Gain and feedback of a two-pole resonator for each formant, on the way from one vowel to the next. */
function formantsAt(from: readonly number[], to: readonly number[], part: number): [number, number, number][] {
  return FORMANT_WIDTHS.map((width, band) => {
    const start = from[band] ?? 500;
    const frequency = start + ((to[band] ?? 500) - start) * part;
    const radius = Math.exp((-Math.PI * width) / SPEECH_RATE);
    const angle = (2 * Math.PI * frequency) / SPEECH_RATE;
    return [(1 - radius) * 2, 2 * radius * Math.cos(angle), radius * radius];
  });
}
