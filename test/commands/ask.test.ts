import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { blobKeys, jobId } from '../../src/jobs/identity.ts';
import { LIMITS } from '../../src/media/limits.ts';
import { crash, type House, MINUTE, openHouse, ROOM } from './house.ts';

const TEXT = { text: 'Good morning.' };

async function contentOf({ blobs }: House, key: string): Promise<string> {
  return blobs.withFile(key, (path) => readFile(path, 'utf8'));
}

describe('asking for a video', () => {
  test('makes a job, shows how it stands, and has nothing more to say', async () => {
    const house = await openHouse();
    const { job, answer } = await house.ask({
      message: '77',
      photo: { file: house.paper.upload('a photo of Ada') },
      text: 'Good morning.',
      ratio: '9:16',
      prompt: 'smile',
    });
    expect(job).toMatchObject({
      state: 'accepted',
      requester: { person: 'ada', locale: 'en' },
      place: ROOM,
      replyTo: '77',
      ask: { speak: { kind: 'words', text: 'Good morning.' }, ratio: '9:16', prompt: 'smile' },
    });
    expect(await contentOf(house, blobKeys(job?.id ?? '').photo)).toBe('a photo of Ada');
    expect(house.paper.message(`${job?.id}s`)).toBeDefined();
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    expect(await house.incoming()).toEqual([]);
    expect(await house.keys('intake')).toEqual([]);
  });

  test('with a recording copies that as well', async () => {
    const house = await openHouse();
    const { paper } = house;
    const { job } = await house.ask({
      photo: { file: paper.upload('a photo') },
      audio: paper.upload('a recording', 'words.ogg'),
    });
    expect(job?.ask.speak).toEqual({ kind: 'recording', seconds: 12 });
    expect(await contentOf(house, blobKeys(job?.id ?? '').audio)).toBe('a recording');
  });

  test.each(['away', 'broken'] as const)('says how long it will be, where the board is %s', async (board) => {
    const house = await openHouse({ board });
    const { answer, job } = await house.ask({ text: 'a'.repeat(42), photo: { file: house.paper.upload('a photo') } });
    expect(job?.state).toBe('accepted');
    expect(answer.shown?.text).toMatchInlineSnapshot(
      `"Accepted: about 5 seconds of video. The message that shows how it stands could not be posted here. The video still comes here if the bot may post here by then, else to you directly. /jobs shows it, too."`,
    );
  });

  test('another one with the photo of a job is like it in all that is not said anew', async () => {
    const house = await openHouse();
    const photo = { file: house.paper.upload('a photo') };
    const first = await house.ask({ ...TEXT, photo, voiceId: 'sunny', ratio: '9:16', prompt: 'smile' });
    const again = { photo: { job: first.id }, text: 'Other words.' };
    expect((await house.ask(again)).job?.ask).toMatchObject({
      speak: { text: 'Other words.', voiceId: 'sunny' },
      ratio: '9:16',
      prompt: 'smile',
    });
    const anew = { voiceId: 'ours', ratio: '1:1', prompt: 'frown' } as const;
    expect((await house.ask({ ...again, ...anew })).job?.ask).toMatchObject({
      speak: { voiceId: 'ours' },
      ratio: '1:1',
      prompt: 'frown',
    });
  });

  test('takes a voice by its name, too', async () => {
    const house = await openHouse();
    const { job } = await house.ask({
      ...TEXT,
      voiceId: ' the mayor ',
      photo: { file: house.paper.upload('a photo') },
    });
    expect(job?.ask.speak).toMatchObject({ voiceId: 'ours' });
  });

  test('twice for the same cause makes one job, in a row and at once', async () => {
    const house = await openHouse();
    const asked = house.request();
    await Promise.all([house.desk.ask(asked), house.desk.ask(asked)]);
    await house.desk.ask(asked);
    expect(await house.jobs()).toHaveLength(1);
    expect(house.paper.messages(ROOM)).toHaveLength(1);
    const { answer } = await house.outcome(asked.origin, asked.answer.ref);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
  });

  test('again for a cause whose job has ended says nothing, and shows no second status', async () => {
    const house = await openHouse();
    const asked = house.request();
    await house.desk.ask(asked);
    const { id } = await house.outcome(asked.origin, asked.answer.ref);
    await house.becomes(id, { state: 'delivered' });
    house.paper.takesAway(house.paper.message(`${id}s`)?.id ?? '');
    await house.clock.pass(10 * MINUTE);
    await house.desk.ask(asked);
    expect(house.paper.everything()).toEqual([]);
    expect(house.paper.answer(asked.answer.ref).heard).toEqual([]);
  });

  test('accepts a crowd that comes at once', async () => {
    const house = await openHouse({ ceilings: { dailySecondsPerPerson: 1e6, dailySecondsPerSpace: 1e6 } });
    await Promise.all(Array.from({ length: 60 }, () => house.ask()));
    expect(await house.jobs()).toHaveLength(60);
    expect(await house.incoming()).toEqual([]);
  });
});

describe('asking is answered with what to do', () => {
  async function refusal(house: House, more: Parameters<House['ask']>[0]): Promise<string | undefined> {
    const { answer, job } = await house.ask(more);
    expect(job).toBeUndefined();
    expect(await house.incoming()).toEqual([]);
    expect(await house.keys('intake')).toEqual([]);
    return answer.shown?.text;
  }

  test('for words and a recording together, or neither', async () => {
    const house = await openHouse();
    const photo = { file: house.paper.upload('a photo') };
    const audio = house.paper.upload('a recording', 'words.mp3');
    const sentence = 'Please give either words or a recording: one of them, not both.';
    expect(await refusal(house, { photo, audio, ...TEXT })).toBe(sentence);
    expect(await refusal(house, { photo, text: '  ' })).toBe(sentence);
    expect(await refusal(house, { photo, as: house.ada({ locale: 'zh' }) })).toBe(
      '请提供文字或录音：二选一，不要两样都给。',
    );
  });

  test('for files that are declared to be too large, without fetching them', async () => {
    const house = await openHouse();
    const photo = { file: house.paper.upload('a photo', 'photo.jpg', LIMITS.photo.bytes + 1) };
    expect(await refusal(house, { photo, ...TEXT })).toContain('The photo is larger than 60 MB');
    const audio = house.paper.upload('a recording', 'words.wav', LIMITS.sound.bytes + 1);
    expect(await refusal(house, { photo: { file: house.paper.upload('a photo') }, audio })).toContain(
      'The recording is larger than 50 MB',
    );
  });

  test('for a file that is gone from the platform', async () => {
    const house = await openHouse();
    const file = house.paper.upload('a photo');
    house.paper.expires(file);
    expect(await refusal(house, { photo: { file }, ...TEXT })).toContain('404');
  });

  test('for a file that is no photo', async () => {
    const house = await openHouse();
    const photo = { file: house.paper.upload('no photo at all') };
    expect(await refusal(house, { photo, ...TEXT })).toContain('not a photo that can be used');
  });

  test('when the day is spent', async () => {
    const house = await openHouse({ ceilings: { dailySecondsPerPerson: 1 } });
    expect(await refusal(house, {})).toContain('You have 1 of your 1 seconds left today');
  });

  test('when the video could not be brought to the place, in the words of the platform', async () => {
    const house = await openHouse();
    const obstacles = [{ key: 'lacks_in', params: { channel: { channel: 'room' } } }, { key: 'lacks_next' }] as const;
    expect(await refusal(house, { obstacles })).toBe(
      [
        'The bot could not bring you the video in #room, so nothing was accepted. It lacks these permissions there:',
        'Please have somebody who is in charge here grant them, and ask again.',
      ].join('\n'),
    );
  });

  test('when there is a picture that the bot may not see, naming the menu', async () => {
    const house = await openHouse();
    expect(await refusal(house, { ...TEXT, unseen: true })).toContain('“Make it talk”');
    expect(await refusal(house, { ...TEXT, unseen: true, as: house.ada({ person: 'bob' }) })).toContain(
      '“Make it talk”',
    );
    expect(house.paper.everything()).toEqual([]);
  });

  test('with a number, when something in the bot breaks, which is in the log', async () => {
    const house = await openHouse();
    const asked = house.request();
    await house.disk.reopen();
    await house.desk.ask(asked);
    const id = jobId(asked.origin.key, asked.origin.at);
    const { shown } = house.paper.answer(asked.answer.ref);
    expect(shown?.text).toContain(`Nothing was charged. Please try again in a minute`);
    expect(shown?.text).toContain(`tell the bot’s operator this number: ${id}`);
    expect(house.log.filter((entry) => JSON.parse(entry).level >= 50 && entry.includes(id))).toHaveLength(1);
  });
});

describe('a request that is interrupted', () => {
  test.each(['before fetch', 'before avatar'])('%s, by a crash, turns into a sentence', async (at) => {
    const house = await openHouse();
    const asked = house.request();
    const reached = house.holdAt(at);
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    const next = await crash(house);
    await next.clock.settle();
    const { answer, job } = await next.outcome(asked.origin, asked.answer.ref);
    expect(job).toBeUndefined();
    expect(answer.shown?.text).toBe(
      'The bot was restarted before it could accept this. Nothing was made or charged. Please ask again.',
    );
    expect(await next.keys('intake')).toEqual([]);
  });

  test.each(['after avatar', 'after show', 'before done'])('%s, by a crash, goes on as a job', async (at) => {
    const house = await openHouse();
    const asked = house.request();
    const reached = house.holdAt(at);
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    const next = await crash(house);
    await next.clock.settle();
    const { answer, job } = await next.outcome(asked.origin, asked.answer.ref);
    expect(job?.state).toBe('accepted');
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    expect(await next.keys('intake')).toEqual([]);
  });

  test('by a crash before the person saw a sign of the bot, turns into a sentence, too', async () => {
    const house = await openHouse();
    const asked = house.request();
    void house.desk.ask({ ...asked, answer: { ...asked.answer, begun: new Promise(() => {}) } });
    await house.clock.settle();
    expect(await house.keys('intake')).toHaveLength(1);
    const next = await crash(house);
    await next.clock.settle();
    const { answer, job } = await next.outcome(asked.origin, asked.answer.ref);
    expect(job).toBeUndefined();
    expect(answer.shown?.text).toContain('The bot was restarted before it could accept this.');
    expect(await next.keys('intake')).toEqual([]);
  });

  test('by a crash before anything is known of it but that it came, turns into a sentence, too', async () => {
    const house = await openHouse();
    const { origin, answer } = house.request();
    const came = { origin, place: ROOM, locale: 'en', answer } as const;
    const noted = new Promise<void>((resolve) => {
      void house.desk.taking(came, (written) => {
        resolve(written);
        return new Promise(() => {});
      });
    });
    await noted;
    const next = await crash(house);
    await next.clock.settle();
    expect(next.paper.answer(answer.ref).shown?.text).toContain('The bot was restarted before it could accept this.');
    expect(await next.keys('intake')).toEqual([]);
  });

  test('by a stop, before anything is known of it but that it came, is told so after the next start', async () => {
    const house = await openHouse();
    const { origin, answer } = house.request();
    const stops = async () => Promise.reject(new Error('The platform stops.'));
    const taking = house.desk.taking({ origin, place: ROOM, locale: 'en', answer }, stops);
    await expect(taking).rejects.toThrow('The platform stops.');
    const next = await crash(house);
    await next.clock.settle();
    expect(next.paper.answer(answer.ref).shown?.text).toContain('The bot was restarted before it could accept this.');
  });

  test('is noted once, from when it came until there is an answer', async () => {
    const house = await openHouse();
    const asked = house.request();
    const reached = house.holdUntil('before avatar');
    const { origin, answer } = asked;
    const taking = house.desk.taking({ origin, place: ROOM, locale: 'en', answer }, () => house.desk.ask(asked));
    const letGo = await reached;
    expect(await house.keys('intake')).toHaveLength(1);
    letGo();
    await taking;
    expect((await house.outcome(asked.origin, asked.answer.ref)).job?.state).toBe('accepted');
    expect(await house.keys('intake')).toEqual([]);
  });

  test('by a platform that takes no sign of the bot any more, is left alone', async () => {
    const house = await openHouse();
    const asked = house.request();
    await house.desk.ask({ ...asked, answer: { ...asked.answer, begun: Promise.resolve(false) } });
    expect(await house.jobs()).toEqual([]);
    expect(await house.keys('intake')).toEqual([]);
  });

  test('is told so once its platform is connected', async () => {
    const house = await openHouse();
    const asked = house.request();
    const reached = house.holdAt('before avatar');
    void house.desk.ask(asked);
    await reached;
    await house.clock.settle();
    const away = await crash(house, { connected: false });
    await away.clock.settle();
    expect(await away.keys('intake')).toHaveLength(1);
    const next = await crash(away, {});
    await next.clock.settle();
    const { answer } = await next.outcome(asked.origin, asked.answer.ref);
    expect(answer.shown?.text).toContain('restarted before it could accept this');
  });

  test('by a stop, is told so at once, and leaves nothing behind', async () => {
    const house = await openHouse();
    const asked = house.request();
    house.paper.next('post', 'stall');
    const { photo: _, ...wordless } = asked;
    const asking = house.desk.ask(wordless);
    await house.clock.settle();
    await house.desk.stop();
    await asking;
    const { answer } = await house.outcome(asked.origin, asked.answer.ref);
    expect(answer.shown?.text).toBe('The bot is being restarted. Please ask again in a minute.');
    expect(await house.keys('intake')).toEqual([]);
    await expect.poll(() => house.keys('parked')).toEqual([]);
  });

  test('is not begun any more once the desk has stopped', async () => {
    const house = await openHouse();
    await house.desk.stop();
    const { answer, job } = await house.ask();
    expect(job).toBeUndefined();
    expect(answer.shown?.text).toContain('being restarted');
  });
});
