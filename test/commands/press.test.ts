import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { blobKeys, jobId } from '../../src/jobs/identity.ts';
import type { Job } from '../../src/jobs/job.ts';
import { crash, type House, openHouse, ROOM } from './house.ts';

const POSTED = { place: ROOM, message: '9', url: 'https://paper.test/9' } as const;
const NOBODY = 'j00000000000000000000000';

/** A job of Ada's that has come so far. */
async function jobThat(house: House, changes: Partial<Job> = {}, more: Parameters<House['ask']>[0] = {}) {
  const { id } = await house.ask(more);
  return house.becomes(id, changes);
}

const bob = (house: House, more = {}) => house.ada({ person: 'bob', ...more });

describe('every button', () => {
  test.each(['cancel', 'retry', 'remove', 'post', 'show'])('says so when there is no such job: %s', async (name) => {
    const house = await openHouse();
    expect((await house.press(name, NOBODY)).shown?.text).toBe('There is no such video.');
  });

  test.each(['cancel', 'retry', 'remove', 'post', 'show'])('is not for others: %s', async (name) => {
    const house = await openHouse();
    const job = await jobThat(house);
    const { shown } = await house.press(name, job.id, { as: bob(house, { locale: 'zh' }) });
    expect(shown?.text).toMatch(/^只有提出这个请求的人/);
    expect(await house.notes.read(job.id)).toEqual({});
    expect(await house.jobs()).toHaveLength(1);
  });

  test.each(['unheard-of', 'constructor', 'ask'])('that nobody knows gets a sentence: %s', async (name) => {
    const house = await openHouse();
    expect((await house.press(name, 'x')).shown?.text).toContain('does nothing any more');
  });

  test('that breaks says a number that is in the log', async () => {
    const house = await openHouse();
    const job = await jobThat(house);
    await house.disk.reopen();
    const next = await house.press('cancel', job.id);
    const [, id = '-'] = /number: (\w+)$/.exec(next.shown?.text ?? '') ?? [];
    expect(next.shown?.text).not.toContain('charged');
    expect(house.log.filter((entry) => entry.includes(id))).toHaveLength(1);
  });
});

describe('cancelling', () => {
  test('leaves a note for the worker, and promises nothing that the worker alone can know', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'queued' });
    expect((await house.press('cancel', job.id)).shown?.text).toBe(
      'It is being cancelled. If Kling has not begun it by now, nothing more is charged for it; the message about it shows how it ends.',
    );
    expect(await house.notes.read(job.id)).toMatchObject({ cancel: house.clock.now() });
    expect(house.woken.at(-1)).toBe(job.id);
  });

  test('says that what Kling has begun is charged', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'rendering', taskId: '7' });
    expect((await house.press('cancel', job.id)).shown?.text).toContain('is made and charged');
  });

  test('says what became of it meanwhile', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'queued' });
    const leave = house.notes.leave;
    house.notes.leave = async (id, kind, note) => {
      await leave(id, kind, note);
      await house.becomes(id, { state: 'submitting', send: { attempt: 1, sentAt: 1, misses: [] } });
    };
    expect((await house.press('cancel', job.id)).shown?.text).toContain('is made and charged');
  });

  test('is for moderators of the same space, too', async () => {
    const house = await openHouse();
    const job = await jobThat(house);
    const elsewhere = bob(house, { moderates: true, place: { ...ROOM, space: 'elsewhere' } });
    expect((await house.press('cancel', job.id, { as: elsewhere })).shown?.text).toContain('or those in charge here');
    expect((await house.press('cancel', job.id, { as: bob(house, { moderates: true }) })).shown?.text).toContain(
      'being cancelled',
    );
  });

  test.each([
    ['has ended', { state: 'failed' }, 'ended already'],
    ['is being posted', { state: 'delivering', posting: { stage: 'there', place: ROOM, since: 1 } }, 'too late'],
  ] as const)('does nothing to one that %s', async (_, changes, sentence) => {
    const house = await openHouse();
    const job = await jobThat(house, changes);
    expect((await house.press('cancel', job.id)).shown?.text).toContain(sentence);
    expect(await house.notes.read(job.id)).toEqual({});
  });
});

describe('taking a video away', () => {
  test('leaves a note for the worker', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'delivered', posted: POSTED });
    expect((await house.press('remove', job.id)).shown?.text).toContain('is being taken away');
    expect(await house.notes.read(job.id)).toEqual({ remove: house.clock.now() });
    expect(house.woken.at(-1)).toBe(job.id);
  });

  test('is for moderators of the same space, too', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'delivered', posted: POSTED });
    await house.press('remove', job.id, { as: bob(house, { moderates: true }) });
    expect(await house.notes.read(job.id)).toHaveProperty('remove');
  });

  test.each([
    ['that has not ended', { state: 'rendering' }, 'cancel it instead'],
    ['that failed', { state: 'failed' }, 'no video'],
    ['that was taken away', { state: 'delivered', removed: 5 }, 'was taken away before'],
  ] as const)('says what is the case with one %s', async (_, changes, sentence) => {
    const house = await openHouse();
    const job = await jobThat(house, changes);
    expect((await house.press('remove', job.id)).shown?.text).toContain(sentence);
    expect(await house.notes.read(job.id)).toEqual({});
  });
});

describe('trying again', () => {
  const idOf = ({ id, createdAt }: Job) => jobId(`retry:${id}`, createdAt + 1);

  test('makes another job with all that was asked for, in the same place', async () => {
    const house = await openHouse();
    const as = house.ada({ place: { ...ROOM, thread: 'aside', private: true } });
    const photo = { file: house.paper.upload('the photo') };
    const more = { as, photo, text: 'Hi.', voiceId: 'sunny', ratio: '1:1', prompt: 'smile', message: '5' } as const;
    const job = await jobThat(house, { state: 'failed' }, more);
    const answer = await house.press('retry', job.id);
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    const again = await house.records.get(idOf(job));
    expect(again).toMatchObject({ state: 'accepted', ask: job.ask, place: job.place, replyTo: '5' });
    const bytes = await house.blobs.withFile(blobKeys(again?.id ?? '').photo, (path) => readFile(path, 'utf8'));
    expect(bytes).toBe('the photo');
    expect(await house.blobs.size(blobKeys(job.id).photo)).toBe(9);
  });

  test('asks nobody for a role where roles are not known, such as in a direct talk', async () => {
    const house = await openHouse({ operator: { roles: ['staff'] } });
    const as = house.ada({ place: house.paper.direct('ada') });
    const job = await jobThat(house, { state: 'failed' }, { as: house.ada({ roles: ['staff'] }) });
    expect(await house.press('retry', job.id, { as })).toMatchObject({ isDone: true, heard: [] });
    expect(await house.records.get(idOf(job))).toMatchObject({ place: job.place });
  });

  test('uses the recording again', async () => {
    const house = await openHouse();
    const photo = { file: house.paper.upload('a photo') };
    const audio = house.paper.upload('a recording', 'words.mp3');
    const job = await jobThat(house, { state: 'cancelled' }, { photo, audio });
    await house.press('retry', job.id);
    expect(await house.records.get(idOf(job))).toMatchObject({ ask: { speak: { kind: 'recording', seconds: 12 } } });
    expect(await house.blobs.size(blobKeys(idOf(job)).audio)).toBe(11);
  });

  test('pressed twice, at once and after a restart, makes one job', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'failed' });
    await Promise.all([house.press('retry', job.id), house.press('retry', job.id)]);
    const next = await crash(house);
    await next.press('retry', job.id);
    expect(await next.jobs()).toHaveLength(2);
  });

  test('pressed again after the second one was posted shows that', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'failed' });
    await house.press('retry', job.id);
    await house.becomes(idOf(job), { state: 'delivered', posted: POSTED });
    expect((await house.press('retry', job.id)).shown?.links).toEqual([POSTED.url]);
    await house.becomes(idOf(job), { state: 'failed' });
    await house.becomes(idOf(job), { posted: POSTED, removed: 1 });
    expect((await house.press('retry', job.id)).shown?.text).toContain('it has ended');
  });

  test('of one that did not fail is not needed', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'rendering' });
    expect((await house.press('retry', job.id)).shown?.text).toContain('did not fail');
  });

  test('is not possible once the photo is no longer kept', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'failed' });
    await house.blobs.remove(blobKeys(job.id).photo);
    expect((await house.press('retry', job.id)).shown?.text).toContain('no longer kept');
    expect(await house.jobs()).toHaveLength(1);
  });

  test('is checked as every request is', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'failed' });
    const { shown } = await house.press('retry', job.id, { obstacles: [{ key: 'lacks_next' }] });
    expect(shown?.text).toContain('somebody who is in charge here');
    await house.press('set-shut-out', 'here', { picked: ['ada'], as: bob(house, { manages: true }) });
    expect((await house.press('retry', job.id)).shown?.text).toContain(
      'Those in charge here do not let you use the bot',
    );
    expect(await house.jobs()).toHaveLength(1);
  });
});

describe('another one with other words', () => {
  test('uses the photo of the first again', async () => {
    const house = await openHouse();
    const first = await jobThat(house, { state: 'delivered' });
    const { id, job } = await house.ask({ photo: { job: first.id }, text: 'Other words.' });
    expect(job).toMatchObject({ ask: { speak: { text: 'Other words.' } } });
    expect(await house.blobs.size(blobKeys(id).photo)).toBe(7);
  });

  test('is only for who asked for the first', async () => {
    const house = await openHouse();
    const first = await jobThat(house, { state: 'delivered' });
    await house.tables.confirmations.set('paper:bob', { at: 1, key: 'face_terms', version: 1, locale: 'en' });
    const { answer, job } = await house.ask({ as: bob(house), photo: { job: first.id }, text: 'Other words.' });
    expect(job).toBeUndefined();
    expect(answer.shown?.text).toContain('Only the person who asked');
  });

  test('says how, where there is no form for it', async () => {
    const house = await openHouse();
    expect((await house.press('another', NOBODY)).shown?.text).toContain('use /avatar');
  });
});

describe('posting a video of which nobody can tell whether it is there', () => {
  const blind = { state: 'delivering', posting: { stage: 'there', place: ROOM, since: 1, blind: 2 } } as const;

  test('leaves a note for the worker', async () => {
    const house = await openHouse();
    const job = await jobThat(house, blind);
    expect((await house.press('post', job.id)).shown?.text).toBe('The video is being posted.');
    expect(await house.notes.read(job.id)).toEqual({ post: house.clock.now() });
    expect(house.woken.at(-1)).toBe(job.id);
  });

  test('shows it when it is there after all', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'delivered', posted: POSTED });
    expect((await house.press('post', job.id)).shown?.links).toEqual([POSTED.url]);
  });

  test('is not needed while the bot goes on by itself', async () => {
    const house = await openHouse();
    const job = await jobThat(house, { state: 'delivering' });
    expect((await house.press('post', job.id)).shown?.text).toContain('nothing to decide');
    expect(await house.notes.read(job.id)).toEqual({});
  });

  test('is not for those who were shut out; for all others also where the bot may not look', async () => {
    const house = await openHouse({ operator: { roles: ['staff'] } });
    const { id } = await jobThat(house, blind, { as: house.ada({ roles: ['staff'] }) });
    expect((await house.press('post', id)).shown?.text).toContain('certain groups of people');
    expect(await house.notes.read(id)).toEqual({});
    const { shown } = await house.press('post', id, {
      as: house.ada({ roles: ['staff'] }),
      obstacles: [{ key: 'lacks_next' }],
    });
    expect(shown?.text).toBe('The video is being posted.');
    expect(await house.notes.read(id)).toEqual({ post: house.clock.now() });
  });
});

describe('showing a kept video', () => {
  const kept = { state: 'delivered', video: { seconds: 3, bytes: 7 } } as const;

  test('gives it to its person alone, named and described', async () => {
    const house = await openHouse();
    const job = await jobThat(house, kept);
    await house.rendered(job.id);
    const { shown } = await house.press('show', job.id);
    expect(shown).toMatchObject({
      text: 'Here is your video. Only you see it.\nAI-generated, asked for by @ada',
      file: { name: `${job.id}.mp4`, bytes: 7, alt: 'A face in a video made by AI says: Good morning.' },
    });
  });

  test('that is too large for the platform gives its smaller copy, a link, or a sentence', async () => {
    const house = await openHouse({ limit: 3, public: true });
    const job = await jobThat(house, kept);
    await house.rendered(job.id);
    expect((await house.press('show', job.id)).shown?.links).toEqual([`https://here/${job.id}.mp4`]);
    await house.rendered(job.id, 'fit', 'fit');
    expect((await house.press('show', job.id)).shown?.file).toMatchObject({ bytes: 3 });

    const closed = await openHouse({ limit: 3 });
    const other = await jobThat(closed, kept);
    await closed.rendered(other.id);
    expect((await closed.press('show', other.id)).shown?.text).toContain('ask the bot’s operator');
  });

  test('that is gone says so', async () => {
    const house = await openHouse();
    const job = await jobThat(house, kept);
    expect((await house.press('show', job.id)).shown?.text).toBe('The video is no longer kept.');
  });
});
