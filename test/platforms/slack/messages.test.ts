import { describe, expect, test } from 'vitest';
import { readFileUrl } from '../../../src/platforms/slack/files.ts';
import { say } from '../../../src/texts.ts';
import { CLIP, type Incoming, incoming, PHOTO, SOUND } from './incoming-rig.ts';

/** Resolves when every event has come, and all that it caused is done. */
async function quiet({ slack, herald }: Incoming): Promise<void> {
  await expect.poll(() => slack.events.every(({ isAcknowledged }) => isAcknowledged)).toBe(true);
  await herald.stop();
}

describe('a message that mentions the bot', () => {
  test('with a photo and words is asked once, in its own thread, although Slack tells of it twice', async () => {
    const rig = await incoming({ hurried: true });
    const { slack, team, channel, ada, desk } = rig;
    const message = ada.says(channel, { mentionsBot: true, text: 'Hello there', files: [PHOTO] });
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({
      origin: { key: `slack:${team.id}:${channel.id}:${message.ts}`, at: Math.floor(Number(message.ts) * 1000) },
      caller: {
        person: ada.id,
        locale: 'en',
        place: { platform: 'slack', space: team.id, channel: channel.id, thread: message.ts },
        moderates: false,
        manages: false,
      },
      message: message.ts,
      text: 'Hello there',
      photo: { file: { name: 'face.png', bytes: PHOTO.bytes.length } },
      obstacles: [],
    });
    const file = asked.photo && 'file' in asked.photo ? readFileUrl(asked.photo.file.url) : undefined;
    expect(file).toEqual({ team: team.id, file: message.files[0]?.id, url: expect.stringContaining('/files-pri/') });
    await quiet(rig);
    expect(desk.count).toBe(1);
    expect(slack.violations).toEqual([]);
  });

  test('is noted before Slack is asked anything about it, and acknowledged after that', async () => {
    const { slack, channel, ada, desk } = await incoming();
    const asked = slack.requests.length;
    const taken: { readonly key: string; readonly asked: number }[] = [];
    const noted = Promise.withResolvers<void>();
    const taking: typeof desk.taking = ({ origin: { key } }, work) => {
      taken.push({ key, asked: slack.requests.length - asked });
      return work(noted.promise, () => {});
    };
    Object.assign(desk, { taking });
    const message = ada.says(channel, { mentionsBot: true, text: 'Hello', files: [PHOTO] });
    const { origin } = await desk.next('ask');
    expect(origin.key).toContain(message.ts);
    expect(taken[0]).toEqual({ key: origin.key, asked: 0 });
    expect(slack.events.find(({ type }) => type === 'message')?.isAcknowledged).toBe(false);
    noted.resolve();
    await expect.poll(() => slack.events.every(({ isAcknowledged }) => isAcknowledged)).toBe(true);
  });

  test('is heard though Slack cannot be asked for anything', async () => {
    const { slack, channel, ada, desk } = await incoming();
    for (const route of ['users.info', 'usergroups.list', 'conversations.info', 'auth.test'] as const)
      slack.faults.next(route, { answer: 'drop' }, 9);
    ada.says(channel, { mentionsBot: true, text: 'Hello', files: [PHOTO] });
    expect((await desk.next('ask')).text).toBe('Hello');
  });

  test('is asked once however often Slack sends it again', async () => {
    const rig = await incoming({ hurried: true });
    const { slack, channel, ada, desk } = rig;
    ada.says(channel, { mentionsBot: true, text: 'Hello', files: [PHOTO] });
    await desk.next('ask');
    for (const event of [...slack.events]) slack.redeliver(event);
    await quiet(rig);
    expect(desk.count).toBe(1);
  });

  test('in a thread takes the photo of its first message', async () => {
    const { slack, team, channel, ada, bob, desk } = await incoming();
    const photo = bob.says(channel, { text: 'me', files: [PHOTO] });
    ada.says(channel, { mentionsBot: true, text: `Hello from ${bob.mention}`, thread: photo });
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({
      text: 'Hello from Bob',
      photo: { file: { name: 'face.png' } },
      caller: { place: { space: team.id, channel: channel.id, thread: photo.ts } },
    });
    expect(asked).not.toHaveProperty('unseen');
    expect(slack.violations).toEqual([]);
  });

  test.each([
    ['an audio file', { files: [SOUND] }, 'words.mp3'],
    ['a clip that Slack declares as a video', { audioClip: CLIP }, 'audio_message.mp4'],
  ])('in a thread with %s has a recording in place of words', async (_, recording, name) => {
    const { channel, ada, bob, desk } = await incoming();
    const photo = bob.says(channel, { files: [PHOTO] });
    ada.says(channel, { mentionsBot: true, thread: photo, ...recording });
    const { audio, text, photo: taken } = await desk.next('ask');
    expect({ audio: audio?.name, text, taken: taken !== undefined }).toEqual({
      audio: name,
      text: undefined,
      taken: true,
    });
  });

  test('finds the photo of a forwarded message', async () => {
    const { channel, ada, desk } = await incoming();
    const files = [{ id: 'F0FORWARDED', name: 'sent.jpg', mimetype: 'image/jpeg', size: 7 }];
    ada.says(channel, { mentionsBot: true, text: 'Hello', attachments: [{ is_msg_unfurl: true, files }] });
    expect(await desk.next('ask')).toMatchObject({ photo: { file: { name: 'sent.jpg', bytes: 7 } } });
  });

  test('alone is answered with help', async () => {
    const { channel, ada, desk } = await incoming();
    ada.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller.person).toBe(ada.id);
  });

  test('and only calls for help is answered with it, also in a thread that begins with a photo', async () => {
    const { slack, channel, ada, desk } = await incoming();
    const first = ada.says(channel, { text: 'Look', files: [PHOTO] });
    for (const text of ['help', 'Help!', '帮助']) {
      ada.says(channel, { mentionsBot: true, text, thread: first.ts });
      expect((await desk.next('help')).caller).toMatchObject({ person: ada.id });
    }
    expect(slack.count('conversations.replies')).toBe(0);
  });

  test('and has a file beside the word help is asked for a video', async () => {
    const { channel, ada, desk } = await incoming();
    ada.says(channel, { mentionsBot: true, text: 'help', files: [PHOTO] });
    expect(await desk.next('ask')).toMatchObject({ text: 'help' });
  });

  test('whose thread cannot be read is told so, and nothing is asked', async () => {
    const { slack, channel, ada, bob, desk } = await incoming();
    const photo = bob.says(channel, { files: [PHOTO] });
    slack.faults.next('conversations.replies', { answer: { error: 'internal_error' } });
    const message = ada.says(channel, { mentionsBot: true, text: 'Hello', thread: photo });
    await expect.poll(() => channel.thread(photo).map(({ shown }) => shown)).toContain(say('slack_thread_unread'));
    expect(message.thread).toBe(photo.ts);
    expect(desk.count).toBe(0);
  });

  test('with a file of a shared channel has it looked up first', async () => {
    const { slack, channel, ada, desk } = await incoming();
    ada.says(channel, { mentionsBot: true, text: 'Hello', files: [{ ...PHOTO, hidden: true }] });
    expect(await desk.next('ask')).toMatchObject({ photo: { file: { name: 'face.png' } } });
    expect(slack.count('files.info')).toBe(1);
    expect(slack.violations).toEqual([]);
  });

  test('with a file that may not be looked up is asked as one whose picture was not seen', async () => {
    const { slack, channel, ada, desk } = await incoming();
    slack.faults.next('files.info', { answer: { error: 'access_denied' } });
    ada.says(channel, { mentionsBot: true, text: 'Hello', files: [{ ...PHOTO, hidden: true }] });
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello', unseen: true });
  });

  test('comes with the language, the user groups and the rights of its person', async () => {
    const { team, channel, bob, desk } = await incoming();
    const admin = team.user({ name: 'Root', admin: true });
    const crew = team.group({ handle: 'crew', users: [bob] });
    bob.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller).toMatchObject({ locale: 'zh', roles: [crew.id], manages: false });
    admin.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller).toMatchObject({ roles: [], manages: true, moderates: true });
  });

  test('gives those whom the operator named, alone or by their group, the rights of a manager', async () => {
    const { channel, ada, bob, desk } = await incoming({ managers: (ids) => [ids.bob] });
    bob.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller.manages).toBe(true);
    ada.says(channel, { mentionsBot: true });
    expect((await desk.next('help')).caller.manages).toBe(false);
  });

  test('is asked by the event of the mention alone when the message itself does not come', async () => {
    const { slack, channel, ada, desk } = await incoming({ subscriptions: ['app_mention'] });
    const message = ada.says(channel, { mentionsBot: true, text: 'Hello', files: [PHOTO] });
    expect(await desk.next('ask')).toMatchObject({
      text: 'Hello',
      message: message.ts,
      photo: { file: { name: 'face.png' } },
    });
    expect(slack.events.map(({ type }) => type)).toEqual(['app_mention']);
  });

  test('is asked with its photo where the event of the mention leaves files out', async () => {
    const { channel, ada, desk } = await incoming({ mentionsShowFiles: false });
    ada.says(channel, { mentionsBot: true, text: 'Hello', files: [PHOTO] });
    expect(await desk.next('ask')).toMatchObject({ text: 'Hello', photo: { file: { name: 'face.png' } } });
  });
});

describe('a message that does not mention the bot', () => {
  test('is not heard in a channel, with or without a photo, nor in a thread', async () => {
    const rig = await incoming({ hurried: true });
    const { channel, ada, desk } = rig;
    const photo = ada.says(channel, { text: 'look', files: [PHOTO] });
    ada.says(channel, { text: 'and this', files: [PHOTO], thread: photo });
    ada.says(channel, { text: 'nice', thread: photo });
    await quiet(rig);
    expect(desk.count).toBe(0);
  });

  test('is heard in a direct message, which is flat', async () => {
    const { slack, team, ada, desk } = await incoming();
    const dm = slack.dm(ada);
    ada.says(dm, { text: 'Hello', files: [PHOTO] });
    expect(await desk.next('ask')).toMatchObject({
      caller: { place: { platform: 'slack', space: team.id, channel: dm.id, private: true } },
      photo: { file: { name: 'face.png' } },
      obstacles: [],
    });
    expect(slack.violations).toEqual([]);
  });

  test('is answered with help in a direct message where it calls for that', async () => {
    const { slack, ada, desk } = await incoming();
    ada.says(slack.dm(ada), { text: 'help' });
    expect((await desk.next('help')).caller).toMatchObject({ person: ada.id, place: { private: true } });
  });

  test('is heard within a thread of a direct message, and takes the photo that it began with', async () => {
    const { slack, ada, desk } = await incoming();
    const dm = slack.dm(ada);
    const photo = ada.says(dm, { files: [PHOTO] });
    await desk.next('ask');
    ada.says(dm, { text: 'Hello', thread: photo });
    const { caller, photo: taken } = await desk.next('ask');
    expect(caller.place).toMatchObject({ channel: dm.id, thread: photo.ts, private: true });
    expect(taken).toMatchObject({ file: { name: 'face.png' } });
  });

  test('answers the bot’s question in its thread with a photo, for the person who was asked alone', async () => {
    const rig = await incoming({ hurried: true });
    const { team, channel, ada, bob, desk, questions } = rig;
    const first = ada.says(channel, { mentionsBot: true, text: 'Hello' });
    const { caller } = await desk.next('ask');
    questions.push({ person: ada.id, place: caller.place, message: '1700000000.000200' });
    bob.says(channel, { files: [PHOTO], thread: first });
    ada.says(channel, { files: [PHOTO], thread: first });
    expect(await desk.next('ask')).toMatchObject({
      caller: { person: ada.id, place: { space: team.id, channel: channel.id, thread: first.ts } },
      answers: '1700000000.000200',
      photo: { file: { name: 'face.png' } },
    });
    await quiet(rig);
    expect(desk.count).toBe(2);
  });

  test('makes nothing when the question that it answered is gone by the time that it is looked at', async () => {
    const rig = await incoming({ hurried: true });
    const { slack, ada, channel, desk } = rig;
    const first = ada.says(channel, { text: 'Hello' });
    const questions = ['1700000000.000200'];
    let looks = 0;
    Object.assign(desk, {
      questionTo: async () => {
        looks += 1;
        return questions.shift();
      },
    });
    ada.says(channel, { files: [PHOTO], text: 'for you, Bob', thread: first });
    await quiet(rig);
    expect(looks).toBeGreaterThan(1);
    expect(desk.count).toBe(0);
    expect(slack.count('chat.postMessage')).toBe(0);
  });

  test('answers a question that was asked outside of any thread, in the thread below it', async () => {
    const { team, channel, ada, desk, questions } = await incoming();
    const question = channel.say('Whose face is to speak?');
    const place = { platform: 'slack', space: team.id, channel: channel.id };
    questions.push({ person: ada.id, place, message: question.ts });
    ada.says(channel, { files: [PHOTO], thread: question });
    expect(await desk.next('ask')).toMatchObject({ answers: question.ts, photo: { file: { name: 'face.png' } } });
  });

  test('answers such a question outside of any thread only when it names the bot and says nothing else', async () => {
    const rig = await incoming({ hurried: true });
    const { team, channel, ada, desk, questions } = rig;
    const place = { platform: 'slack', space: team.id, channel: channel.id };
    questions.push({ person: ada.id, place, message: '1700000000.000200' });
    ada.says(channel, { files: [PHOTO] });
    ada.says(channel, { mentionsBot: true, text: 'Other words', files: [PHOTO] });
    expect(await desk.next('ask')).not.toHaveProperty('answers');
    ada.says(channel, { mentionsBot: true, files: [PHOTO] });
    expect(await desk.next('ask')).toMatchObject({ answers: '1700000000.000200' });
    await quiet(rig);
    expect(desk.count).toBe(2);
  });

  test('with another file than a photo still answers the question, so that the person is told', async () => {
    const { slack, ada, team, desk, questions } = await incoming();
    const dm = slack.dm(ada);
    const place = { platform: 'slack', space: team.id, channel: dm.id, private: true } as const;
    questions.push({ person: ada.id, place, message: '1700000000.000200' });
    ada.says(dm, { files: [{ bytes: Buffer.from('words'), name: 'words.txt' }] });
    const asked = await desk.next('ask');
    expect(asked).toMatchObject({ answers: '1700000000.000200' });
    expect(asked).not.toHaveProperty('photo');
  });
});
