import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { ALL_FORMATS, AudioSampleSink, FilePathSource, Input, type InputAudioTrack } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMedia } from '../../src/media/create-media.ts';
import { makeFilm, makeLong, makeSound, SOUNDS } from './make-sound.ts';
import { temporary } from './temporary.ts';

const at = temporary();
const media = createMedia({ conversions: 1 });
afterAll(() => media.close());

const KINDS = Object.keys(SOUNDS) as (keyof typeof SOUNDS)[];
beforeAll(() => Promise.all(KINDS.map((kind) => makeSound(at(kind), kind, 3))));

async function written(name: string, bytes: Buffer | string): Promise<string> {
  await writeFile(at(name), bytes);
  return at(name);
}

/** What a file really holds, by decoding all of it. */
async function heard(path: string): Promise<{ seconds: number; channels: number; codec: string | null }> {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const track: InputAudioTrack | null = await input.getPrimaryAudioTrack();
  if (track === null) throw new Error('no sound');
  let seconds = 0;
  for await (const sample of new AudioSampleSink(track).samples()) {
    seconds += sample.duration;
    sample.close();
  }
  return { seconds, channels: await track.getNumberOfChannels(), codec: await track.getCodec() };
}

/** An MP3 with a Xing header that claims so many frames of 1152 samples at 48 kHz, and a few real ones. */
async function xingClaiming(frames: number): Promise<Buffer> {
  const bytes = await readFile(at('mp3'));
  const header = Math.max(bytes.indexOf('Xing'), bytes.indexOf('Info'));
  expect(header).toBeGreaterThan(0);
  bytes.writeUInt32BE(frames, header + 8);
  return bytes;
}

/** A WAV with a header that claims so many bytes of 16-bit mono at 48 kHz, and one second of them. */
function wavClaiming(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(Math.min(bytes + 36, 2 ** 32 - 1), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(96_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.alloc(96_000)]);
}

describe('the check of a recording', () => {
  test.each(KINDS)('takes %s by its bytes and tells its length', async (kind) => {
    expect(await media.checkAudio(at(kind))).toEqual({ type: kind, seconds: expect.closeTo(3, 0) });
  });

  test('takes the sound of a film', async () => {
    const film = await makeFilm(at('film'), { seconds: 1, width: 64, height: 64 });
    expect(await media.checkAudio(film)).toEqual({ type: 'mp4', seconds: expect.closeTo(1, 0) });
  });

  test('refuses a film without sound', async () => {
    const film = await makeFilm(at('silent-film'), { seconds: 1, width: 64, height: 64, sound: false });
    await expect(media.checkAudio(film)).rejects.toMatchObject({ kind: 'input', key: 'media_audio_none' });
  });

  test.each([
    ['a file of no bytes', Buffer.alloc(0)],
    ['random bytes', Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) >> 3))],
    ['a web page', '<!doctype html><audio src="x.mp3">'],
    [
      'a playlist, which could name other files',
      '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n/etc/passwd\n#EXT-X-ENDLIST\n',
    ],
  ])('refuses %s with a sentence', async (_, bytes) => {
    const path = await written('refused', bytes);
    await expect(media.checkAudio(path)).rejects.toMatchObject({
      name: 'Refusal',
      kind: 'type',
      key: 'media_audio_type',
    });
  });

  test('refuses an MP3 whose header claims ten hours', async () => {
    const path = await written('ten-hours.mp3', await xingClaiming((10 * 3600 * 48_000) / 1152));
    await expect(media.checkAudio(path)).rejects.toMatchObject({ kind: 'input', key: 'media_audio_long' });
  });

  test('refuses a WAV whose header claims ten hours', async () => {
    const path = await written('ten-hours.wav', wavClaiming(10 * 3600 * 96_000));
    await expect(media.checkAudio(path)).rejects.toMatchObject({ key: 'media_audio_long' });
  });

  test('measures a WAV whose writer did not know the length', async () => {
    const path = await written('streamed.wav', wavClaiming(2 ** 32 - 1));
    expect((await media.checkAudio(path)).seconds).toBeCloseTo(1);
  });

  test.each(['mp3', 'ogg', 'aac', 'webm'] as const)('refuses %s of more than 300 s', async (kind) => {
    const path = await makeLong(at('long'), kind, 301, at(kind));
    await expect(media.checkAudio(path)).rejects.toMatchObject({ key: 'media_audio_long', params: { max: 300 } });
  });

  test('refuses a file over 50 MB by its size alone', async () => {
    const path = await written('huge', await readFile(at('mp3')));
    await truncate(path, 50_000_001);
    await expect(media.checkAudio(path)).rejects.toMatchObject({ kind: 'too_large', key: 'media_audio_bytes' });
  });
});

describe('a recording that is prepared', () => {
  test.each(['mp3', 'wav'] as const)('keeps its bytes when it is %s that is fine', async (kind) => {
    const { seconds } = await media.prepareAudio(at(kind), at('out'));
    expect(seconds).toBeCloseTo(3, 0);
    expect((await readFile(at('out'))).equals(await readFile(at(kind)))).toBe(true);
  });

  test.each(['ogg', 'm4a', 'flac', 'aac', 'webm'] as const)('becomes an mp3 when it is %s', async (kind) => {
    const { seconds } = await media.prepareAudio(at(kind), at('out'));
    expect(seconds).toBeCloseTo(3, 0);
    expect(await media.checkAudio(at('out'))).toEqual({ type: 'mp3', seconds: expect.closeTo(seconds, 0) });
    expect((await heard(at('out'))).seconds).toBeCloseTo(seconds, 0);
  });

  test.each(['mp3', 'wav', 'ogg'] as const)('is padded with silence to 2 s when it is a short %s', async (kind) => {
    const path = await makeSound(at('short'), kind, 0.4);
    const { seconds } = await media.prepareAudio(path, at('out'));
    expect(seconds).toBeGreaterThanOrEqual(2);
    expect(seconds).toBeLessThan(3);
    expect((await heard(at('out'))).seconds).toBeGreaterThanOrEqual(2);
  });

  test('of 300 s has at most 5 MB, whatever it had', async () => {
    const path = await makeSound(at('full'), 'wav', 300, { rate: 16_000 });
    expect((await stat(path)).size).toBeGreaterThan(5_000_000);
    const { seconds } = await media.prepareAudio(path, at('out'));
    expect(seconds).toBeCloseTo(300, 0);
    expect((await stat(at('out'))).size).toBeLessThanOrEqual(5_000_000);
    const { type, seconds: declared } = await media.checkAudio(at('out'));
    expect([type, declared <= 300]).toEqual(['mp3', true]);
  });

  test.each([8_000, 96_000])('at %d Hz, in two channels, keeps its length', async (rate) => {
    const path = await makeSound(at('odd'), 'flac', 3, { rate, channels: 2 });
    const { seconds } = await media.prepareAudio(path, at('out'));
    expect(seconds).toBeCloseTo(3, 0);
    expect(await heard(at('out'))).toMatchObject({ codec: 'mp3', channels: 1, seconds: expect.closeTo(3, 0) });
  });

  test('is refused when it is longer than its header claims', async () => {
    const slow = await makeSound(at('slow'), 'mp3', 3, { rate: 8_000 });
    const long = await makeLong(at('long'), 'mp3', 301, slow);
    const bytes = await readFile(long);
    bytes.writeUInt32BE(100, Math.max(bytes.indexOf('Xing'), bytes.indexOf('Info')) + 8);
    const path = await written('modest.mp3', bytes);
    expect((await media.checkAudio(path)).seconds).toBeLessThan(10);
    await expect(media.prepareAudio(path, at('never'))).rejects.toMatchObject({ key: 'media_audio_long' });
  });

  test('is refused with a sentence when its contents are not what its header says', async () => {
    const bytes = await readFile(at('m4a'));
    const from = bytes.indexOf('mdat') + 4;
    for (let i = from; i < bytes.length - 2_000; i++) bytes[i] = (i * 7919) >> 5;
    const refusal = media.prepareAudio(await written('garbled', bytes), at('never'));
    await expect(refusal).rejects.toMatchObject({ name: 'Refusal', kind: 'input', key: 'media_audio_broken' });
  });

  test('is refused with a sentence even when its decoder takes the process down, and the next one is fine', async () => {
    const bytes = await readFile(at('flac'));
    const path = await written('cut.flac', bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    await expect(media.prepareAudio(path, at('never'))).rejects.toMatchObject({ name: 'Refusal', kind: 'input' });
    expect((await media.prepareAudio(at('mp3'), at('out'))).seconds).toBeCloseTo(3, 0);
  });

  test('takes the sound of a film', async () => {
    const film = await makeFilm(at('film'), { seconds: 2, width: 64, height: 64 });
    expect((await media.prepareAudio(film, at('out'))).seconds).toBeCloseTo(2, 0);
    expect((await heard(at('out'))).codec).toBe('mp3');
  });
});

describe('recordings that are joined', () => {
  test('become one mp3 as long as all of them', async () => {
    const { seconds } = await media.joinAudio([at('mp3'), at('mp3'), at('mp3')], at('joined'));
    expect(seconds).toBeCloseTo(9, 0);
    expect(await heard(at('joined'))).toMatchObject({ codec: 'mp3', seconds: expect.closeTo(seconds, 0) });
  });

  test('may differ in kind, rate and channels', async () => {
    const slow = await makeSound(at('slow'), 'wav', 2, { rate: 16_000 });
    const wide = await makeSound(at('wide'), 'mp3', 2, { rate: 44_100, channels: 2 });
    const { seconds } = await media.joinAudio([slow, wide, at('mp3')], at('joined'));
    expect(seconds).toBeCloseTo(7, 0);
    expect((await heard(at('joined'))).seconds).toBeCloseTo(seconds, 0);
  });

  test('are refused when they are too long together, or none', async () => {
    const half = await makeLong(at('half'), 'mp3', 160, at('mp3'));
    await expect(media.joinAudio([half, half], at('never'))).rejects.toMatchObject({ key: 'media_audio_long' });
    await expect(media.joinAudio([], at('never'))).rejects.toMatchObject({ key: 'media_audio_none' });
  });
});
