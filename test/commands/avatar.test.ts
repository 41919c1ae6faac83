import { describe, expect, test } from 'vitest';
import { type AvatarRequest, avatar } from '../../commands/avatar.ts';
import { Refusal } from '../../src/refusal.ts';
import { openHouse, SECOND } from '../jobs/house.ts';

/** The command over the real job room; media and voices do as the test says. */
async function open(told: { seconds?: number; photo?: Refusal; takesRecordings?: boolean } = {}) {
  const house = await openHouse();
  const checked: string[] = [];
  const command = avatar({
    acceptance: house.room.acceptance,
    media: {
      async checkPhoto(path) {
        checked.push(path);
        if (told.photo) throw told.photo;
        return { type: 'jpeg', width: 640, height: 360 };
      },
      async checkAudio(path) {
        checked.push(path);
        return { type: 'mp3', seconds: told.seconds ?? 12 };
      },
    },
    takesRecordings: () => told.takesRecordings ?? true,
    speech: {
      choose: (_text, voiceId) => ({ voiceId: voiceId ?? 'the usual one', language: 'en' }),
      estimate: (text) => text.length / 10,
    },
  });
  async function request(more: Partial<AvatarRequest> & { seconds?: number } = {}): Promise<AvatarRequest> {
    const { origin, requester, place, photo, audio } = await house.request(
      more.seconds === undefined ? {} : { seconds: more.seconds },
    );
    const { seconds: _, ...rest } = more;
    return {
      origin,
      requester,
      place,
      photo: { ...photo, sha256: 'aa' },
      ...(audio ? { audio: { ...audio, sha256: 'bb' } } : {}),
      ...rest,
    };
  }
  return { house, command, request, checked };
}

const refused = (key: string) => expect.objectContaining({ name: 'Refusal', key });

describe('asking for a video', () => {
  test('with words makes a job that speaks them with the voice of choice', async () => {
    const { command, request } = await open();
    const { job } = await command(await request({ text: '  Good morning, everybody. ', voiceId: 'oversea_male1' }));
    expect(job.ask).toEqual({
      speak: { kind: 'words', text: 'Good morning, everybody.', voiceId: 'oversea_male1', language: 'en' },
      ratio: '16:9',
    });
    expect(job.estimate).toBe(2.4);
  });

  test('without a voice takes the one that fits the words', async () => {
    const { command, request } = await open();
    const { job } = await command(await request({ text: 'Good morning.' }));
    expect(job.ask.speak).toMatchObject({ voiceId: 'the usual one' });
  });

  test('with a recording makes a job of its length', async () => {
    const { command, request, checked } = await open({ seconds: 12.3 });
    const { job } = await command(await request({ seconds: 12.3 }));
    expect(job).toMatchObject({ ask: { speak: { kind: 'recording', seconds: 12.3 } }, estimate: 12.3 });
    expect(checked).toHaveLength(2);
  });

  test('keeps the ratio and the directions that were asked for', async () => {
    const { command, request } = await open();
    const { job } = await command(await request({ text: 'Hi.', ratio: '9:16', prompt: ' smile ' }));
    expect(job.ask).toMatchObject({ ratio: '9:16', prompt: 'smile' });
  });

  test('leaves out directions that say nothing', async () => {
    const { command, request } = await open();
    expect((await command(await request({ text: 'Hi.', prompt: '   ' }))).job.ask).not.toHaveProperty('prompt');
  });

  test('counts at least the two seconds that Kling makes', async () => {
    const { command, request } = await open();
    expect((await command(await request({ text: 'Hi.' }))).job.estimate).toBe(2);
  });

  test('leads to a video', async () => {
    const { house, command, request } = await open();
    const { job } = await command(await request({ text: 'Good morning.' }));
    await house.pass(SECOND);
    house.kling.change(job.id);
    await house.pass(10 * SECOND);
    expect(await house.state(job.id)).toBe('delivered');
  });

  test('again for the same cause gives the first job, and looks at nothing', async () => {
    const { command, request, checked } = await open();
    const first = await request({ text: 'Hi.' });
    const { job } = await command(first);
    checked.length = 0;
    const again = await command({ ...(await request({ text: '' })), origin: first.origin });
    expect(again).toMatchObject({ repeated: true, job: { id: job.id } });
    expect(checked).toEqual([]);
  });
});

describe('asking for a video is refused with a sentence', () => {
  test.each([
    ['without words or a recording', {}, 'ask_words_or_audio'],
    ['with words that are only spaces', { text: ' \n ' }, 'ask_words_or_audio'],
    ['with both', { text: 'Hi.', seconds: 12 }, 'ask_words_or_audio'],
    ['with more words than can be spoken', { text: 'a'.repeat(6_001) }, 'ask_words_long'],
    ['with directions that are too long', { text: 'Hi.', prompt: 'a'.repeat(2_501) }, 'ask_prompt_long'],
    ['with a voice that is no id', { text: 'Hi.', voiceId: '../../etc' }, 'ask_voice_form'],
    ['with words that take too long to speak', { text: 'a'.repeat(700) }, 'job_too_long'],
  ] as const)('%s', async (_, more, key) => {
    const { house, command, request } = await open();
    await expect(command(await request(more))).rejects.toEqual(refused(key));
    expect(await house.files('')).toEqual([]);
    expect(house.records.open('accepted').size).toBe(0);
  });

  test('with a recording, where Kling could not fetch it', async () => {
    const { command, request } = await open({ takesRecordings: false });
    await expect(command(await request({ seconds: 12 }))).rejects.toEqual(refused('job_needs_public_url'));
  });

  test('with a photo that cannot be used', async () => {
    const { command, request } = await open({ photo: new Refusal('type', 'media_photo_type') });
    await expect(command(await request({ text: 'Hi.' }))).rejects.toEqual(refused('media_photo_type'));
  });
});
