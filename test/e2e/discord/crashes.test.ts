import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SnowflakeUtil } from 'discord.js';
import { expect, test } from 'vitest';
import { jobId } from '../../../src/jobs/identity.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { Channel } from '../../fakes/discord/places.ts';
import type { RequestSeen } from '../../fakes/discord/requests.ts';
import type { RouteName } from '../../fakes/discord/routes.ts';
import type { MessageView } from '../../fakes/discord/views.ts';
import type { Step } from '../../fakes/hooks.ts';
import { tasksOf } from '../kling.ts';
import { everPosted, finished, type House, photo, videosIn } from './kit.ts';
import { sharedHouse } from './shared.ts';

const shared = sharedHouse();

/** A request for a video, in a server of its own, whose bot is to die at one step. */
interface Doomed {
  readonly channel: Channel;
  readonly person: Person;
  /** Of the interaction or the message that asked. */
  readonly id: string;
  /** The answer that only the person sees; undefined while there is none, and where a message asked. */
  readonly private: () => MessageView | undefined;
}

/** A step of a request's life: a request of the bot's to Discord. */
interface At {
  readonly route: RouteName;
  readonly step: Step;
  /** Whether the request belongs to this step, where its route does not say it all. */
  readonly fits: (path: string, doomed: Doomed) => boolean;
  /** By `/avatar` with a photo, of somebody who has confirmed before, unless this says otherwise. */
  readonly asked?: 'by a mention' | 'without a photo' | 'for the first time';
  /** The bot may still write so much. */
  readonly until?: (house: House, doomed: Doomed) => Promise<void>;
}

type Steps = Readonly<Record<string, At>>;

const inChannel = (path: string, { channel }: Doomed) => path.startsWith(`/channels/${channel.id}/messages`);
const inThread = (path: string, { channel }: Doomed) =>
  channel.threads().some(({ id }) => path.startsWith(`/channels/${id}/messages`));
const lastEdit = (path: string, doomed: Doomed) => inChannel(path, doomed) && everPosted(doomed.channel).length > 0;
const ofInteraction = (path: string, { id }: Doomed) => path.includes(id);
const ofPhoto = (path: string, { channel }: Doomed) => path.includes(`face-${channel.id}`);
const only = () => true;

/** Steps before the job is there. */
const TAKING_IN: Steps = {
  'before the acknowledgement': { route: 'callback', step: 'before', fits: ofInteraction, until: noted },
  'after the acknowledgement': { route: 'callback', step: 'after', fits: ofInteraction, until: noted },
  'before the photo is fetched': { route: 'cdn', step: 'before', fits: ofPhoto },
  'after the photo is fetched': { route: 'cdn', step: 'after', fits: ofPhoto },
  'before the photo of a message is fetched': { route: 'cdn', step: 'before', fits: ofPhoto, asked: 'by a mention' },
};

/** Steps after that. Whose waiting sign is taken away, its request does not tell: the requests come one by one. */
const LIVING: Steps = {
  'before the waiting sign is taken away': { route: 'deleteOriginal', step: 'before', fits: only },
  'after the waiting sign is taken away': { route: 'deleteOriginal', step: 'after', fits: only },
  'before the thread is opened': { route: 'createThread', step: 'before', fits: inChannel },
  'after the thread is opened': { route: 'createThread', step: 'after', fits: inChannel },
  'before the video is posted': { route: 'createMessage', step: 'before', fits: inThread },
  'after the video is posted': { route: 'createMessage', step: 'after', fits: inThread },
  'before the last edit of the status': { route: 'editMessage', step: 'before', fits: lastEdit },
  'after the last edit of the status': { route: 'editMessage', step: 'after', fits: lastEdit },
};

/** Steps at the status message. They come last: who does not see it within five seconds is told in private that it is accepted. */
const SHOWING: Steps = {
  'before the status is posted': { route: 'createMessage', step: 'before', fits: inChannel },
  'after the status is posted': { route: 'createMessage', step: 'after', fits: inChannel },
  'after the status is posted in reply to a message': {
    route: 'createMessage',
    step: 'after',
    fits: inChannel,
    asked: 'by a mention',
  },
};

/** Steps by which the request is accepted. */
const ACCEPTED: Steps = { ...LIVING, ...SHOWING };

/** Steps after which the bot waits for the person: for a photo, or for a confirmation. */
const WAITING: Steps = {
  'before the photo is asked for': {
    route: 'createMessage',
    step: 'before',
    fits: inChannel,
    asked: 'without a photo',
  },
  'after the photo is asked for': { route: 'createMessage', step: 'after', fits: inChannel, asked: 'without a photo' },
  'before the terms are shown': { route: 'editOriginal', step: 'before', fits: only, asked: 'for the first time' },
  'after the terms are shown': { route: 'editOriginal', step: 'after', fits: only, asked: 'for the first time' },
};

/** Resolves once it is on the bot's disk that this is being taken in, which happens beside the acknowledgement. */
async function noted({ dir }: House, { id }: Doomed): Promise<void> {
  const key = jobId(`discord:${id}`, SnowflakeUtil.timestampFrom(id));
  const database = new DatabaseSync(join(dir, 'herald.sqlite'), { readOnly: true });
  const rows = database.prepare(`SELECT * FROM intake WHERE key LIKE '%${key}'`);
  await expect.poll(() => rows.all(), { interval: 1 }).toHaveLength(1);
  database.close();
}

/** Asks for a video, and holds the step until the bot is dead. Resolves once the bot is there. */
async function hold(house: House, { route, step, fits, asked, until }: At, dead: Promise<void>): Promise<Doomed> {
  const { discord } = house;
  const person = asked === 'for the first time' ? discord.user({ name: 'Nan' }) : house.ada;
  const guild = discord.guild();
  guild.member(person);
  const channel = guild.channel();
  const reached = Promise.withResolvers<void>();
  let doomed: Doomed | undefined;
  let caught: RequestSeen | undefined;
  discord.on(route, step, async (request) => {
    if (caught || !doomed || !fits(request.path, doomed)) return undefined;
    caught = request;
    reached.resolve();
    await dead;
    return 'drop';
  });
  // the name of the file tells whose it is
  const face = { ...(await photo()), name: `face-${channel.id}.jpg` };
  const words = 'Whatever happens to me.';
  if (asked === 'by a mention') {
    const { id } = person.says(channel, { content: words, files: [face], mentionsBot: true });
    doomed = { channel, person, id, private: () => undefined };
  } else {
    const given = asked === 'without a photo' ? { text: words } : { photo: face, text: words };
    const request = person.slash(channel, 'avatar', given);
    doomed = { channel, person, id: request.id, private: () => request.original };
  }
  await reached.promise;
  await until?.(house, doomed);
  return doomed;
}

/** Lets the bot die with a request at each of these steps. */
async function dieAt(house: House, steps: Steps): Promise<ReadonlyMap<string, Doomed>> {
  const death = Promise.withResolvers<void>();
  const doomed = new Map<string, Doomed>();
  for (const [name, at] of Object.entries(steps)) doomed.set(name, await hold(house, at, death.promise));
  await house.bot.kill();
  death.resolve();
  return doomed;
}

/** Starts the bot, so many ms later, and lets it die again, at the first request to a route. */
async function dieAgainAt(house: House, route: RouteName, later = 0): Promise<void> {
  const [reached, death] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const release = house.discord.on(route, 'before', async () => {
    reached.resolve();
    await death.promise;
    return 'drop' as const;
  });
  await house.restart(later);
  await reached.promise;
  await house.bot.kill();
  release();
  death.resolve();
}

/** What everybody sees of the bot in a channel and its threads. */
function seen({ channel }: Doomed) {
  const fromBot = (place: Channel) => place.history().filter(({ author }) => author.bot);
  const [first, ...more] = fromBot(channel);
  return {
    says: first?.content,
    more: more.length,
    videos: everPosted(channel).length,
    videosInThreads: channel.threads().flatMap(videosIn).length,
  };
}

const DONE = {
  says: expect.stringMatching(/\nDone: .*\nIt was charged: 2 seconds/),
  more: 0,
  videos: 1,
  videosInThreads: 1,
};
const INTERRUPTED = expect.stringContaining('The bot was restarted before it could accept this.');
const PHOTO = expect.stringContaining('whose face is to speak? Please reply to this message with a photo');
const TERMS = expect.stringContaining('Before your first video, please confirm');
const NOTHING = { says: undefined, more: 0, videos: 0, videosInThreads: 0 };

const each = <T>(doomed: ReadonlyMap<string, Doomed>, of: (doomed: Doomed) => T) =>
  Object.fromEntries([...doomed].map(([name, one]) => [name, of(one)]));
const all = <T>(steps: Steps, value: T) => Object.fromEntries(Object.keys(steps).map((name) => [name, value]));

test('whichever step a bot dies at, it posts every video once that it had accepted, and tells all others', {
  timeout: 90_000,
}, async () => {
  const { house } = shared;
  const tasks = tasksOf(house.kling).length;
  const doomed = await dieAt(house, { ...LIVING, ...TAKING_IN, ...WAITING, ...SHOWING });
  await house.restart();

  const inPublic = { ...NOTHING, says: INTERRUPTED };
  await expect
    .poll(() => each(doomed, seen), { timeout: 30_000 })
    .toEqual({
      ...all(ACCEPTED, DONE),
      ...all(TAKING_IN, NOTHING),
      // where there is no private answer to turn into a sentence
      'before the acknowledgement': inPublic,
      'before the photo of a message is fetched': inPublic,
      'before the photo is asked for': { ...NOTHING, says: PHOTO },
      'after the photo is asked for': { ...NOTHING, says: PHOTO },
      'before the terms are shown': NOTHING,
      'after the terms are shown': NOTHING,
    });
  // a waiting sign is left nowhere
  const shown = ({ private: answer }: Doomed) => (answer()?.deleted ? undefined : answer()?.content);
  await expect
    .poll(() => each(doomed, shown))
    .toEqual({
      ...all(ACCEPTED, undefined),
      ...all(TAKING_IN, INTERRUPTED),
      'before the acknowledgement': undefined,
      'before the photo of a message is fetched': undefined,
      'before the photo is asked for': undefined,
      'after the photo is asked for': undefined,
      'before the terms are shown': TERMS,
      'after the terms are shown': TERMS,
    });
  expect(tasksOf(house.kling)).toHaveLength(tasks + Object.keys(ACCEPTED).length);

  // those who were waited for go on
  for (const [name, { channel, person, private: shown }] of doomed) {
    const [question] = channel.messages();
    const terms = shown();
    if (name.endsWith('asked for'))
      person.says(channel, { files: [await photo()], ...(question && { replyTo: question }) });
    else if (name.endsWith('are shown') && terms) person.press(terms, 'I may use them');
    else continue;
    await finished(channel, 'Whatever happens to me');
    expect(everPosted(channel)).toHaveLength(1);
  }
});

test('the same when Discord has forgotten nonces and tokens, and the bot dies again at what it does then', {
  timeout: 90_000,
}, async () => {
  const { house } = shared;
  const tasks = tasksOf(house.kling).length;
  const doomed = await dieAt(house, { ...LIVING, ...TAKING_IN, ...WAITING, ...SHOWING });
  await dieAgainAt(house, 'listMessages', 20 * 60_000);
  await dieAgainAt(house, 'createMessage');
  await house.restart();

  await expect
    .poll(() => each(doomed, seen), { timeout: 30_000 })
    .toEqual({
      ...all(ACCEPTED, DONE),
      ...all(TAKING_IN, { ...NOTHING, says: INTERRUPTED }),
      'before the photo is asked for': { ...NOTHING, says: PHOTO },
      // nothing shows that the question is there already; it is better put twice than not at all
      'after the photo is asked for': { ...NOTHING, says: PHOTO, more: 1 },
      // said to their person alone, since nobody else is to know
      'before the terms are shown': NOTHING,
      'after the terms are shown': NOTHING,
    });
  for (const name of ['before the terms are shown', 'after the terms are shown']) {
    const { person } = doomed.get(name) ?? {};
    await expect.poll(() => person && house.discord.dm(person).messages().at(-1)?.content).toEqual(TERMS);
  }
  expect(tasksOf(house.kling)).toHaveLength(tasks + Object.keys(ACCEPTED).length);
});
