import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { blobKeys } from '../../src/jobs/identity.ts';
import { crash, type House, openHouse, ROOM } from './house.ts';

/** Saves a presenter as somebody in charge does. */
async function added(house: House, given: Parameters<House['verb']>[1] = {}) {
  const answer = await house.verb('presenter add', { name: 'Mayor', photo: house.paper.upload('her photo'), ...given });
  return { answer, saved: house.presenters.named('paper:home', given.name ?? 'Mayor') };
}

const contentOf = (house: House, key: string) => house.blobs.withFile(key, (path) => readFile(path, 'utf8'));

describe('saving a presenter', () => {
  test('keeps the photo that was sent, the voice by its id, and the shape; and says how to use it', async () => {
    const house = await openHouse();
    const { answer, saved } = await added(house, { voice: 'anchor', ratio: '9:16' });
    expect(saved).toMatchObject({ name: 'Mayor', voiceId: 'reader', ratio: '9:16', owner: 'ada' });
    expect(await contentOf(house, saved?.photo.blob ?? '')).toBe('her photo');
    expect(answer.shown?.text).toContain('“Mayor” is saved and can speak at any time: with /avatar');
    expect(await house.incoming()).toEqual([]);
  });

  test('asks whoever never did to confirm the terms about faces first, and keeps nothing until they send it again', async () => {
    const house = await openHouse({ confirmed: false });
    const { answer, saved } = await added(house);
    expect(saved).toBeUndefined();
    expect(answer.shown).toMatchObject({
      text: expect.stringContaining('Your photo is not saved yet.'),
      buttons: ['I may use them → confirm-faces:en'],
    });
    const pressed = await house.press('confirm-faces', 'zh');
    expect(pressed.shown?.text).toContain('/presenter add once more');
    expect(await house.tables.confirmations.get('paper:ada')).toMatchObject({ key: 'face_terms', locale: 'zh' });
    expect((await added(house)).saved).toMatchObject({ name: 'Mayor' });
  });

  test.each([
    ['a name that is taken', { name: 'MAYOR' }, 'called “MAYOR” here already'],
    ['a name of two lines', { name: 'two\nlines' }, '1 to 60 characters'],
    ['a voice that cannot be one', { name: 'Clerk', voice: 'a voice!' }, 'oversea_male1'],
  ])('refuses %s with a sentence', async (_, given, sentence) => {
    const house = await openHouse();
    await added(house);
    expect((await added(house, given)).answer.shown?.text).toContain(sentence);
    expect(house.presenters.list('paper:home')).toHaveLength(1);
    expect(await house.incoming()).toEqual([]);
  });

  test('refuses a photo that is too large before it is fetched', async () => {
    const house = await openHouse();
    const { answer } = await added(house, { photo: house.paper.upload('her photo', 'photo.jpg', 60_000_001) });
    expect(answer.shown?.text).toContain('The photo is larger than 60 MB.');
  });
});

describe('who may', () => {
  test.each(['presenter add', 'presenter remove', 'presenter default'] as const)(
    '%s: those in charge, and nobody else',
    async (verb) => {
      const house = await openHouse();
      const { id } = await house.presenter();
      const given = { name: 'Clerk', photo: house.paper.upload('a photo'), presenter: id };
      const answer = await house.verb(verb, given, { moderates: false });
      expect(answer.shown).toMatchObject({
        text: expect.stringContaining('Only those in charge here can'),
        buttons: [],
      });
      expect(house.presenters.list('paper:home')).toHaveLength(1);
      expect(house.presenters.defaultFor(ROOM)).toBeUndefined();
      const start = await house.desk.verbForm(house.ada(), verb);
      expect(start).toEqual({ refused: 'presenter_managers' });
    },
  );

  test('see who there is: everybody whom the bot serves, and not in a talk of two', async () => {
    const house = await openHouse({ operator: { shutOut: ['paper:eve'] } });
    await house.presenter();
    const shownTo = async (as: object) => (await house.verb('presenter list', {}, as)).shown?.text;
    expect(await shownTo({ moderates: false })).toBe('Who can speak here:\n• Mayor');
    expect(await shownTo({ person: 'eve' })).not.toContain('Mayor');
    expect(await shownTo({ place: { platform: 'paper', space: 'dm', channel: 'dm' } })).toContain('direct messages');
    expect(await shownTo({ place: { ...ROOM, space: 'away' } })).toContain('There are no presenters here yet.');
  });
});

describe('seeing presenters', () => {
  test('a list names 25, and says how many more there are', async () => {
    const house = await openHouse();
    for (let n = 10; n < 37; n++) await house.presenter(`Face ${n}`);
    const { shown } = await house.verb('presenter list');
    expect(shown?.text.split('\n')).toHaveLength(27);
    expect(shown?.text).toContain('• Face 34\nAnd 2 more.');
  });

  test('one is shown with its photo, its voice and where it speaks, in plain words', async () => {
    const house = await openHouse();
    const { id } = await house.presenter('Mayor', { voiceId: 'sunny' });
    await house.presenters.setDefault('paper:home', 'news', id);
    const { shown } = await house.verb('presenter show', { presenter: 'mayor' }, { moderates: false });
    expect(shown?.text).toMatch(/“Mayor”, saved by .*ada/);
    expect(shown?.text).toContain('Voice: Sunny (English) / 阳光少年 (Chinese). Shape: 16:9.');
    expect(shown?.text).toMatch(/Speaks in .*news.* when no presenter is named\./);
    expect(shown?.file).toMatchObject({ name: `${id}.jpg`, bytes: 7, alt: 'The photo of the presenter “Mayor”.' });
  });

  test('one whose photo is gone says so', async () => {
    const house = await openHouse();
    const { photo } = await house.presenter();
    await house.blobs.remove(photo.blob);
    expect((await house.verb('presenter show', { presenter: 'Mayor' })).shown).toMatchObject({
      text: expect.stringContaining('Its photo is missing'),
    });
  });

  test.each(['presenter show', 'presenter remove', 'presenter default'] as const)(
    '%s of one that is not there says where to look',
    async (verb) => {
      const house = await openHouse();
      await house.presenter('Elsewhere', { space: 'paper:away' });
      const { shown } = await house.verb(verb, { presenter: 'Elsewhere' });
      expect(shown?.text).toBe('There is no presenter called “Elsewhere” here. /presenter list shows who there is.');
    },
  );
});

describe('removing a presenter', () => {
  test('is asked first; then it and its photo are gone, and a job that was accepted keeps its copy', async () => {
    const house = await openHouse();
    const { id, photo } = await house.presenter();
    const { job } = await house.ask({ text: 'Good morning.', presenter: 'Mayor' });
    const asked = await house.verb('presenter remove', { presenter: 'Mayor' });
    expect(asked.shown?.buttons).toEqual([`Remove it → presenter-remove:${id}`]);
    expect(house.presenters.get(id)).toBeDefined();
    const moderator = house.ada({ person: 'bob', moderates: true });
    expect((await house.press('presenter-remove', id, { as: moderator })).shown?.text).toContain('are removed');
    expect(house.presenters.get(id)).toBeUndefined();
    expect(await house.kept()).not.toContain(photo.blob);
    expect(await contentOf(house, blobKeys(job?.id ?? '').photo)).toBe('a photo');
    expect((await house.press('presenter-remove', id, { as: moderator })).shown?.text).toContain(
      'is not there any more',
    );
  });

  test('takes somebody in charge of its own space', async () => {
    const house = await openHouse();
    const { id } = await house.presenter();
    await house.press('presenter-remove', id);
    const elsewhere = house.ada({ moderates: true, place: { ...ROOM, space: 'away' } });
    await house.press('presenter-remove', id, { as: elsewhere });
    expect(house.presenters.get(id)).toBeDefined();
  });
});

test('choosing who speaks when none is named says what holds from then on', async () => {
  const house = await openHouse();
  await house.presenter();
  await house.presenter('Clerk');
  const says = async (given: object) => (await house.verb('presenter default', given)).shown?.text;
  expect(await says({ presenter: 'Mayor' })).toContain('“Mayor” speaks when no presenter is named');
  expect(await says({ presenter: 'Clerk', channel: 'room' })).toMatch(/“Clerk” speaks in .*room.* when/);
  expect(house.presenters.defaultFor(ROOM)).toMatchObject({ name: 'Clerk' });
  expect((await house.verb('presenter list')).shown?.text).toContain('• Clerk (here, when no presenter is named)');
});

test('that nobody is to speak when none is named is asked first, and then holds', async () => {
  const house = await openHouse();
  const { id } = await house.presenter();
  const { id: clerk } = await house.presenter('Clerk');
  await house.presenters.setDefault('paper:home', undefined, id);
  await house.presenters.setDefault('paper:home', 'C0ROOM', clerk);
  const room = { ...ROOM, channel: 'C0ROOM' };
  const asks = async (given: object) => {
    const { shown } = await house.verb('presenter default', given);
    const [subject = ''] = /(?<=presenter-nobody:).*/.exec(shown?.buttons[0] ?? '') ?? [];
    return { text: shown?.text, subject };
  };
  const yes = async (subject: string, moderates = true) =>
    (await house.press('presenter-nobody', subject, { as: house.ada({ moderates }) })).shown?.text;
  const here = await asks({ channel: 'C0ROOM' });
  const everywhere = await asks({});
  expect([here.text, everywhere.text]).toEqual([
    'No presenter was named. Should #C0ROOM have none of its own any more? Now it is “Clerk”.',
    'No presenter was named. Should “Mayor” not speak any more when none is named?',
  ]);
  expect(await yes(here.subject, false)).toContain('Only those in charge here can');
  expect(house.presenters.defaultFor(room)).toMatchObject({ id: clerk });
  expect(await yes(here.subject)).toContain('“Mayor” speaks there, as in other channels');
  expect(await yes(everywhere.subject)).toContain('is asked for a photo');
  expect(house.presenters.defaultFor(room)).toBeUndefined();
  expect((await asks({ channel: 'C0ROOM' })).text).toContain('names no presenter in #C0ROOM is asked for a photo');
});

describe('a video with a presenter', () => {
  test('has its photo, its voice and its shape', async () => {
    const house = await openHouse();
    await house.presenter('Mayor', { voiceId: 'sunny', ratio: '1:1' });
    const { job } = await house.ask({ text: 'Good morning.', presenter: ' mayor ' });
    expect(job).toMatchObject({ ask: { speak: { text: 'Good morning.', voiceId: 'sunny' }, ratio: '1:1' } });
    expect(await contentOf(house, blobKeys(job?.id ?? '').photo)).toBe('a photo');
    expect(await house.incoming()).toEqual([]);
  });

  test('has the voice and the shape that were asked for, or the recording', async () => {
    const house = await openHouse();
    await house.presenter('Mayor', { voiceId: 'sunny', ratio: '1:1' });
    const own = await house.ask({ text: 'Hello.', presenter: 'Mayor', voiceId: 'grandpa', ratio: '16:9' });
    expect(own.job).toMatchObject({ ask: { speak: { voiceId: 'grandpa' }, ratio: '16:9' } });
    const sung = await house.ask({ audio: house.paper.upload('a recording'), presenter: 'Mayor' });
    expect(sung.job).toMatchObject({ ask: { speak: { kind: 'recording' }, ratio: '1:1' } });
  });

  test('is made of the one that speaks in the channel when neither a photo nor a name comes', async () => {
    const house = await openHouse();
    const { id } = await house.presenter();
    await house.presenters.setDefault('paper:home', 'room', id);
    const thread = house.ada({ place: { ...ROOM, thread: 'talk' } });
    expect((await house.ask({ text: 'Good morning.', as: thread })).job).toBeDefined();
    const sent = await house.ask({ text: 'Hello.', photo: { file: house.paper.upload('my photo') } });
    expect(await contentOf(house, blobKeys(sent.id).photo)).toBe('my photo');
  });

  test('is made of nobody else while a photo is waited for, or one came that cannot be seen', async () => {
    const house = await openHouse();
    const waiting = house.request({ text: 'Good morning.' });
    await house.desk.ask(waiting);
    const { id } = await house.presenter();
    await house.presenters.setDefault('paper:home', undefined, id);
    await house.desk.ask(house.again(waiting));
    expect(await house.keys('parked')).toHaveLength(1);
    expect((await house.ask({ text: 'Hello.', unseen: true })).job).toBeUndefined();
    expect(await house.jobs()).toEqual([]);
  });

  test.each([
    ['a name that nobody has', { presenter: 'Clerk' }, 'no presenter called “Clerk” here'],
    ['a photo beside it', { presenter: 'Mayor', photo: true }, 'either a photo or a presenter'],
  ])('is refused for %s', async (_, { photo, ...given }: { presenter: string; photo?: boolean }, sentence) => {
    const house = await openHouse();
    await house.presenter();
    const file = photo ? { photo: { file: house.paper.upload('my photo') } } : {};
    const { job, answer } = await house.ask({ text: 'Good morning.', ...given, ...file });
    expect(job).toBeUndefined();
    expect(answer.shown?.text).toContain(sentence);
  });

  test('waits for the terms like any other, also across a restart, and leaves the presenter its photo', async () => {
    let house = await openHouse({ confirmed: false });
    const { photo } = await house.presenter();
    const [first, second] = [
      await house.ask({ text: 'Good morning.', presenter: 'Mayor' }),
      await house.ask({ text: 'Good night.', presenter: 'Mayor' }),
    ];
    house = await crash(house);
    await house.press('decline', second.id);
    await house.press('confirm', first.id);
    expect(await house.jobs()).toEqual([first.id]);
    await expect.poll(() => house.keys('parked')).toEqual([]);
    expect(await contentOf(house, photo.blob)).toBe('a photo');
  });

  test('is not made when its presenter was removed while it waited', async () => {
    const house = await openHouse({ confirmed: false });
    const { id: presenter } = await house.presenter();
    const { id } = await house.ask({ text: 'Good morning.', presenter: 'Mayor' });
    await house.presenters.remove(presenter);
    const pressed = await house.press('confirm', id);
    expect(pressed.shown?.text).toContain('This presenter is not there any more. Nothing was made or charged.');
    expect(await house.jobs()).toEqual([]);
  });
});

test('the form for a video offers the presenters of the space, the channel’s own first, and none for a photo that is used again', async () => {
  const house = await openHouse();
  expect(await house.desk.form(house.ada())).not.toHaveProperty('presenters');
  const mayor = await house.presenter();
  const clerk = await house.presenter('Clerk');
  await house.presenter('Elsewhere', { space: 'paper:away' });
  await house.presenters.setDefault('paper:home', 'room', mayor.id);
  const { job } = await house.ask();
  expect(await house.desk.form(house.ada())).toMatchObject({
    presenters: [
      { id: mayor.id, name: 'Mayor' },
      { id: clerk.id, name: 'Clerk' },
    ],
  });
  expect(await house.desk.form(house.ada(), job?.id)).not.toHaveProperty('presenters');
});
