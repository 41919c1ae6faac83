import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createMedia } from '../../../src/media/create-media.ts';
import type { GuildOptions } from '../../fakes/discord/servers.ts';
import { temporary } from '../../media/temporary.ts';
import { freePort } from '../ends.ts';
import { CLIP, clipBytes } from '../kling.ts';
import { eventually, photo, status, told, videosIn } from './kit.ts';
import { sharedHouse, video } from './shared.ts';

const MiB = 2 ** 20;
const at = temporary();

/** A video of 40 MB: a short one with a box of filler behind it, which MP4 knows as `free`. It is quick to make and to re-encode. */
function large(): string {
  const clip = clipBytes();
  const filler = Buffer.alloc(40_000_000 - clip.length);
  filler.writeUInt32BE(filler.length);
  filler.write('free', 4);
  writeFileSync(at('large.mp4'), Buffer.concat([clip, filler]));
  return at('large.mp4');
}
const LARGE = large();

/** The house confirms with a small one first. */
let path = CLIP;
const shared = sharedHouse({ kling: { render: async () => ({ seconds: 2, path }) } });
beforeAll(() => {
  path = LARGE;
});

describe('a video of 40 MB', () => {
  /** Asks for one in a server of its own, which refuses the first uploads although they should fit. */
  async function asked(guild: GuildOptions, refused = 0) {
    const { channel } = shared.corner([], guild);
    const { faults } = shared.house.discord;
    if (refused > 0) {
      const where = (of: string) => channel.threads().some(({ id }) => of.startsWith(`/channels/${id}/`));
      faults.next('createMessage', { answer: { code: 40005 }, where }, refused);
    }
    shared.ada.slash(channel, 'avatar', { photo: await photo(), text: 'Large as life.' });
    return channel;
  }

  test('is posted as it is where the server takes that much', async () => {
    const { files } = await video(await asked({ tier: 2 }));
    expect(files.map(({ bytes }) => bytes.length)).toEqual([40_000_000]);
  });

  test('is made smaller where it does not, and still plays', async () => {
    const { files } = await video(await asked({ tier: 0 }));
    const [small] = files;
    if (!small) throw new Error('there is no video');
    expect(small.bytes.length).toBeLessThan(10 * MiB);
    writeFileSync(at('small.mp4'), small.bytes);
    const media = createMedia({ conversions: 1 });
    expect(await media.checkVideo(at('small.mp4'))).toMatchObject({ seconds: expect.closeTo(2, 0) });
    await media.close();
  });

  test('is made smaller when Discord says that it is too large after all', async () => {
    const channel = await asked({ tier: 2 }, 1);
    const { files } = await video(channel);
    expect(files[0]?.bytes.length).toBeLessThan(10 * MiB);
    expect(channel.threads().flatMap(videosIn)).toHaveLength(1);
  });

  test('that Discord takes in no size is kept, which is said, and can be shown to its person', async () => {
    const channel = await asked({ tier: 2 }, 2);
    const shown = await status(channel, 'It is too large to be posted here, and cannot be made smaller');
    expect(shown.content).toContain('It was charged: 2 seconds of video');
    expect(channel.threads().flatMap((thread) => thread.messages())).toEqual([]);
    const opened = shared.ada.press(shown, 'Show it to me');
    expect(await told(opened)).toBe(
      `Here is your video. Only you see it.\nAI-generated, asked for by ${shared.ada.mention}`,
    );
    await expect.poll(() => opened.original?.files.length).toBe(1);
  });
});

describe('where Herald can be reached from outside, a video of 40 MB', () => {
  test('that Discord takes in no size is linked, and whoever has the link gets it whole', async () => {
    const port = await freePort();
    const PUBLIC_URL = `http://127.0.0.1:${port}`;
    await shared.house.bot.stop();
    // the last test of this file: the bot keeps these settings
    await shared.house.restart(0, { PUBLIC_URL, PORT: String(port), API_TOKEN: 'token-for-tests-only' });
    const { channel } = shared.corner();
    const where = (of: string) => channel.threads().some(({ id }) => of.startsWith(`/channels/${id}/`));
    shared.house.discord.faults.next('createMessage', { answer: { code: 40005 }, where });
    shared.ada.slash(channel, 'avatar', { photo: await photo(), text: 'Large as life.' });
    const linked = await eventually(() =>
      channel
        .threads()
        .flatMap((thread) => thread.messages())
        .at(0),
    );
    expect(linked.content).toContain(`AI-generated, asked for by ${shared.ada.mention}`);
    expect(linked.content).toContain('It is too large to be sent here.');
    const [, url = ''] = /\[Watch the video\]\(<([^>]*)>\)/.exec(linked.content) ?? [];
    expect(url).toContain(PUBLIC_URL);
    const got = await fetch(url);
    expect([got.status, (await got.bytes()).length]).toEqual([200, 40_000_000]);
    await status(channel, 'Done: ');
  });
});
