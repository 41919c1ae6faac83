import { randomUUID } from 'node:crypto';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NewPresenter } from '../../commands/presenters.ts';
import { keepsPhotos, photoKey } from '../../src/announcements/presenter-photo.ts';
import { createPresenters } from '../../src/announcements/presenters.ts';
import { folderBlobs } from '../../src/media/blobs-folder.ts';
import { createMedia } from '../../src/media/create-media.ts';
import { Refusal } from '../../src/refusal.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { disk } from '../jobs/disk.ts';
import { photo } from '../media/make-photo.ts';

const HOME = { platform: 'paper', space: 'home' };

type Options = Parameters<typeof createPresenters>[0];

/** The presenters over a real store and real folders; photos are taken at their word. */
async function open(ground?: Awaited<ReturnType<typeof disk>>, more: Partial<Options> = {}) {
  const at = ground ?? (await disk());
  const removing: string[] = [];
  const table: Options['table'] = await at.namespace('presenters');
  const blobs = await folderBlobs(join(at.dir, 'media'));
  const presenters = createPresenters({
    table,
    defaults: await at.namespace('defaults'),
    blobs,
    media: {
      async preparePhoto(input, output) {
        if ((await readFile(input, 'utf8')) === 'no photo') throw new Refusal('type', 'media_photo_type');
        await copyFile(input, output);
      },
    },
    now: () => 1_000,
    onRemove: async (id) => void removing.push(id),
    ...more,
  });
  await presenters.load();

  return {
    disk: at,
    table,
    blobs,
    presenters,
    removing,
    async add({
      photo: content = 'a photo',
      ...wanted
    }: Partial<Omit<NewPresenter, 'photo'>> & { photo?: string } = {}) {
      const path = join(at.dir, randomUUID());
      await writeFile(path, content);
      const { name = 'Mayor' } = wanted;
      return presenters.add({
        origin: { key: `add ${name}`, at: 5 },
        space: 'paper:home',
        name,
        owner: 'ada',
        photo: { path, bytes: content.length, sha256: '' },
        ...wanted,
      });
    },
    kept: async () => (await readdir(join(at.dir, 'media'))).sort(),
  };
}

/** The process ends, and another one starts on the same disk. */
async function again(house: Awaited<ReturnType<typeof open>>) {
  await house.disk.reopen();
  return open(house.disk);
}

const refused = (key: string) => expect.objectContaining({ name: 'Refusal', key });

describe('a presenter', () => {
  test('is saved with its photo, and is there after a restart, by its id and by its name in any case', async () => {
    const house = await open();
    const saved = await house.add({ name: '  The Mayor ', voiceId: 'reader', ratio: '9:16' });
    expect(saved).toMatchObject({ name: 'The Mayor', photo: { blob: photoKey(saved.id), bytes: 7 }, createdAt: 1_000 });
    expect(saved.id).toMatch(/^p[0-9a-z]{23}$/);
    const { presenters, blobs } = await again(house);
    expect(presenters.list('paper:home')).toEqual([saved]);
    expect(presenters.named('paper:home', ' the MAYOR')).toEqual(saved);
    expect(presenters.named('paper:home', saved.id)).toEqual(saved);
    expect(presenters.named('paper:away', 'The Mayor')).toBeUndefined();
    expect(presenters.named('paper:away', saved.id)).toBeUndefined();
    expect(await blobs.withFile(saved.photo.blob, (path) => readFile(path, 'utf8'))).toBe('a photo');
  });

  test('is saved once for the same cause, however often it comes, also at once', async () => {
    const house = await open();
    const [first, same] = await Promise.all([house.add(), house.add()]);
    expect(same).toEqual(first);
    expect(await (await again(house)).add()).toEqual(first);
    expect(await house.kept()).toEqual([first.photo.blob]);
  });

  test('has its name alone in its space, whatever the case', async () => {
    const house = await open();
    await house.add({ name: 'Zoë' });
    const other = { name: 'ZOE\u0308', origin: { key: 'another', at: 5 } };
    await expect(house.add(other)).rejects.toEqual(refused('presenter_name_taken'));
    expect(await house.add({ ...other, space: 'paper:away' })).toMatchObject({ name: 'ZOË' });
  });

  test.each(['', ' ', 'x'.repeat(61), 'two\nlines', 'tab\there', '\u202Edesrever', '\uD800'])(
    'is not called %j',
    async (name) => {
      const house = await open();
      await expect(house.add({ name })).rejects.toEqual(refused('presenter_name_form'));
      expect(await house.kept()).toEqual([]);
    },
  );

  test('whose photo cannot be used is not saved, and nothing of it is kept', async () => {
    const house = await open();
    await expect(house.add({ photo: 'no photo' })).rejects.toEqual(refused('media_photo_type'));
    expect(house.presenters.list('paper:home')).toEqual([]);
    expect(await house.kept()).toEqual([]);
    expect(await house.add()).toMatchObject({ name: 'Mayor' });
  });

  test('that the store does not take is not there, with no photo left of it', async () => {
    const ground = await disk();
    const table: Options['table'] = await ground.namespace('presenters');
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const set = () => Promise.reject(new StoreError('presenters', 'write', full));
    const house = await open(ground, { table: { ...table, set } });
    await expect(house.add()).rejects.toEqual(refused('storage_full'));
    expect(house.presenters.list('paper:home')).toEqual([]);
    expect(await house.kept()).toEqual([]);
  });

  test('is one of 100 of its space at most', async () => {
    const house = await open();
    for (let n = 0; n < 100; n++) await house.add({ name: `Face ${n}` });
    await expect(house.add({ name: 'One more' })).rejects.toEqual(refused('presenter_many'));
    expect(await house.add({ name: 'One more', space: 'paper:away' })).toMatchObject({ name: 'One more' });
  });

  test('goes after what uses it was told, with its photo and wherever it spoke by default', async () => {
    const house = await open();
    const { id } = await house.add();
    const stays = await house.add({ name: 'Stays' });
    await house.presenters.setDefault('paper:home', undefined, id);
    await house.presenters.setDefault('paper:home', 'news', id);
    await house.presenters.setDefault('paper:home', 'room', stays.id);
    await house.presenters.remove(id);
    await house.presenters.remove(id);
    expect(house.removing).toEqual([id]);
    const { presenters, kept } = await again(house);
    expect(presenters.get(id)).toBeUndefined();
    expect(presenters.defaults('paper:home')).toEqual({ channels: { room: stays.id } });
    expect(await kept()).toEqual([stays.photo.blob]);
  });

  test('stays when what uses it could not be paused', async () => {
    const house = await open(undefined, { onRemove: () => Promise.reject(new Error('the store fails')) });
    const { id } = await house.add();
    await expect(house.presenters.remove(id)).rejects.toThrow('the store fails');
    expect((await again(house)).presenters.get(id)).toMatchObject({ id });
  });
});

describe('the one that speaks when none is named', () => {
  test('is the channel’s own, else the space’s, else nobody', async () => {
    const house = await open();
    const mayor = await house.add();
    const clerk = await house.add({ name: 'Clerk' });
    const { setDefault } = house.presenters;
    expect(house.presenters.defaultFor({ ...HOME, channel: 'news' })).toBeUndefined();
    await Promise.all([
      setDefault('paper:home', undefined, mayor.id),
      setDefault('paper:home', 'news', clerk.id),
      setDefault('paper:home', '__proto__', clerk.id),
    ]);
    const { presenters } = await again(house);
    expect(presenters.defaultFor({ ...HOME, channel: 'news', thread: 'today' })).toEqual(clerk);
    expect(presenters.defaultFor({ ...HOME, channel: '__proto__' })).toEqual(clerk);
    expect(presenters.defaultFor({ ...HOME, channel: 'constructor' })).toEqual(mayor);
    expect(presenters.defaultFor({ ...HOME, space: 'away', channel: 'news' })).toBeUndefined();
    await presenters.setDefault('paper:home', 'news', undefined);
    expect(presenters.defaultFor({ ...HOME, channel: 'news' })).toEqual(mayor);
  });

  test('is one of the same space', async () => {
    const house = await open();
    const elsewhere = await house.add({ space: 'paper:away' });
    await expect(house.presenters.setDefault('paper:home', undefined, elsewhere.id)).rejects.toEqual(
      refused('presenter_gone'),
    );
  });
});

test('the photo of a presenter is kept whole, and without where it was taken', async () => {
  const media = createMedia();
  onTestFinished(() => media.close());
  const house = await open(undefined, { media });
  const input = join(house.disk.dir, 'sent.jpg');
  await photo(640, 360)
    .withExif({ IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
    .jpeg()
    .toFile(input);
  const sent = await readFile(input);
  const whole = { origin: { key: 'sent', at: 5 }, space: 'paper:home', name: 'Mayor', owner: 'ada' };
  const saved = await house.presenters.add({ ...whole, photo: { path: input, bytes: sent.length, sha256: '' } });
  const kept = await house.blobs.withFile(saved.photo.blob, (path) => sharp(path).metadata());
  expect((await sharp(input).metadata()).exif).toBeDefined();
  expect(kept).toMatchObject({ format: 'jpeg', width: 640, height: 360 });
  expect(kept.exif).toBeUndefined();
  expect(saved.photo.bytes).toBe(await house.blobs.size(saved.photo.blob));
});

test('the janitor is told of photos of presenters that there are, also before they were read, and of no other file', async () => {
  const house = await open();
  const { id, photo: kept } = await house.add();
  const keeps = keepsPhotos(house.table);
  expect(await keeps(kept.blob)).toBe(true);
  for (const other of [`p${'0'.repeat(23)}.photo`, `${id}.photo.photo`, `${id}.image`, `j${id.slice(1)}.photo`]) {
    expect(await keeps(other)).toBe(false);
  }
  await house.presenters.remove(id);
  expect(await keeps(kept.blob)).toBe(false);
});
