import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import sharp from 'sharp';
import { createMedia } from '../../src/media/create-media.ts';
import { createRenderer } from '../../src/sandbox/renderer.ts';
import { speechWav } from '../../src/sandbox/speech-wav.ts';
import type { Row } from './run.ts';

/** Length of each video (s). */
const LENGTH = 10;

/** How late the event loop of the process that hands them out is, while four videos are converted. */
export async function eventLoop(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), 'herald-bench-'));
  const media = createMedia();
  const renderer = createRenderer();
  try {
    const photo = join(dir, 'photo.jpg');
    const sound = join(dir, 'sound.wav');
    const video = join(dir, 'video.mp4');
    await sharp({ create: { width: 640, height: 360, channels: 3, background: '#8ab' } })
      .jpeg()
      .toFile(photo);
    writeFileSync(sound, Buffer.concat([...speechWav([{ seconds: LENGTH, pitch: 120 }])]));
    await renderer.render({ photo, sound: { kind: 'recording', path: sound }, ratio: '16:9', output: video });

    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const outputs = [1, 2, 3, 4].map((n) => join(dir, `fitted${n}.mp4`));
    await Promise.all(outputs.map((output) => media.fitVideo(video, output, 150_000)));
    delay.disable();
    const p99 = delay.percentile(99) / 1e6;
    return [
      {
        what: 'event-loop delay while four videos are converted',
        figure: `p50 ${(delay.percentile(50) / 1e6).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
        goal: 'p99 < 20 ms',
        met: p99 < 20,
      },
    ];
  } finally {
    await Promise.all([media.close(), renderer.close()]);
    rmSync(dir, { recursive: true, force: true });
  }
}
