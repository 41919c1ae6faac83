import { afterAll, expect, test } from 'vitest';
import { jobId } from '../../../src/jobs/identity.ts';
import type { Step } from '../../fakes/hooks.ts';
import type { MessageView } from '../../fakes/slack/looking.ts';
import type { Person } from '../../fakes/slack/people.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import type { RequestSeen, Route } from '../../fakes/slack/requests.ts';
import { tasksOf } from '../kling.ts';
import { ask, everPosted, everything, finished, type House, photo, videosBelow } from './kit.ts';
import { type Corner, sharedHouse } from './shared.ts';
import { createTime } from './time.ts';

const time = createTime();
afterAll(time.end);
const shared = sharedHouse({ env: { ...time.env, KLING_MAX_CONCURRENT: '50' } });

/** A request for a video, in a channel of its own, whose bot is to die at one step. */
interface Doomed {
  readonly channel: Channel;
  readonly person: Person;
  /** What they alone were told, the last first. */
  readonly told: () => readonly MessageView[];
}

/** A step of a request's life: a request of the bot's to Slack. */
interface At {
  readonly route: Route;
  readonly step: Step;
  /** Whether the request belongs to this step, where the channel that it names does not say it all. */
  readonly fits?: (request: RequestSeen, channel: Channel) => boolean;
  /** By a mention, with a photo, of somebody who has confirmed before, unless this says otherwise. */
  readonly asked?: 'by a form' | 'without a photo' | 'for the first time' | 'for the first time, by a form';
}

type Steps = Readonly<Record<string, At>>;

/** By the name of the step. */
type Requests = ReadonlyMap<string, Doomed>;

const WORDS = 'Whatever happens to me.';

const inChannel = ({ args }: RequestSeen, { id }: Channel) => args.channel === id || args.channel_id === id;
/** The bot names the video after the job, and the job's id comes of the message that asked. */
const ofJob = ({ args }: RequestSeen, channel: Channel) =>
  channel.messages().some(({ ts }) => {
    const name = `${jobId(`slack:${channel.record.team}:${channel.id}:${ts}`, Number(ts) * 1_000)}.mp4`;
    return args.filename === name || shared.house.slack.fileName(String(args.file)) === name;
  });
const ofPhoto = ({ path }: RequestSeen, { id }: Channel) => path.includes(`face-${id}`);
const lastEdit = (request: RequestSeen, channel: Channel) =>
  inChannel(request, channel) && everPosted(channel).length > 0;

const both = (what: string, at: Omit<At, 'step'>): Steps => ({
  [`before ${what}`]: { ...at, step: 'before' },
  [`after ${what}`]: { ...at, step: 'after' },
});

/** Steps before the job is there. */
const TAKING_IN: Steps = {
  ...both('the photo is fetched', { route: 'download', fits: ofPhoto }),
  'before the photo of a form is fetched': { route: 'download', step: 'before', fits: ofPhoto, asked: 'by a form' },
};

/** Steps after that, by which the video is surely there, or surely not. */
const LIVING: Steps = {
  ...both('the thread is looked for', { route: 'chat.getPermalink' }),
  ...both('the thread of a form’s status is looked for', { route: 'chat.getPermalink', asked: 'by a form' }),
  ...both('an address for the video is had', { route: 'files.getUploadURLExternal', fits: ofJob }),
  ...both('the bytes of the video are sent', { route: 'upload', fits: ofJob }),
  'after the upload is completed': { route: 'files.completeUploadExternal', step: 'after' },
  'after the upload of a form’s video is completed': {
    route: 'files.completeUploadExternal',
    step: 'after',
    asked: 'by a form',
  },
  ...both('the video is looked for', { route: 'files.info', fits: ofJob }),
  ...both('the last edit of the status', { route: 'chat.update', fits: lastEdit }),
};

/** The file's id is kept, but nothing tells whether the upload was completed. */
const UNKNOWN: Steps = {
  'before the upload is completed': { route: 'files.completeUploadExternal', step: 'before' },
  'before the upload of a form’s video is completed': {
    route: 'files.completeUploadExternal',
    step: 'before',
    asked: 'by a form',
  },
};

/** Steps at the status message. They come last: who does not see it within five seconds is told that it is accepted. */
const SHOWING: Steps = {
  ...both('the status is posted', { route: 'chat.postMessage' }),
  ...both('the status of a form is posted', { route: 'chat.postMessage', asked: 'by a form' }),
};

/** Steps after which the bot waits for the person: for a photo, or for a confirmation. */
const ASKING = both('the photo is asked for', { route: 'chat.postMessage', asked: 'without a photo' });
const CONFIRMING = both('the terms are shown', { route: 'chat.postMessage', asked: 'for the first time' });
const CONFIRMING_ALONE = both('the terms are shown to one alone', {
  route: 'response_url',
  asked: 'for the first time, by a form',
});
const WAITING: Steps = { ...ASKING, ...CONFIRMING, ...CONFIRMING_ALONE };

/** Asks for a video, and holds the step until the bot is dead. Resolves once the bot is there. */
async function hold({ route, step, fits = inChannel, asked }: At, dead: Promise<void>): Promise<Doomed> {
  const { slack } = shared.house;
  const { channel, team, ada }: Corner = shared.corner();
  const person = asked?.startsWith('for the first time') ? team.user({ name: `Nan ${channel.id}` }) : ada;
  const reached = Promise.withResolvers<void>();
  let caught = false;
  slack.on(route, step, async (request) => {
    if (caught || !fits(request, channel)) return undefined;
    caught = true;
    reached.resolve();
    await dead;
    return 'drop';
  });
  // the name of the file tells whose it is
  const face = { ...(await photo()), name: `face-${channel.id}.jpg` };
  let told: Doomed['told'] = () => [];
  if (asked?.endsWith('by a form')) {
    const { opened } = await ask(person, channel, WORDS, { photo: [face] });
    told = () => opened.answers;
  } else {
    const files = asked === 'without a photo' ? [] : [face];
    person.says(channel, { text: WORDS, files, mentionsBot: true });
  }
  await reached.promise;
  return { channel, person, told };
}

async function holdAll(steps: Steps, dead: Promise<void>): Promise<readonly (readonly [string, Doomed])[]> {
  return Promise.all(Object.entries(steps).map(async ([name, at]) => [name, await hold(at, dead)] as const));
}

/** Lets the bot die with a request at each of these steps. */
async function dieAtEach(): Promise<Requests> {
  const death = Promise.withResolvers<void>();
  const early = await holdAll({ ...LIVING, ...UNKNOWN, ...TAKING_IN, ...WAITING }, death.promise);
  const late = await holdAll(SHOWING, death.promise);
  await shared.house.bot.kill();
  death.resolve();
  return new Map([...early, ...late]);
}

/** Starts the bot, and lets it die again, at the first request to a route. */
async function dieAgainAt(house: House, route: Route, step: Step): Promise<void> {
  const [reached, death] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const release = house.slack.on(route, step, async () => {
    reached.resolve();
    await death.promise;
    return 'drop' as const;
  });
  await house.restart();
  await time.passUntil(house, () => reached.promise);
  await house.bot.kill();
  release();
  death.resolve();
}

/** What everybody sees of the bot in a channel and its threads. */
function seen({ channel }: Doomed) {
  const fromBot = channel.history().filter(({ record }) => record.bot_id);
  const [first, ...more] = fromBot.filter(({ files }) => files.length === 0);
  const parents = channel.messages();
  return {
    says: first?.shown ?? '',
    more: more.length,
    videos: everPosted(channel).length,
    videosInThreads: parents.flatMap((parent) => videosBelow(channel, parent)).length,
  };
}

const INTERRUPTED = 'The bot was restarted before it could accept this.';
const TERMS = 'Before your first video, please confirm';

/** What can have become of a request, as far as everybody sees: what the bot says there, and whether there is a video. */
const ENDS = {
  'nothing is there': { says: /^$/, videos: 0 },
  'it is told that it was interrupted': { says: /^The bot was restarted before it could accept this\./, videos: 0 },
  'a photo is asked for': { says: /whose face is to speak\?/, videos: 0 },
  'a confirmation is asked for': { says: /^Before your first video, please confirm/, videos: 0 },
  'it is left to its person': { says: /If you do not see it, press “Post it”\.\nPost it$/, videos: 0 },
  'the video is there': { says: /\nDone: .*\nIt was charged: 2 seconds/, videos: 1 },
};

type End = keyof typeof ENDS;

function endOf(doomed: Doomed): string {
  const { says, more, videos, videosInThreads } = seen(doomed);
  const is = Object.entries(ENDS).find(([, end]) => end.says.test(says) && end.videos === videos)?.[0] ?? says;
  const odd = more > 0 || videosInThreads !== videos;
  return odd ? `${is}, and ${more} more messages; ${videosInThreads} of ${videos} videos in threads` : is;
}

const ACCEPTED: Steps = { ...LIVING, ...SHOWING, ...UNKNOWN };

const all = (steps: Steps, end: End) => Object.fromEntries(Object.keys(steps).map((name) => [name, end]));

/** What is seen of requests that waited, or had not been accepted. */
const UNACCEPTED = {
  ...all(TAKING_IN, 'it is told that it was interrupted'),
  'before the photo of a form is fetched': 'nothing is there',
  ...all(ASKING, 'a photo is asked for'),
  ...all(CONFIRMING, 'a confirmation is asked for'),
  ...all(CONFIRMING_ALONE, 'nothing is there'),
};

/** The last word to one alone. An answer that was on its way is given again, so that it may be there more than once. */
const ALONE = {
  'before the photo of a form is fetched': expect.stringContaining(INTERRUPTED),
  'before the terms are shown to one alone': expect.stringContaining(TERMS),
  'after the terms are shown to one alone': expect.stringContaining(TERMS),
};

/** Time passes until all have come to this end. */
async function comeTo(doomed: Requests, ends: Readonly<Record<string, unknown>>): Promise<void> {
  const seen = () => Object.fromEntries([...doomed].map(([name, one]) => [name, endOf(one)]));
  await time.passUntil(shared.house, () => expect.poll(seen, { timeout: 30_000 }).toEqual(ends));
}

const toldAlone = (doomed: Requests) =>
  Object.fromEntries(
    [...doomed].flatMap(([name, { told }]) => {
      const words = new Set(told().map(({ shown }) => shown));
      return words.size > 0 ? [[name, [...words].join(' and ')]] : [];
    }),
  );

/** Those who are to decide want it posted. */
function decide(doomed: Requests): void {
  for (const { channel, person } of doomed.values()) {
    const left = everything(channel).find(({ buttons }) => buttons.some(({ label }) => label === 'Post it'));
    if (left) person.press(left, 'Post it');
  }
}

/** Those who were waited for go on, and get their video. */
async function goOn(doomed: Requests): Promise<void> {
  const going = [...doomed].map(async ([name, { channel, person, told }]) => {
    if (!(name in WAITING)) return;
    const [own] = channel.messages();
    const terms = told().at(-1) ?? everything(channel).find(({ buttons }) => buttons.length > 0);
    if (name in ASKING && own) person.says(channel, { files: [await photo()], thread: own });
    else if (terms) person.press(terms, 'I may use them');
    await finished(channel, 'Whatever happens to me');
    expect(everPosted(channel)).toHaveLength(1);
  });
  await Promise.all(going);
}

test('whichever step a bot dies at, it posts every video once that it had accepted, or asks; and tells all others', {
  timeout: 90_000,
}, async () => {
  const { house } = shared;
  const tasks = tasksOf(house.kling).length;
  const doomed = await dieAtEach();
  await house.restart();
  const known = all({ ...LIVING, ...SHOWING }, 'the video is there');
  await comeTo(doomed, { ...UNACCEPTED, ...known, ...all(UNKNOWN, 'it is left to its person') });
  await expect.poll(() => toldAlone(doomed)).toEqual(ALONE);
  expect(tasksOf(house.kling)).toHaveLength(tasks + Object.keys(ACCEPTED).length);

  decide(doomed);
  await goOn(doomed);
  const accepted = new Map([...doomed].filter(([name]) => name in ACCEPTED));
  await comeTo(accepted, all(ACCEPTED, 'the video is there'));
});

test('the same when it dies again at what it does then', { timeout: 90_000 }, async () => {
  const { house } = shared;
  const tasks = tasksOf(house.kling).length;
  const doomed = await dieAtEach();
  await dieAgainAt(house, 'chat.postMessage', 'after');
  await house.restart();
  const known = all(ACCEPTED, expect.stringMatching(/the video is there|it is left to its person/));
  await comeTo(doomed, { ...UNACCEPTED, ...known });
  await expect.poll(() => toldAlone(doomed)).toEqual(ALONE);

  decide(doomed);
  await comeTo(doomed, { ...UNACCEPTED, ...all(ACCEPTED, 'the video is there') });
  expect(tasksOf(house.kling)).toHaveLength(tasks + Object.keys(ACCEPTED).length);
});
