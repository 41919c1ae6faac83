import { afterAll, expect, test } from 'vitest';
import { jobId } from '../../../src/jobs/identity.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import type { Fault, RequestSeen, Route } from '../../fakes/slack/requests.ts';
import { gate } from '../gate.ts';
import { tasksOf } from '../kling.ts';
import { everPosted, everything, photo, status, videosBelow, videosIn } from './kit.ts';
import { type Corner, sharedHouse } from './shared.ts';
import { createTime } from './time.ts';

const time = createTime();
afterAll(time.end);
const renders = gate();
const shared = sharedHouse({
  access: 'token',
  kling: { render: renders.render },
  env: { ...time.env, KLING_MAX_CONCURRENT: '50' },
});

type Faults = Readonly<Record<string, Fault>>;

/** What can go wrong with any request whose effect is had all the same. */
const AFTER: Faults = {
  'the answer is dropped after the effect': { effect: 'before', answer: 'drop' },
  '500 comes after the effect': { effect: 'before', answer: { status: 500 } },
  'it stalls after the effect': { effect: 'before', answer: 'stall' },
  'the effect comes after the answer was given up': { effect: { after: 12_000 }, answer: 'drop' },
  'the answer is late': { answer: { lateMs: 1_000 } },
};
/** The same without any effect, of which Slack says nothing. */
const BEFORE: Faults = {
  'the connection is dropped before any effect': { answer: 'drop' },
  '500 comes before any effect': { answer: { status: 500 } },
  'it stalls without any effect': { answer: 'stall' },
};
const WAIT: Faults = { 'the bot is asked to wait': { answer: { rateLimited: 2 } } };
/** What methods of the Web API answer beside that. */
const ERROR_AFTER: Faults = {
  'internal_error comes after the effect': { effect: 'before', answer: { error: 'internal_error' } },
};
const ERROR_BEFORE: Faults = { 'internal_error comes before any effect': { answer: { error: 'internal_error' } } };

const SOME: Faults = { ...AFTER, ...BEFORE, ...WAIT };
const ALL: Faults = { ...SOME, ...ERROR_AFTER, ...ERROR_BEFORE };

const inChannel = ({ args }: RequestSeen, { id }: Channel) => args.channel === id || args.channel_id === id;
/** The bot names the video after the job, and the job's id comes of the message that asked. */
const ofJob = ({ args }: RequestSeen, channel: Channel) =>
  channel.messages().some(({ ts }) => {
    const name = `${jobId(`slack:${channel.record.team}:${channel.id}:${ts}`, Number(ts) * 1_000)}.mp4`;
    return args.filename === name || shared.house.slack.fileName(String(args.file)) === name;
  });

interface Write {
  readonly route: Route;
  readonly faults: Faults;
  readonly where?: (request: RequestSeen, channel: Channel) => boolean;
}

const WRITES: Readonly<Record<string, Write>> = {
  'the post of the status': { route: 'chat.postMessage', faults: ALL },
  'an edit of the status': { route: 'chat.update', faults: { ...BEFORE, ...ERROR_AFTER, ...WAIT } },
  'the address for the bytes': {
    route: 'files.getUploadURLExternal',
    faults: { ...BEFORE, ...ERROR_AFTER, ...WAIT },
    where: ofJob,
  },
  'the bytes': { route: 'upload', faults: { ...BEFORE, ...WAIT }, where: ofJob },
  'the completion': { route: 'files.completeUploadExternal', faults: { ...AFTER, ...WAIT, ...ERROR_AFTER } },
};

/** A completion that had no effect, as far as anybody can tell: whether the video is there is for a person to say. */
const UNKNOWN: Write = { route: 'files.completeUploadExternal', faults: { ...BEFORE, ...ERROR_BEFORE } };

interface Met {
  readonly name: string;
  readonly corner: Corner;
  /** Whether the fault has come. */
  isMet: boolean;
}

const WORDS = 'Once, and only once';

/** Asks for a video by a mention, for each fault of a write, in a channel of its own. */
async function meetEach(what: string, { route, faults, where = inChannel }: Write): Promise<readonly Met[]> {
  return Promise.all(
    Object.entries(faults).map(async ([name, fault]) => {
      const corner = shared.corner();
      const met: Met = { name: `${what}: ${name}`, corner, isMet: false };
      const fits = (request: RequestSeen) => {
        if (!where(request, corner.channel)) return false;
        met.isMet = true;
        return true;
      };
      shared.house.slack.faults.next(route, { ...fault, where: fits });
      corner.ada.says(corner.channel, { text: WORDS, files: [await photo()], mentionsBot: true });
      return met;
    }),
  );
}

/** What became of a request, as everybody sees it. */
function endOf({ channel }: Corner): string {
  const words = everything(channel).filter(({ record, files }) => record.bot_id && files.length === 0);
  const shown = words.filter((message) => message.shown.includes('asked for a video'));
  // who sees no status message within five seconds is told as much
  const more = words.filter((message) => !shown.includes(message) && !message.shown.startsWith('Accepted'));
  const videos = everPosted(channel).length;
  const below = channel.messages().flatMap((parent) => videosBelow(channel, parent)).length;
  const [{ shown: says } = { shown: '' }] = shown;
  if (shown.length === 1 && more.length === 0 && videos === below) {
    if (videos === 1 && /\nDone: .*\nIt was charged: 2 seconds/.test(says)) return 'once';
    if (videos === 0 && /press “Post it”\.\nPost it$/.test(says)) return 'left to its person';
  }
  return `${videos} videos, ${below} in threads; ${words.map((message) => message.shown).join(' | ')}`;
}

const ends = (met: readonly Met[]) => Object.fromEntries(met.map(({ name, corner }) => [name, endOf(corner)]));
const all = (met: readonly Met[], end: string) => Object.fromEntries(met.map(({ name }) => [name, end]));

/** Time passes until it is so. */
const inTime = (look: () => unknown, is: unknown) =>
  time.passUntil(shared.house, () => expect.poll(look, { timeout: 25_000 }).toEqual(is));

const unmet = (met: readonly Met[]) => met.filter(({ isMet }) => !isMet).map(({ name }) => name);

test('whatever becomes of one answer, there is one status message and one video, or a button', {
  timeout: 60_000,
}, async () => {
  const tasks = tasksOf(shared.house.kling).length;
  const writes = await Promise.all(Object.entries(WRITES).map(([what, write]) => meetEach(what, write)));
  const unknown = await meetEach('the completion', UNKNOWN);
  const met = [...writes.flat(), ...unknown];
  await expect.poll(() => tasksOf(shared.house.kling).length, { timeout: 20_000 }).toBe(tasks + met.length);
  await inTime(() => ends(met), { ...all(met, 'once'), ...all(unknown, 'left to its person') });

  expect(unmet(met)).toEqual([]);

  for (const { corner } of unknown) {
    const { channel, ada } = corner;
    const button = everything(channel).find(({ buttons }) => buttons.length > 0);
    if (button) ada.press(button, 'Post it');
  }
  await inTime(() => ends(met), all(met, 'once'));

  // and they can all be taken away again
  const routes = ['files.delete', 'chat.delete'] as const;
  const taken = Object.entries({ ...BEFORE, ...ERROR_AFTER, ...WAIT }).flatMap(([name, fault], i) =>
    routes.flatMap((route, j) => {
      const { channel, ada } = met[i * routes.length + j]?.corner ?? shared.corner();
      const [video] = videosIn(channel);
      const shown = everything(channel).find(({ buttons }) => buttons.some(({ label }) => label === 'Delete'));
      if (!video || !shown) return [];
      const where = ({ args }: RequestSeen) => args.channel === channel.id || args.file === video.files[0]?.id;
      shared.house.slack.faults.next(route, { ...fault, where });
      ada.press(shown, 'Delete');
      return [{ name: `${route}: ${name}`, channel }];
    }),
  );
  const now = () =>
    taken.map(({ name, channel }) => [name, videosIn(channel).length, everPosted(channel).length, wasDeleted(channel)]);
  await inTime(
    now,
    taken.map(({ name }) => [name, 0, 1, true]),
  );
});

const wasDeleted = (channel: Channel) =>
  everything(channel).some(({ shown }) => shown.includes('The video was deleted, as was asked.'));

test('whatever becomes of what a person is told alone, they are told', async () => {
  const { slack } = shared.house;
  const asked = Object.entries(SOME).map(([name, fault]) => {
    const { channel, ada } = shared.corner();
    slack.faults.next('response_url', { ...fault, where: ({ args }) => args.channel === channel.id });
    return { name, asked: ada.slash(channel, '/help') };
  });
  const told = () =>
    asked.map(({ name, asked: { answers } }) => {
      const words = answers.map(({ shown }) => shown);
      // one whose answer was lost is given again
      return [name, new Set(words).size, words.length <= 2];
    });
  await inTime(
    told,
    asked.map(({ name }) => [name, 1, true]),
  );
});

test('whatever becomes of a form that is to open, it is there, or its person is told', async () => {
  const { slack } = shared.house;
  const asked = Object.entries(ALL).map(([name, fault]) => {
    const { channel, ada } = shared.corner();
    const opened = ada.slash(channel, '/avatar', name);
    const meant = ({ args }: RequestSeen) => JSON.stringify(args.view).includes(name);
    slack.faults.next('views.open', { ...fault, where: meant });
    return { name, opened };
  });
  const answered = ({ views, answers }: (typeof asked)[number]['opened']) => views.length > 0 || answers.length > 0;
  await inTime(() => asked.filter(({ opened }) => !answered(opened)).map(({ name }) => name), []);
});

test('whatever becomes of an answer on the way to a direct message, the video is there once', async () => {
  const { slack } = shared.house;
  const letGo = renders.hold();
  const tasks = tasksOf(shared.house.kling).length;
  const corners = await Promise.all(
    Object.keys(ALL).map(async () => {
      const corner = shared.corner();
      corner.ada.says(corner.channel, { text: WORDS, files: [await photo()], mentionsBot: true });
      await status(corner.channel, WORDS);
      return corner;
    }),
  );
  await expect.poll(() => tasksOf(shared.house.kling).length).toBe(tasks + corners.length);
  for (const { channel } of corners) channel.delete();
  for (const fault of Object.values(ALL)) slack.faults.next('conversations.open', fault);
  const people = new Map(corners.map(({ ada }) => [ada.id, ada]));
  const brought = () => [...people.values()].flatMap((person) => videosIn(slack.dm(person))).length;
  letGo();
  await inTime(brought, corners.length);
  await time.pass(shared.house, 60_000);
  expect(brought()).toBe(corners.length);
});
