import type {
  Announcement,
  Announcements,
  Changes,
  NewAnnouncement,
  SetUp,
  Trigger,
} from '../../commands/announcements.ts';
import { foldedName } from '../../commands/names.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import { spaceOf } from '../jobs/records.ts';
import type { Platform } from '../platforms/platform.ts';
import { Refusal, refusalOf } from '../refusal.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Checks } from './checks.ts';
import type { HookSecrets } from './hook-secrets.ts';
import { idOf } from './ids.ts';
import type { Trouble } from './news.ts';
import type { createOrders } from './orders.ts';
import { isMended, isPausedByPerson } from './pausing.ts';
import type { Register } from './register.ts';
import type { createReports } from './reports.ts';
import { defaultWords } from './source-words.ts';
import type { createWatch } from './watch.ts';

export interface AnnouncementsOptions {
  readonly register: Register;
  readonly checks: Checks;
  readonly secrets: HookSecrets;
  readonly reports: ReturnType<typeof createReports>;
  readonly orders: ReturnType<typeof createOrders>;
  readonly watch: ReturnType<typeof createWatch>;
  readonly clock: Pick<Clock, 'now'>;
  readonly engine: Pick<Engine, 'wake'>;
  readonly platform: (name: string) => Platform | undefined;
  /** `ANNOUNCEMENTS_PER_DAY` */
  readonly perDay: number;
  /** What the owners of announcements know to go wrong. */
  readonly failing: Pick<Namespace<Trouble>, 'delete'>;
  /** Forgets all that is kept of an announcement beside itself; its history stays. @throws StoreError */
  readonly forget: (id: string) => Promise<void>;
  /** What is not at Kling yet of an announcement that was paused or removed is not made. @throws StoreError */
  readonly callOff: (id: string) => Promise<void>;
  /** Aborts when the room stops. */
  readonly signal: AbortSignal;
}

/** Announcements of one space. */
const MOST = 200;

export function createAnnouncements(options: AnnouncementsOptions): Announcements {
  const { register, checks, secrets, reports, orders, watch, clock, engine } = options;
  const mutex = keyedMutex();

  function existing(id: string): Announcement {
    const announcement = register.get(id);
    if (!announcement) throw new Refusal('missing', 'announcement_missing');
    return announcement;
  }

  const told = async (announcement: Announcement): Promise<SetUp> =>
    announcement.trigger.kind === 'hook' ? secrets.again(announcement) : { announcement };

  /** What people call its place, as far as that can be told. */
  const namesOf = async (place: Announcement['place']) =>
    (await options.platform(place.platform)?.names(place, options.signal)) ?? {};

  /** @param but the one that may have the name */
  function checkName(space: string, name: string, but?: string): void {
    const taken = register.list(space).some((each) => each.id !== but && foldedName(each.name) === foldedName(name));
    if (taken) throw new Refusal('conflict', 'announcement_name_taken', { name });
  }

  async function checked(wanted: NewAnnouncement): Promise<Announcement> {
    const { origin, name: typed, place, owner, presenter, trigger } = wanted;
    const name = checks.name(typed);
    const perDay = wanted.perDay ?? options.perDay;
    const words = wanted.words ?? defaultWords(trigger, owner.locale);
    checks.perDay(perDay);
    checks.presenter(presenter, place);
    checks.words(words, trigger);
    checkName(spaceOf(wanted), name);
    await checks.channel(place);
    await checks.trigger(trigger, wanted);
    const called = await namesOf(place);
    const now = clock.now();
    const times = { since: now, createdAt: now, updatedAt: now };
    return { id: idOf('a', origin), name, place, owner, presenter, words, trigger, perDay, called, ...times };
  }

  /** What becomes of it by these changes, once they are checked. */
  async function checkedChanges(before: Announcement, changes: Changes): Promise<Partial<Announcement>> {
    const { trigger = before.trigger, place = before.place, name, perDay, presenter } = changes;
    const words = changes.words ?? wordsFor(before, trigger);
    if (trigger.kind !== before.trigger.kind) throw new Refusal('input', 'announcement_kind');
    if (spaceOf({ place }) !== spaceOf(before)) throw new Refusal('input', 'announcement_space');
    if (perDay !== undefined) checks.perDay(perDay);
    if (presenter !== undefined) checks.presenter(presenter, place);
    if (changes.words !== undefined || changes.trigger) checks.words(words, trigger);
    const isAnew = JSON.stringify(trigger) !== JSON.stringify(before.trigger);
    if (isAnew) await checks.trigger(trigger, { place, owner: before.owner });
    if (changes.place) await checks.channel(place);
    return {
      ...changes,
      words,
      ...(name !== undefined && { name: checks.name(name) }),
      ...(changes.place && { called: await namesOf(place) }),
      ...(isAnew && { since: clock.now() }),
    };
  }

  async function change(id: string, act: (before: Announcement) => Announcement | Promise<Announcement>) {
    const after = await register.change(id, act);
    if (!after) throw new Refusal('missing', 'announcement_missing');
    // somebody has looked after it: what goes wrong from now on is news
    await options.failing.delete(id);
    engine.wake(id);
    return after;
  }

  return {
    list: register.list,
    get: register.get,
    named: register.named,

    async add(wanted) {
      const space = spaceOf(wanted);
      const first = register.get(idOf('a', wanted.origin));
      if (first) return told(first);
      const announcement = await checked(wanted);
      return mutex.run(space, async () => {
        const meanwhile = register.get(announcement.id);
        if (meanwhile) return told(meanwhile);
        checkName(space, announcement.name);
        checks.presenter(announcement.presenter, announcement.place);
        if (register.list(space).length >= MOST) throw new Refusal('limit', 'announcement_many', { max: MOST });
        // its secret first: a hook that can be called can be called by whoever set it up
        const setUp = await told(announcement);
        await register.add(announcement);
        engine.wake(announcement.id);
        return setUp;
      });
    },

    async change(id, changes) {
      const was = existing(id);
      const next = await checkedChanges(was, changes);
      return mutex.run(spaceOf(was), () =>
        change(id, (before) => {
          if (next.name !== undefined) checkName(spaceOf(before), next.name, id);
          if (next.presenter !== undefined) checks.presenter(next.presenter, before.place);
          const { paused, ...rest } = before;
          const still = paused && (isMended(paused, next) ? { since: paused.since, mended: true as const } : paused);
          return { ...rest, ...(still && { paused: still }), ...next, updatedAt: clock.now() };
        }),
      );
    },

    async pause(id) {
      const now = clock.now();
      const after = await change(id, (before) =>
        isPausedByPerson(before)
          ? before
          : { ...before, paused: { since: before.paused?.since ?? now }, updatedAt: now },
      );
      await options.callOff(id);
      return after;
    },

    async resume(id) {
      const was = existing(id);
      // a feed is read soon, and does not have to be there right now
      if (was.trigger.kind !== 'feed') await checks.trigger(was.trigger, was);
      return change(id, (before) => {
        const { paused, ...rest } = before;
        checks.stillThere(before);
        const now = clock.now();
        return paused ? { ...rest, since: now, updatedAt: now } : before;
      });
    },

    async remove(id) {
      await register.drop(id);
      await options.forget(id);
      await options.callOff(id);
    },

    async newSecret(id) {
      const announcement = existing(id);
      if (announcement.trigger.kind !== 'hook') throw new Refusal('input', 'announcement_no_hook');
      return secrets.renew(announcement);
    },

    mistakes(space, { name, words, perDay }, kind, but) {
      const found = {
        name: name === undefined ? undefined : refusalOf(() => checkName(space, checks.name(name), but)),
        words: words === undefined ? undefined : refusalOf(() => checks.words(words, { kind })),
        perDay: perDay === undefined ? undefined : refusalOf(() => checks.perDay(perDay)),
      };
      return Object.fromEntries(Object.entries(found).filter(([, refusal]) => refusal !== undefined));
    },

    standing: async (id) => reports.standing(existing(id)),
    history: reports.history,
    say: orders.say,
    test: async (id, to) => orders.test(existing(id), to),
    listensTo: watch.listensTo,
    overheard: watch.overheard,
  };
}

/** What its trigger said by itself gives way to what another one says by itself. */
function wordsFor({ words, trigger, owner: { locale } }: Announcement, after: Trigger): string {
  return words === defaultWords(trigger, locale) ? defaultWords(after, locale) : words;
}
