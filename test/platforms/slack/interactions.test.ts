import { describe, expect, test } from 'vitest';
import { readFileUrl } from '../../../src/platforms/slack/files.ts';
import { say } from '../../../src/texts.ts';
import { type Incoming, incoming, PHOTO, SOUND } from './incoming-rig.ts';

const POST = { locale: 'en', lines: [{ key: 'job_missing' }] } as const;

/** A message of the bot's with these buttons, in the channel or below a message of it. */
async function posts({ herald, slack, team, channel }: Incoming, names: readonly string[], thread?: string) {
  const place = { platform: 'slack', space: team.id, channel: channel.id, ...(thread && { thread }) };
  const buttons = names.map((name) => ({ label: POST.lines[0], does: { name, subject: 'job1' } }));
  const key = `post${slack.requests.length}`;
  const said = await herald.platform.post(place, { key, message: { ...POST, buttons } }, new AbortController().signal);
  if (said.outcome !== 'posted') throw new Error(`not posted: ${said.outcome}`);
  const { message } = said.sent;
  const found = [...channel.messages(), ...(thread ? channel.thread(thread) : [])].find(({ ts }) => ts === message);
  if (!found) throw new Error('the message is not there');
  return found;
}

describe('a command', () => {
  test('shows jobs, everybody’s when that is written behind it; help; settings', async () => {
    const { slack, team, channel, bob, desk } = await incoming({ managers: ({ bob }) => [bob] });
    const asked = await bob.slash(channel, '/jobs').settled();
    expect(await desk.next('jobs')).toMatchObject({
      everybody: false,
      caller: {
        person: bob.id,
        locale: 'zh',
        place: { platform: 'slack', space: team.id, channel: channel.id },
        manages: true,
        moderates: true,
      },
    });
    expect(asked.expired).toBe(false);
    bob.slash(channel, '/jobs', ' Everybody ');
    expect(await desk.next('jobs')).toMatchObject({ everybody: true });
    bob.slash(channel, '/help');
    await desk.next('help');
    bob.slash(channel, '/settings');
    await desk.next('settings');
    expect(slack.violations).toEqual([]);
  });

  test('is answered to the person alone', async () => {
    const { channel, ada, bob, desk } = await incoming();
    desk.during = (answer) => answer.say(POST);
    const asked = ada.slash(channel, '/help');
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('job_missing')]);
    expect([channel.messages(), channel.ephemerals(bob), channel.ephemerals(ada).length]).toEqual([[], [], 1]);
  });

  test('is acknowledged although the desk takes for ever, or fails; and whose request fails is told', async () => {
    const { channel, ada, desk, lines } = await incoming();
    const until = Promise.withResolvers<void>();
    desk.during = () => until.promise;
    const asked = await ada.slash(channel, '/help').settled();
    expect(asked.expired).toBe(false);
    await desk.next('help');
    until.reject(new Error('the desk burns'));
    await expect.poll(() => asked.answers.map(({ shown }) => shown).join()).toContain('The bot itself failed at this');
    await expect.poll(() => lines.join()).toContain('the desk burns');
    expect(lines.join()).not.toContain('/response/');
  });

  test('whose form fails is told so, and the operator finds why under the number that is told', async () => {
    const { channel, ada, desk, lines } = await incoming();
    desk.start = Promise.reject(new Error('the store burns'));
    desk.start.catch(() => {});
    const asked = await ada.slash(channel, '/avatar').settled();
    expect(asked.expired).toBe(false);
    await expect.poll(() => asked.answers.map(({ shown }) => shown).join()).toContain('The bot itself failed at this');
    const [, id = '-'] = /this number: (\w+)/.exec(asked.answers[0]?.shown ?? '') ?? [];
    expect(lines.filter((line) => line.includes('the store burns') && line.includes(id))).toHaveLength(1);
  });

  test('that Herald does not know is answered with a sentence', async () => {
    const { channel, ada, desk } = await incoming();
    const asked = ada.slash(channel, '/old');
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('chat_outdated')]);
    expect(desk.count).toBe(0);
  });

  test('in a direct message with the bot is private', async () => {
    const { slack, team, ada, desk } = await incoming();
    const dm = slack.dm(ada);
    ada.slash(dm, '/help');
    expect((await desk.next('help')).caller.place).toEqual({
      platform: 'slack',
      space: team.id,
      channel: dm.id,
      private: true,
    });
  });
});

describe('a button', () => {
  test('is taken to the desk with its action and its place', async () => {
    const rig = await incoming();
    const { slack, team, channel, ada, desk } = rig;
    const message = await posts(rig, ['cancel']);
    const asked = await ada.press(message, 'cancel:job1').settled();
    const pressed = await desk.next('press');
    expect(pressed).toMatchObject({
      name: 'cancel',
      subject: 'job1',
      caller: { person: ada.id, place: { platform: 'slack', space: team.id, channel: channel.id } },
      obstacles: [],
    });
    expect(pressed.origin.key).toMatch(new RegExp(`^slack:${team.id}:press:${channel.id}:${message.ts}:\\d+\\.\\d+$`));
    expect(Math.abs(pressed.origin.at - slack.now())).toBeLessThan(60_000);
    expect(asked.expired).toBe(false);
    expect(slack.violations).toEqual([]);
  });

  test('below a message of a thread is pressed in that thread; on one that has a thread, outside of it', async () => {
    const rig = await incoming();
    const { channel, ada, desk } = rig;
    const message = await posts(rig, ['cancel']);
    const answer = await posts(rig, ['cancel'], message.ts);
    ada.press(answer, 'cancel:job1');
    expect((await desk.next('press')).caller.place).toMatchObject({ thread: message.ts });
    const [first] = channel.messages();
    if (!first) throw new Error('there is no message');
    ada.press(first, 'cancel:job1');
    expect((await desk.next('press')).caller.place).not.toHaveProperty('thread');
  });

  test('on a message that the person alone sees changes it in place', async () => {
    const { channel, ada, desk } = await incoming();
    const [line] = POST.lines;
    desk.during = (answer) =>
      answer.say({ ...POST, buttons: [{ label: line, does: { name: 'confirm', subject: 'a1' } }] });
    ada.slash(channel, '/help');
    await expect.poll(() => channel.ephemerals(ada)).toHaveLength(1);
    desk.during = (answer) => answer.say({ locale: 'en', lines: [{ key: 'photo_came' }] });
    const [shown] = channel.ephemerals(ada);
    if (!shown) throw new Error('nothing was shown');
    ada.press(shown, 'confirm:a1');
    await expect.poll(() => channel.ephemerals(ada).map((each) => each.shown)).toEqual([say('photo_came')]);
  });

  test('that is a link does nothing but open', async () => {
    const { herald, team, channel, ada, desk } = await incoming();
    const place = { platform: 'slack', space: team.id, channel: channel.id };
    const buttons = [{ label: POST.lines[0], does: { url: 'https://example.com/' } }];
    await herald.platform.post(place, { key: 'link', message: { ...POST, buttons } }, new AbortController().signal);
    const [message] = channel.messages();
    if (!message) throw new Error('there is no message');
    const asked = await ada.press(message, say('job_missing')).settled();
    await herald.stop();
    expect([asked.expired, desk.count]).toEqual([false, 0]);
  });

  test('of a list of people, channels or user groups brings what was picked', async () => {
    const { slack, herald, team, channel, ada, bob, desk } = await incoming();
    const crew = team.group({ handle: 'crew', users: [bob] });
    team.group({ handle: 'others', users: [] });
    const place = { platform: 'slack', space: team.id, channel: channel.id };
    const picker = (kind: 'people' | 'channels' | 'roles', name: string) =>
      ({ kind, label: POST.lines[0], does: { name, subject: 'here' }, chosen: [] }) as const;
    const pickers = [
      picker('people', 'set-shut-out'),
      picker('channels', 'set-channels'),
      picker('roles', 'set-roles'),
    ];
    await herald.platform.post(place, { key: 'pick', message: { ...POST, pickers } }, new AbortController().signal);
    const [message] = channel.messages();
    if (!message) throw new Error('there is no message');
    ada.select(message, 'set-shut-out:here', [bob.id]);
    expect(await desk.next('press')).toMatchObject({ name: 'set-shut-out', subject: 'here', picked: [bob.id] });
    ada.select(message, 'set-channels:here', [channel.id]);
    expect(await desk.next('press')).toMatchObject({ name: 'set-channels', picked: [channel.id] });
    ada.select(message, 'set-channels:here', []);
    expect(await desk.next('press')).toMatchObject({ name: 'set-channels', picked: [] });
    const offered = await ada.suggests(message, 'set-roles:here', '@cr').settled();
    expect(offered.suggestions).toEqual([
      { text: { type: 'plain_text', text: '@crew', emoji: false }, value: crew.id },
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('“other words” opens the form with the words of that job, without a photo to give', async () => {
    const rig = await incoming();
    const { slack, team, channel, ada, desk } = rig;
    desk.start = Promise.resolve({ voices: [{ id: 'uk_boy1', name: 'Bud' }], text: 'Once more', voiceId: 'uk_boy1' });
    const message = await posts(rig, ['another']);
    const asked = ada.press(message, 'another:job1');
    await expect.poll(() => asked.views).toHaveLength(1);
    expect(desk.forms).toEqual([{ person: ada.id, job: 'job1' }]);
    expect(asked.view.fields.map(({ blockId, value }) => [blockId, value])).toMatchObject([
      ['text', 'Once more'],
      ['voice', 'uk_boy1'],
      ['audio', []],
      ['ratio', null],
      ['prompt', null],
    ]);
    ada.submit(asked.view, { text: 'Other words', audio: [] });
    expect(await desk.next('ask')).toMatchObject({
      photo: { job: 'job1' },
      text: 'Other words',
      voiceId: 'uk_boy1',
      caller: { place: { space: team.id, channel: channel.id } },
    });
    expect(slack.violations).toEqual([]);
  });
});

test('a press that a video may come of is noted before Slack is asked anything about it', async () => {
  const rig = await incoming();
  const { slack, ada, desk } = rig;
  const message = await posts(rig, ['retry', 'cancel']);
  const before = slack.requests.length;
  const taken: number[] = [];
  const taking: typeof desk.taking = (_came, work) => {
    taken.push(slack.requests.length - before);
    return work(Promise.resolve(), () => {});
  };
  Object.assign(desk, { taking });
  ada.press(message, 'retry:job1');
  expect(await desk.next('press')).toMatchObject({ name: 'retry', obstacles: [] });
  ada.press(message, 'cancel:job1');
  await desk.next('press');
  expect(taken).toEqual([0]);
});

test('a form that is sent is noted before Slack is asked anything about it, and acknowledged after that', async () => {
  const { slack, channel, ada, desk } = await incoming();
  const asked = ada.slash(channel, '/avatar');
  await expect.poll(() => asked.views).toHaveLength(1);
  const before = slack.requests.length;
  const noted = Promise.withResolvers<void>();
  const taken: number[] = [];
  const taking: typeof desk.taking = (_came, work) => {
    taken.push(slack.requests.length - before);
    return work(noted.promise, () => {});
  };
  Object.assign(desk, { taking });
  const sent = ada.submit(asked.view, { text: 'Hello' });
  await expect.poll(() => taken).toEqual([0]);
  expect(sent.acknowledged).toBeUndefined();
  noted.resolve();
  expect((await sent.settled()).failure).toBeUndefined();
  expect(await desk.next('ask')).toMatchObject({ text: 'Hello' });
});

describe('“Make it talk”', () => {
  test('opens the form for the photo of that message, in its thread', async () => {
    const { slack, team, channel, ada, bob, desk } = await incoming();
    const photo = bob.says(channel, { text: 'me', files: [PHOTO] });
    const asked = ada.shortcut(photo, 'make_it_talk');
    await expect.poll(() => asked.views).toHaveLength(1);
    expect(asked.view.fields.map(({ blockId }) => blockId)).not.toContain('photo');
    ada.submit(asked.view, { text: 'Hello' });
    const { photo: taken, caller } = await desk.next('ask');
    if (!taken || !('file' in taken)) throw new Error('there is no photo');
    expect(taken.file).toMatchObject({ name: 'face.png', bytes: PHOTO.bytes.length });
    expect(readFileUrl(taken.file.url)).toEqual({ team: team.id, file: photo.files[0]?.id });
    expect(caller.place).toEqual({ platform: 'slack', space: team.id, channel: channel.id, thread: photo.ts });
    expect(slack.violations).toEqual([]);
  });

  test('has a file of a shared channel looked up first', async () => {
    const { slack, channel, ada, bob } = await incoming();
    const photo = bob.says(channel, { files: [{ ...PHOTO, hidden: true }] });
    const asked = ada.shortcut(photo, 'make_it_talk');
    await expect.poll(() => asked.views).toHaveLength(1);
    expect(slack.count('files.info')).toBe(1);
  });

  test('of a message without a picture says so', async () => {
    const { channel, ada, bob } = await incoming();
    const asked = ada.shortcut(bob.says(channel, { text: 'me', files: [SOUND] }), 'make_it_talk');
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([say('menu_no_picture')]);
    expect(asked.views).toEqual([]);
  });

  test('where the bot is no member asks to invite it, before any form', async () => {
    const { team, ada, bob } = await incoming();
    const elsewhere = team.channel({ botIsMember: false });
    const asked = ada.shortcut(bob.says(elsewhere, { files: [PHOTO] }), 'make_it_talk');
    // a mention of a bot notifies nobody, and can be copied
    const invited = expect.stringContaining(`“/invite <@${team.botUser}>”`);
    await expect.poll(() => asked.answers.map(({ shown }) => shown)).toEqual([invited]);
    expect(asked.views).toEqual([]);
  });
});
