import { SPEECH_RATE, speechSamples } from './speech.ts';
import type { Beat } from './speech-plan.ts';

/** A WAV file (16 bits, one channel) of a plan, piece by piece, so that a long text does not hold up the event loop. */
export function* speechWav(beats: readonly Beat[]): Generator<Uint8Array> {
  const samples = beats.reduce((sum, beat) => sum + Math.round(beat.seconds * SPEECH_RATE), 0);
  yield header(samples * 2);
  for (const piece of speechSamples(beats)) {
    const pcm = Int16Array.from(piece, (sample) => Math.round(sample * 32_767));
    yield new Uint8Array(pcm.buffer);
  }
}

function header(dataBytes: number): Buffer {
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SPEECH_RATE, 24);
  bytes.writeUInt32LE(SPEECH_RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  return bytes;
}
