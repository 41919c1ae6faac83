import { afterAll, beforeAll } from 'vitest';
import type { Herald } from '../../src/herald.ts';
import type { Timeouts } from '../../src/kling/transport.ts';
import type { Route } from '../../src/sandbox/faults.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type Bot, dataDir, removeDir } from './bot.ts';
import { type AtEnd, botWith, CLIP, heldRenders, houseWith, klingWith, type ProfileName } from './kling.ts';

export interface SharedOptions {
  readonly kling?: Partial<SandboxOptions>;
  readonly env?: () => Record<string, string> | Promise<Record<string, string>>;
  /** For a bot inside the test's process only. */
  readonly timeouts?: Partial<Timeouts>;
}

/** One Kling and one bot for the tests of a file or of a `describe`, which run one after the other. */
export interface Shared<B> {
  /** Where the bot keeps its data. */
  readonly dir: string;
  readonly kling: Sandbox;
  /** The one that runs now. */
  readonly bot: B;
  /**
   * For the beginning of a test: the bot, and the Kling as the test would see one of its own: without faults, and with the
   * tasks, requests and charges from now on. Its `mostOpen` is of all tests.
   */
  fromNow(): { readonly kling: Sandbox; readonly bot: B };
  /** Holds the renders that begin from now on, until they are let go or the next test begins. */
  hold(): ReturnType<typeof heldRenders>;
  /** Ends the bot, unless the test has, and starts it anew in the same data directory. */
  anew(): Promise<B>;
}

/** A bot inside the test's process, and stopped between its lives. */
export function sharedHouse(profile: ProfileName, options: SharedOptions = {}): Shared<Herald> {
  return shared(
    options,
    (kling, dir, env, atEnd) => houseWith(kling, profile, { ...env, DATA_DIR: dir }, options.timeouts, atEnd),
    (house) => house.stop(),
  );
}

/** A bot of its own process, and killed between its lives. */
export function sharedBot(profile: ProfileName, options: SharedOptions = {}): Shared<Bot> {
  return shared(
    options,
    (kling, dir, env, atEnd) => botWith(kling, profile, env, dir, atEnd),
    (bot) => bot.kill(),
  );
}

function shared<B>(
  options: SharedOptions,
  start: (kling: Sandbox, dir: string, env: Record<string, string>, atEnd: AtEnd) => Promise<B>,
  end: (bot: B) => Promise<void>,
): Shared<B> {
  const ends: (() => Promise<void>)[] = [];
  const atEnd: AtEnd = (one) => void ends.push(one);
  let renders: ReturnType<typeof heldRenders> | undefined;
  let opened: { dir: string; kling: Sandbox; bot: B; again: () => Promise<B> } | undefined;

  beforeAll(async () => {
    const dir = dataDir();
    atEnd(async () => removeDir(dir));
    const render = async () => (renders ? await renders.render() : { seconds: 2, path: CLIP });
    const kling = await klingWith({ render, ...options.kling }, atEnd);
    const env = (await options.env?.()) ?? {};
    const again = () => start(kling, dir, env, atEnd);
    opened = { dir, kling, bot: await again(), again };
  });
  afterAll(async () => {
    for (const one of ends.reverse()) await one();
  });

  const present = () => {
    if (!opened) throw new Error('the bot that is shared has not started yet');
    return opened;
  };

  return {
    get dir() {
      return present().dir;
    },
    get kling() {
      return present().kling;
    },
    get bot() {
      return present().bot;
    },
    fromNow() {
      const { kling, bot } = present();
      renders?.letGo();
      renders = undefined;
      kling.faults.clear();
      return { kling: sinceNow(kling), bot };
    },
    hold() {
      renders = heldRenders();
      return renders;
    },
    async anew() {
      const now = present();
      await end(now.bot);
      now.bot = await now.again();
      return now.bot;
    },
  };
}

function sinceNow(kling: Sandbox): Sandbox {
  const [tasks, requests, charges] = [kling.tasks().length, kling.requests(), kling.charges()];
  return {
    ...kling,
    tasks: () => kling.tasks().slice(tasks),
    requests() {
      const since = (route: Route) => kling.requests()[route] - requests[route];
      return {
        create: since('create'),
        task: since('task'),
        list: since('list'),
        speech: since('speech'),
        result: since('result'),
        callback: since('callback'),
      };
    },
    charges() {
      const { video, speech, speeches } = kling.charges();
      return {
        video: video - charges.video,
        speech: speech - charges.speech,
        speeches: speeches - charges.speeches,
      };
    },
  };
}
