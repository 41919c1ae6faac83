import { describe, expect, test } from 'vitest';
import { mistakesIn } from '../../../src/platforms/slack/filled.ts';
import { form } from '../../../src/platforms/slack/modal.ts';
import { type FormData, readData, writeData } from '../../../src/platforms/slack/modal-data.ts';
import { PAYLOADS } from '../../../src/platforms/slack/payloads.ts';
import { say } from '../../../src/texts.ts';
import { type Incoming, incoming, PHOTO, SOUND } from './incoming-rig.ts';

const TEXT_FILE = { bytes: Buffer.from('words'), name: 'words.txt' };

/** `/avatar`, and the form that it opens. */
async function opens({ ada, channel }: Incoming, words = '') {
  const asked = ada.slash(channel, '/avatar', words);
  await expect.poll(() => asked.views).toHaveLength(1);
  return asked.view;
}

describe('the form of /avatar', () => {
  test('opens with the words that were typed, and offers voices', async () => {
    const rig = await incoming();
    const { slack, ada } = rig;
    const view = await opens(rig, 'Hello :wave: there &amp; you');
    expect(view.title).toBe(say('form_title'));
    expect(view.fields.map(({ blockId, isOptional, value }) => [blockId, isOptional, value])).toEqual([
      ['photo', true, []],
      ['text', true, 'Hello there & you'],
      ['voice', true, null],
      ['audio', true, []],
      ['ratio', true, null],
      ['prompt', true, null],
    ]);
    const { suggestions } = await ada.suggests(view, 'voice', 'bud').settled();
    expect(suggestions).toEqual([
      { value: 'uk_boy1', text: { type: 'plain_text', text: 'Bud (English)', emoji: false } },
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('offers the voices that the person used before, until something is typed', async () => {
    const rig = await incoming();
    const { ada, desk } = rig;
    desk.start = Promise.resolve({ voices: [{ id: 'my_own', name: 'Mine' }] });
    const view = await opens(rig);
    const offered = async (typed: string) =>
      (await ada.suggests(view, 'voice', typed).settled()).suggestions?.map(({ value }) => value);
    expect(await offered('')).toEqual(['my_own']);
    expect(await offered('anchor')).toEqual(['oversea_male1']);
  });

  test('brings everything to the desk, and closes', async () => {
    const rig = await incoming();
    const { slack, team, channel, ada, desk } = rig;
    const view = await opens(rig);
    await ada.suggests(view, 'voice', '').settled();
    const sent = await ada
      .submit(view, {
        photo: [PHOTO],
        text: ' Hello *there* ',
        voice: 'uk_boy1',
        audio: [],
        ratio: '9:16',
        prompt: 'smiles',
      })
      .settled();
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({
      origin: { key: `slack:${team.id}:view:${view.id}` },
      caller: { person: ada.id, place: { platform: 'slack', space: team.id, channel: channel.id } },
      photo: { file: { name: 'face.png', bytes: PHOTO.bytes.length } },
      text: 'Hello *there*',
      voiceId: 'uk_boy1',
      ratio: '9:16',
      prompt: 'smiles',
      obstacles: [],
    });
    expect(Math.abs(asked.origin.at - slack.now())).toBeLessThan(60_000);
    expect([sent.errors, sent.expired, view.isOpen]).toEqual([{}, false, false]);
    expect(slack.violations).toEqual([]);
  });

  test('may leave the photo out, since the bot asks for it then', async () => {
    const rig = await incoming();
    const view = await opens(rig);
    rig.ada.submit(view, { photo: [], audio: [SOUND] });
    const asked = await rig.desk.next('ask');
    expect(asked).toMatchObject({ audio: { name: 'words.mp3' } });
    expect(asked).not.toHaveProperty('photo');
    expect(asked).not.toHaveProperty('text');
  });

  test('answers to the person alone by the address of the command', async () => {
    const rig = await incoming();
    const { ada, channel, desk } = rig;
    desk.during = (answer) => answer.say({ locale: 'en', lines: [{ key: 'photo_came' }] });
    const view = await opens(rig, 'Hello');
    ada.submit(view, { photo: [PHOTO], audio: [] });
    await expect.poll(() => channel.ephemerals(ada).map(({ shown }) => shown)).toEqual([say('photo_came')]);
  });

  test('answers in a direct message once that address takes nothing any more', async () => {
    const rig = await incoming();
    const { slack, ada, channel, desk } = rig;
    desk.during = (answer) => answer.say({ locale: 'en', lines: [{ key: 'photo_came' }] });
    const view = await opens(rig, 'Hello');
    slack.pass(31 * 60_000);
    ada.submit(view, { photo: [PHOTO], audio: [] });
    await expect
      .poll(() =>
        slack
          .dm(ada)
          .messages()
          .map(({ shown }) => shown),
      )
      .toEqual([say('photo_came')]);
    expect(channel.ephemerals(ada)).toEqual([]);
  });

  test.each([
    ['neither words nor a recording', {}, { text: 'slack_form_neither' }],
    ['only emoji', { text: ':tada:' }, { text: 'slack_form_neither' }],
    ['both', { text: 'Hello', audio: [SOUND] }, { audio: 'slack_form_both' }],
    ['a photo that is none', { text: 'Hello', photo: [TEXT_FILE] }, { photo: 'media_photo_type' }],
    [
      'a photo of a kind that cannot be read',
      { text: 'Hello', photo: [{ ...PHOTO, name: 'face.heic' }] },
      { photo: 'media_photo_heic' },
    ],
    ['a recording that is none', { audio: [PHOTO] }, { audio: 'media_audio_type' }],
    ['several mistakes', { photo: [SOUND] }, { photo: 'media_photo_type', text: 'slack_form_neither' }],
  ] as const)('with %s stays open and says so in its fields', async (_, values, keys) => {
    const rig = await incoming();
    const { slack, ada, desk } = rig;
    const view = await opens(rig);
    const sent = await ada.submit(view, { photo: [], audio: [], ...values }).settled();
    const sentences = Object.fromEntries(Object.entries(keys).map(([field, key]) => [field, say(key)]));
    expect(sent.errors).toEqual(sentences);
    expect([view.isOpen, desk.count]).toEqual([true, 0]);
    expect(slack.violations).toEqual([]);
  });

  test('speaks the language of the person', async () => {
    const { channel, bob } = await incoming();
    const asked = bob.slash(channel, '/avatar');
    await expect.poll(() => asked.views).toHaveLength(1);
    expect(asked.view.title).toBe(say('form_title', {}, 'zh'));
    const sent = await bob.submit(asked.view, { photo: [], audio: [] }).settled();
    expect(sent.errors).toEqual({ text: say('slack_form_neither', {}, 'zh') });
  });

  test('opens in time although nothing is known of the person and the desk takes for ever', async () => {
    const { slack, channel, ada, desk } = await incoming();
    slack.faults.next('users.info', { answer: 'stall' });
    desk.start = new Promise(() => {});
    const asked = ada.slash(channel, '/avatar', 'Hello');
    await expect.poll(() => asked.views, { timeout: 3_000 }).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('is not opened for those who are refused: they are told why', async () => {
    const { channel, ada, desk } = await incoming();
    desk.start = Promise.resolve({ refused: 'settings_managers' });
    const asked = ada.slash(channel, '/avatar');
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('settings_managers')]);
    expect(asked.views).toEqual([]);
  });

  test('that Slack would not open any more is no silence', async () => {
    const { slack, channel, ada } = await incoming();
    slack.faults.next('views.open', { answer: { error: 'expired_trigger_id' } });
    const asked = ada.slash(channel, '/avatar');
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('slack_form_late')]);
  });
});

const DATA: FormData = { kind: 'new', at: 1, locale: 'en' };

test('what a form is about outlives a restart with it', () => {
  const respond = { url: 'https://hooks.slack.com/commands/T1/2/x', until: 5 };
  const photo = { id: 'F01', name: 'face.png', bytes: 7 };
  const talk: FormData = { ...DATA, kind: 'talk', photo, respond, channel: 'C01', thread: '1.2' };
  for (const data of [DATA, talk, { ...DATA, kind: 'another', job: 'job1' } as const]) {
    expect(readData(writeData(data))).toEqual(data);
  }
});

test.each(['', '{}', '{"kind":"old","at":1,"locale":"en"}', 'This is for you!'])(
  '“%s” is of no form of Herald’s',
  (text) => {
    expect(readData(text)).toBeUndefined();
  },
);

test('an address for answers that is too long to be kept is left out', () => {
  const long = { ...DATA, respond: { url: `https://hooks.slack.com/${'x'.repeat(3_000)}`, until: 5 } };
  expect(readData(writeData(long))).toEqual(DATA);
});

test('words that are too long for the field are not cut', () => {
  const view = JSON.stringify(form(DATA, { voices: [], text: 'x'.repeat(3_001) }));
  expect(view).not.toContain('xxx');
  expect(view).toContain(say('form_text_long', { max: 3_000 }));
});

const file = (facts: object) => PAYLOADS.file.parse({ id: 'F01', ...facts });

test.each([
  ['a clip that is declared a video', { name: 'audio_message.mp4', mimetype: 'video/mp4', subtype: 'slack_audio' }],
  ['a video, which has sound', { name: 'clip.webm', mimetype: 'video/webm' }],
  ['a file of which Slack tells nothing', { file_access: 'check_file_info' }],
])('%s passes for a recording until its bytes are seen', (_, facts) => {
  expect(mistakesIn({ audio: file(facts) })).toEqual({});
});

test('files that are too large are refused by their size', () => {
  const photo = file({ name: 'face.png', mimetype: 'image/png', size: 60_000_001 });
  const audio = file({ name: 'a.mp3', mimetype: 'audio/mpeg', size: 50_000_001 });
  expect(mistakesIn({ photo, audio })).toEqual({
    photo: { key: 'media_photo_bytes', params: { megabytes: 60 } },
    audio: { key: 'media_audio_bytes', params: { megabytes: 50 } },
  });
});
