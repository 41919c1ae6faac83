import type { Announcement, Announcements } from '../../commands/announcements.ts';
import type { Hooks } from '../../commands/hooks.ts';
import type { Presenters } from '../../commands/presenters.ts';
import { spaceOf } from '../jobs/records.ts';
import { hasEnded } from '../jobs/transitions.ts';
import { turnstile } from '../jobs/turnstile.ts';
import { createSeal } from '../seal.ts';
import { allowance as createAllowance } from './allowance.ts';
import { createAnnouncements } from './announcements.ts';
import { createAttempts } from './attempts.ts';
import { createBook } from './book.ts';
import { ceilings } from './ceilings.ts';
import { createChecks } from './checks.ts';
import { feedStep } from './feed.ts';
import { createFeedReader } from './feed-reader.ts';
import { type Figures, figured } from './figures.ts';
import { following } from './following.ts';
import { hookSecrets } from './hook-secrets.ts';
import { createHooks } from './hooks.ts';
import { lateness as latenessOf } from './lateness.ts';
import { making } from './making.ts';
import { createNews } from './news.ts';
import { createOccurrences } from './occurrences.ts';
import { createOrders } from './orders.ts';
import { createPausing } from './pausing.ts';
import { phrasing as createPhrasing } from './phrasing.ts';
import { createPresenters } from './presenters.ts';
import { createRegister } from './register.ts';
import { createReports } from './reports.ts';
import type { AnnouncementRoomOptions } from './room-options.ts';
import { scheduleStep } from './schedule.ts';
import { createTellings } from './tellings.ts';
import { wakeClocks } from './wake-clocks.ts';
import { createWatch } from './watch.ts';
import { createSpeaking } from './words.ts';

/** The announcements, put together: what others use of them. */
export interface AnnouncementRoom {
  readonly presenters: Presenters;
  readonly announcements: Announcements;
  readonly hooks: Hooks;
  readonly figures: Figures;
  /** Reads what is kept, and wakes what is open. Before this, nothing may be asked of the room. @returns how many announcements there are */
  load(): Promise<number>;
  /** Goes on with what is open. */
  start(): void;
  /** A chat platform is connected: what waited for it goes on. */
  onConnected(): void;
  /** Lets each step under way reach what is persisted next, within `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Feeds read at once, and people told something at once: fewer than there are workers, so that no moment of a schedule waits. */
const FEEDS = 32;
/** …of one space: others' feeds do not wait for as many slow ones as it likes to have. */
const FEEDS_OF_ONE = 4;
const TELLINGS = 8;

/** How often old deliveries of hooks are forgotten (ms). */
const SWEEP = 86_400_000;

/** A schedule or a feed is looked at after about so long at the latest (ms): the clock may have been put right since its time was found. */
const LOOK = 3_600_000;

export function announcementRoom(options: AnnouncementRoomOptions): AnnouncementRoom {
  const { clock, log, engine, records, platform, avatar, dir, randomId, late } = options;
  const { tables, figures } = figured(options.tables);
  const { clocks, counts, failing, secrets: sealed } = tables;
  const stopping = new AbortController();
  const { signal } = stopping;
  const now = clock.now;

  const register = createRegister(tables.announcements);
  const tellings = createTellings({ table: tables.tellings, clock, log, engine, platform });
  const pausing = createPausing({ register, tellings, now });
  const presenters = createPresenters({
    table: tables.presenters,
    defaults: tables.defaults,
    blobs: options.blobs,
    media: options.media,
    now,
    onRemove: pausing.withPresenter,
  });
  const speaking = createSpeaking({ speech: options.speech, maxSeconds: options.maxVideoSeconds, zone: options.zone });
  const phrasing = createPhrasing({ speaking, presenters, platform });
  const allowance = createAllowance(counts, now);
  const book = createBook({ occurrences: tables.occurrences, open: tables.openOccurrences, lists: options.lists });
  const news = createNews({ register, tellings, failing });
  const lateness = latenessOf(late);
  const affords = ceilings({ ledger: options.ledger, presenters, speech: options.speech, now });
  const make = making({ presenters, blobs: options.blobs, avatar, access: options.access, dir, randomId });
  const occurrences = createOccurrences({
    clock,
    log,
    engine,
    book,
    records,
    allowance,
    news,
    pausing,
    phrasing,
    affords,
    make,
    attempts: createAttempts({
      clock,
      log,
      register,
      allowance,
      book,
      news,
      pausing,
      make,
      lateness,
    }),
    follow: following({ book, news, register, jobs: options.jobs, late, clock, log, platform }),
    signal,
  });
  const read = createFeedReader({ clock, fetch: options.fetch, media: options.media, dir, randomId });
  const checks = createChecks({ presenters, platform, access: options.access, feeds: read, now, signal });
  const seal = createSeal(options.secret, 'hooks');
  const { hookUrl, randomBytes } = options;
  const announcements = createAnnouncements({
    register,
    checks,
    secrets: hookSecrets({ table: sealed, seal, hookUrl, randomBytes }),
    reports: createReports({ clocks, allowance, book, records, now }),
    orders: createOrders({ occurrences, records, checks, phrasing, now, signal }),
    watch: createWatch({ register, occurrences, access: options.access, platform, now, log, signal }),
    clock,
    engine,
    platform,
    perDay: options.perDay,
    failing,
    async forget(id) {
      await Promise.all([clocks, counts, failing, sealed].map((table) => table.delete(id)));
    },
    async callOff(id) {
      for (const each of await book.openOf(id)) engine.wake(each);
    },
    signal,
  });
  const { deliveries } = tables;
  const hooks = createHooks({ announcements, occurrences, secrets: sealed, deliveries, seal, clock, log });
  const wake = (id: string) => engine.wake(id);
  const feeds = turnstile({ atOnce: FEEDS, atOnceOfOne: FEEDS_OF_ONE, wake });
  const direct = turnstile({ atOnce: TELLINGS, atOnceOfOne: TELLINGS, wake });
  const feedParts = { clock, clocks, occurrences, read, random: options.random, pause: pausing.because, log };

  // an announcement's video is there, or will not be, or a person is to look for it
  const unlisten = records.listen((job) => {
    if (job.announced && (hasEnded(job) || job.posting?.blind !== undefined)) engine.wake(job.id);
  });

  /** Spread, so that those that begin together do not stay together (ms). */
  const soon = () => LOOK * (0.5 + options.random());

  async function work(key: string, stepping: AbortSignal): Promise<number | undefined> {
    if (key.startsWith('j')) return occurrences.step(key, stepping);
    if (key.startsWith('t')) return direct.pass(key, () => tellings.step(key, stepping));
    const announcement = register.get(key);
    const next = announcement && (await look(announcement, stepping));
    if (!announcement) feeds.leave(key);
    const again = next === undefined ? undefined : Math.min(next, now() + soon());
    // removed while it was looked at: nothing of it stays
    if (announcement && !register.get(key)) await clocks.delete(key);
    return again;
  }

  async function look(announcement: Announcement, stepping: AbortSignal): Promise<number | undefined> {
    const { id, trigger } = announcement;
    if (trigger.kind === 'schedule') return scheduleStep({ clock, clocks, occurrences, late, log }, announcement);
    if (trigger.kind !== 'feed') return undefined;
    return feeds.pass(id, () => feedStep(feedParts, announcement, stepping), spaceOf(announcement));
  }

  let behind = Promise.resolve();
  function doBehind(act: () => Promise<void>, failed: string): void {
    behind = behind.then(act).catch((err: unknown) => log.warn({ err }, failed));
  }

  let unsweep = () => {};
  let sweeping = Promise.resolve();
  function sweep(): void {
    sweeping = hooks
      .sweep(signal)
      .catch((err: unknown) => log.warn({ err }, 'old deliveries of hooks could not be forgotten'));
    unsweep = clock.after(SWEEP, sweep);
  }

  async function wakeOpen(): Promise<void> {
    for (const id of [...(await occurrences.open()), ...(await tellings.open())]) engine.wake(id);
  }

  return {
    presenters,
    announcements,
    hooks,
    figures,
    async load() {
      await Promise.all([register.load(), presenters.load()]);
      const [count] = await Promise.all([wakeClocks({ clocks, register, engine, now, soon }), wakeOpen()]);
      return count;
    },
    start() {
      engine.start(work);
      sweep();
    },
    onConnected() {
      doBehind(wakeOpen, 'what waited for a platform is looked at later');
    },
    async stop(graceMs) {
      unlisten();
      unsweep();
      const stopped = engine.stop(graceMs);
      // what waits under this signal may be what a step waits for
      const abort = () => stopping.abort(new Error('Herald stops.'));
      const cancel = clock.after(graceMs, abort);
      await stopped;
      cancel();
      abort();
      await Promise.all([behind, sweeping]);
    },
  };
}
