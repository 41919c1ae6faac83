import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { expect, onTestFinished, test } from 'vitest';
import { accepted, ask, until } from './api.ts';
import { astronaut, dataDir, hasAstronaut, removeDir, startBot } from './bot.ts';
import { smallPhoto } from './kling.ts';

const SENTENCE = 'Good morning, everybody. This is the first video of the day.';

async function nothingConfigured() {
  const dir = dataDir();
  const bot = await startBot(dir, { SANDBOX_SECONDS: '0' });
  onTestFinished(async () => {
    await bot.kill();
    removeDir(dir);
  });
  return bot;
}

async function looksLike(video: ArrayBuffer) {
  using input = new Input({ source: new BufferSource(video), formats: ALL_FORMATS });
  const [picture, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return {
    picture: await picture?.getCodec(),
    sound: await sound?.getCodec(),
    ratio: picture ? (await picture.getDisplayWidth()) / (await picture.getDisplayHeight()) : 0,
    seconds: await input.computeDuration(),
  };
}

// needs ../shared/media, which a clone of this repository alone does not have
test.skipIf(!hasAstronaut)(
  'with nothing configured, a photo and a sentence become a video that plays',
  { timeout: 60_000 },
  async () => {
    const { url, log } = await nothingConfigured();
    const id = await accepted(url, { photo: astronaut(), text: SENTENCE, aspect_ratio: '9:16' });
    const job = await until(url, id, 'delivered');
    expect(job).toMatchObject({ charged: 'yes', units: expect.any(Number), spent_seconds: expect.any(Number) });
    expect(log.map((line) => line.msg)).toContainEqual(expect.stringContaining('videos come from the sandbox'));

    const whole = await ask(url, job.video?.url ?? '');
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    const bytes = await whole.arrayBuffer();
    expect(bytes.byteLength).toBe(job.video?.bytes);
    const seen = await looksLike(bytes);
    expect(seen).toMatchObject({ picture: 'avc', sound: 'aac', ratio: expect.closeTo(9 / 16, 1) });
    // about four seconds of speech
    expect(seen.seconds).toBeGreaterThan(2);
    expect(seen.seconds).toBeLessThan(10);
    expect(job.video?.duration).toBeCloseTo(seen.seconds, 0);

    const part = await ask(url, job.video?.url ?? '', { headers: { range: 'bytes=4-7' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${bytes.byteLength}`);
    expect(await part.text()).toBe('ftyp');
  },
);

test('the sandbox’s own jobs survive a kill, although it listens on another port afterwards', {
  timeout: 60_000,
}, async () => {
  const env = { SANDBOX_SECONDS: '1', KLING_POLL_SECONDS: '0.1' };
  const dir = dataDir();
  const first = await startBot(dir, env);
  onTestFinished(() => removeDir(dir));
  const ids: string[] = [];
  for (let n = 0; n < 2; n++) ids.push(await accepted(first.url, { photo: await smallPhoto(), text: 'Good morning.' }));
  for (const id of ids) await until(first.url, id, 'rendering');
  await first.kill();
  const second = await startBot(dir, env);
  onTestFinished(() => second.kill());
  for (const id of ids) {
    const job = await until(second.url, id, 'delivered');
    const video = await (await ask(second.url, job.video?.url ?? '')).arrayBuffer();
    expect(await looksLike(video)).toMatchObject({ picture: 'avc', sound: 'aac' });
  }
});
