import { afterAll, describe, expect, test } from 'vitest';
import type { MessageView } from '../../fakes/slack/looking.ts';
import type { Person } from '../../fakes/slack/people.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import type { Fault, RequestSeen } from '../../fakes/slack/requests.ts';
import { gate } from '../gate.ts';
import { tasksOf } from '../kling.ts';
import { ask, everPosted, everything, finished, photo, status, told } from './kit.ts';
import { sharedHouse } from './shared.ts';
import { createTime } from './time.ts';

const MINUTE = 60_000;
const WORDS = 'Better late than never';

const time = createTime();
afterAll(time.end);
const renders = gate();
const shared = sharedHouse({ access: 'token', kling: { render: renders.render }, env: time.env });

/** A request whose upload is completed, and shows only then, or never. */
interface Late {
  readonly channel: Channel;
  readonly ada: Person;
  readonly bob: Person;
}

/** Asks for a video whose upload meets this. */
async function asked(fault: Fault, way: 'mention' | 'form' | 'direct' = 'mention'): Promise<Late> {
  const { slack } = shared.house;
  const { ada, bob, channel: corner } = shared.corner();
  const channel = way === 'direct' ? slack.dm(ada) : corner;
  const where = ({ args }: RequestSeen) => args.channel_id === channel.id;
  slack.faults.next('files.completeUploadExternal', { ...fault, where });
  if (way === 'form') await ask(ada, channel, WORDS);
  else ada.says(channel, { text: WORDS, files: [await photo()], mentionsBot: way === 'mention' });
  return { channel, ada, bob };
}

const statusIn = ({ channel }: Late): MessageView | undefined =>
  everything(channel).find(({ record, shown }) => record.bot_id && shown.includes(WORDS));

const isLeft = (late: Late) => statusIn(late)?.buttons.some(({ label }) => label === 'Post it') === true;
const isDone = (late: Late) => /^Done: /m.test(statusIn(late)?.shown ?? '');
const videos = ({ channel }: Late) => everPosted(channel).length;

/** Time passes until it is so. */
const inTime = (look: () => unknown, is: unknown) =>
  time.passUntil(shared.house, () => expect.poll(look, { timeout: 15_000 }).toEqual(is));

function press(late: Late, person: Person, label: string) {
  const shown = statusIn(late);
  if (!shown) throw new Error('there is no status message');
  return person.press(shown, label);
}

test('a video that shows some time after its upload is found; where it does not, its person has it posted once', {
  timeout: 30_000,
}, async () => {
  const { slack } = shared.house;
  const before = slack.count('files.completeUploadExternal');
  const found = await Promise.all([
    asked({ shares: { after: 25_000 } }),
    asked({ shares: { after: 5 * MINUTE } }),
    asked({ shares: { after: 5 * MINUTE }, effect: 'before', answer: 'drop' }),
  ]);
  const tooLate = await asked({ shares: { after: 17 * MINUTE } });
  const never = await Promise.all([
    asked({ shares: 'never' }),
    asked({ shares: 'never' }, 'form'),
    asked({ shares: 'never' }, 'direct'),
  ]);
  const left = [tooLate, ...never];
  const completions = () => slack.count('files.completeUploadExternal') - before;
  let wasLeft = false;
  let counted: unknown;
  await inTime(() => {
    wasLeft ||= found.some(isLeft);
    counted = [found.map(videos), left.map(videos)];
    return [found.map(isDone), left.map(isLeft)];
  }, [found.map(() => true), left.map(() => true)]);
  expect(wasLeft).toBe(false);
  expect(counted).toEqual([found.map(() => 1), left.map(() => 0)]);

  // it shows after its person was asked, and before they say that it does not
  await inTime(() => videos(tooLate), 1);
  expect(left.map(isLeft)).toEqual(left.map(() => true));
  expect(completions()).toBe(found.length + left.length);
  expect(await told(press(tooLate, tooLate.bob, 'Post it'))).toContain('Only the person who asked for this');
  const pressed = left.map((late) => [press(late, late.ada, 'Post it'), press(late, late.ada, 'Post it')]);
  await inTime(
    () => left.map(isDone),
    left.map(() => true),
  );
  for (const [first] of pressed) if (first) expect(await told(first)).toContain('The video is being posted.');
  await time.pass(shared.house, MINUTE);
  expect([...found, ...left].map(videos)).toEqual([...found, ...left].map(() => 1));
  expect(completions()).toBe(found.length + left.length + never.length);
});

/** What may happen to a connection. */
const HAPPENINGS: Readonly<Record<string, () => void>> = {
  'is cut': () => shared.house.slack.sockets.drop(),
  'is about to be closed': () => shared.house.slack.sockets.disconnect('warning'),
  'is to be opened anew': () => shared.house.slack.sockets.disconnect('refresh_requested'),
  'is cut, and is refused twice': () => {
    shared.house.slack.sockets.refuse(2);
    shared.house.slack.sockets.drop();
  },
  'is cut, and Slack is down for a while': () => {
    const { sockets, faults } = shared.house.slack;
    for (const answer of ['drop', { status: 500 }, { error: 'internal_error' }, { rateLimited: 5 }, 'stall'] as const)
      faults.next('apps.connections.open', { answer });
    sockets.drop();
  },
};

describe('a connection that ends', () => {
  test.each(Object.entries(HAPPENINGS))('is opened again when it %s; nothing is lost or doubled', async (_, happen) => {
    const { house } = shared;
    const { slack, kling } = house;
    const tasks = tasksOf(kling).length;
    const { channel, ada } = shared.corner();
    const letGo = renders.hold();
    ada.says(channel, { text: 'Under way.', files: [await photo()], mentionsBot: true });
    await status(channel, 'Under way');
    const { opened } = slack.sockets;
    happen();
    await time.passUntil(house, () => expect.poll(() => slack.sockets.opened).toBeGreaterThan(opened));
    ada.says(channel, { text: 'Afterwards.', files: [await photo()], mentionsBot: true });
    letGo();
    await time.passUntil(house, () =>
      Promise.all(['Under way', 'Afterwards'].map((words) => finished(channel, words))),
    );
    expect(everPosted(channel)).toHaveLength(2);
    expect(tasksOf(kling)).toHaveLength(tasks + 2);
    expect(house.bot.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('leaves what was said meanwhile to Slack, which sends it again', async () => {
    const { house } = shared;
    const { slack } = house;
    const { channel, ada } = shared.corner();
    slack.faults.next('apps.connections.open', { answer: { status: 500 } }, 2);
    slack.sockets.drop();
    await expect.poll(() => slack.sockets.connected).toBe(0);
    ada.says(channel, { text: 'While nobody listened.', files: [await photo()], mentionsBot: true });
    await time.passUntil(house, () => finished(channel, 'While nobody listened'));
    expect(everPosted(channel)).toHaveLength(1);
  });
});

describe('events that come again', () => {
  test('because the word that they had come was lost make no second job', async () => {
    const { house } = shared;
    const { slack, kling } = house;
    const tasks = tasksOf(kling).length;
    const { channel, ada } = shared.corner();
    const since = slack.events.length;
    slack.sockets.loseAcknowledgements(4);
    ada.says(channel, { text: 'Said once.', files: [await photo()], mentionsBot: true });
    await finished(channel, 'Said once');
    const cameAgain = () =>
      slack.events
        .slice(since)
        .some(({ payload, outcomes }) => JSON.stringify(payload).includes('Said once') && outcomes.length > 1);
    await inTime(cameAgain, true);
    await told(ada.slash(channel, '/help'));
    expect(tasksOf(kling)).toHaveLength(tasks + 1);
    expect(everPosted(channel)).toHaveLength(1);
  });

  test('make nothing new after a restart either, during which Slack was down', async () => {
    const { house } = shared;
    const { slack, kling } = house;
    const { channel, ada } = shared.corner();
    const since = slack.events.length;
    ada.says(channel, { text: 'Said before.', files: [await photo()], mentionsBot: true });
    await finished(channel, 'Said before');
    const [tasks, messages] = [tasksOf(kling).length, everything(channel).length];
    const old = slack.events.slice(since);
    await house.bot.kill();
    for (const answer of [{ status: 500 }, { rateLimited: 3 }, 'drop'] as const)
      slack.faults.next('apps.connections.open', { answer });
    await house.launch();
    await time.passUntil(house, () => expect.poll(() => slack.sockets.connected).toBe(1));
    await Promise.all(old.map((event) => slack.redeliver(event)));
    await told(ada.slash(channel, '/help'));
    await time.pass(house, 20_000);
    expect(old.length).toBeGreaterThan(1);
    expect(tasksOf(kling)).toHaveLength(tasks);
    expect(everything(channel)).toHaveLength(messages);
  });
});
