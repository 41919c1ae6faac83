import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRenderer } from '../../src/sandbox/renderer.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { call, createLive, folder, LIVE, RECORDING } from './kit.ts';

const RECORDED_SECONDS = (RECORDING.length - 44) / 32_000;

function portrait(): Promise<Buffer> {
  const face =
    '<svg width="400" height="500"><rect width="100%" height="100%" fill="#468"/><circle cx="200" cy="200" r="120" fill="#eca"/></svg>';
  return sharp(Buffer.from(face)).jpeg().toBuffer();
}

async function inspect(bytes: Buffer) {
  using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return {
    codecs: [video?.codec, audio?.codec],
    size: [video?.displayWidth, video?.displayHeight],
    seconds: await input.computeDuration(),
    startsWithIndex: bytes.indexOf('moov') < bytes.indexOf('mdat'),
  };
}

describe('a rendered video', { timeout: 30_000 }, () => {
  test('is an MP4 of the photo’s shape, as long as the recording, with its index in front', async () => {
    const sandbox = await startSandbox({ dir: await folder(), seconds: 0 });
    onTestFinished(() => sandbox.close());
    const { data } = await createLive(sandbox, { image: (await portrait()).toString('base64') });
    const ask = async () => (await call(sandbox, 'GET', `${LIVE}/${data.task_id}`)).data;
    const waiting = { timeout: 25_000, interval: 100 };
    await expect.poll(ask, waiting).toMatchObject({ task_status: 'succeed' });
    const done = await ask();
    const [{ url, duration }] = done.task_result.videos;
    expect(Number(duration)).toBeCloseTo(RECORDED_SECONDS, 2);

    const found = await inspect(Buffer.from(await (await fetch(url)).arrayBuffer()));
    expect(found).toMatchObject({ codecs: ['avc', 'aac'], size: [512, 640], startsWithIndex: true });
    expect(found.seconds).toBeCloseTo(RECORDED_SECONDS, 0);
  });

  test('frames the photo to the ratio that was asked for, and speaks words; what is no photo is none', async () => {
    const dir = await folder();
    const [photo, output] = [join(dir, 'photo'), join(dir, 'video.mp4')];
    await writeFile(photo, await portrait());
    const renderer = createRenderer();
    onTestFinished(() => renderer.close());
    const sound = { kind: 'words', text: 'Hello there.', voiceId: 'uk_man2', speed: 1 } as const;
    for (const [ratio, size] of [
      ['16:9', [640, 360]],
      ['9:16', [360, 640]],
      ['1:1', [480, 480]],
    ] as const) {
      expect(await renderer.render({ photo, sound, ratio, output })).toEqual({ seconds: expect.closeTo(2, 2) });
      expect(await inspect(await readFile(output))).toMatchObject({ codecs: ['avc', 'aac'], size });
    }
    await writeFile(photo, 'no photo');
    await expect(renderer.render({ photo, sound, output })).rejects.toThrow(/render failed/);
  });
});
