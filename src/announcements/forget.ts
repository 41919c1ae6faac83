import type { Presenter } from '../../commands/presenters.ts';
import type { Blobs } from '../media/blobs.ts';
import type { AppendLists } from '../store/append-list.ts';
import { keysOf } from '../store/keys.ts';
import type { Namespace } from '../store/namespace.ts';
import { listOf } from './book.ts';
import type { Occurrence } from './occurrence.ts';
import { pausedTelling } from './pausing.ts';
import { without } from './presenters.ts';
import type { AnnouncementTables } from './room-options.ts';
import { NOBODY, tellingOf } from './tellings.ts';

interface Kept {
  readonly announcements: AnnouncementTables;
  readonly lists: Pick<AppendLists, 'drop'>;
  readonly blobs: Pick<Blobs, 'remove'>;
  readonly now: () => number;
}

export interface Forgotten {
  readonly presenters: number;
  readonly announcements: number;
}

/**
 * Removes what is kept of one person: the presenters that they saved, with their photos; the announcements that they set up, with what
 * these said; what they had said right away, what they said in a watched channel, and what they were still to be told. Announcements of
 * others that use such a presenter pause, and their owners are told at the next start. What is done again after a crash ends the same. The bot must not run meanwhile.
 * @param person `platform:person`; `api:api` for what was set up over HTTP without an owner
 */
export async function forgetOwner(kept: Kept, person: string): Promise<Forgotten> {
  const { presenters, announcements, tellings } = kept.announcements;
  const own = await those(announcements, ({ place, owner }) => isBy(person, place.platform, owner.person));
  await removeAnnouncements(kept, person, new Set(own.map(({ id }) => id)));
  const saved = await those(presenters, ({ space, owner }) => isBy(person, space.split(':', 1)[0] ?? '', owner));
  for (const presenter of saved) await removePresenter(kept, presenter);
  for (const { id } of await those(tellings, ({ to, place }) => isBy(person, place.platform, to.person))) {
    await tellings.delete(id);
  }
  return { presenters: saved.length, announcements: own.length };
}

/**
 * The jobs that were made of what a person said in a watched channel, whoever had it announced, and of what they had announced: what has no
 * owner is nobody's job on its platform, and `api:api` here. To be asked before it is forgotten.
 */
export async function saidBy(
  tables: Pick<AnnouncementTables, 'occurrences'>,
  person: string,
): Promise<readonly string[]> {
  const isTheirs = (one: Occurrence) => isSaidBy(person, one) || isBy(person, one.place.platform, one.requester.person);
  return (await those(tables.occurrences, isTheirs)).map(({ id }) => id);
}

const isSaidBy = (person: string, { cause, place }: Occurrence): boolean =>
  cause.kind === 'watch' && isBy(person, place.platform, cause.person);

const isBy = (person: string, platform: string, id: string): boolean =>
  person === (id === NOBODY ? `${NOBODY}:${NOBODY}` : `${platform}:${id}`);

/** The announcements go last, so that they are found again until all of them is gone. */
async function removeAnnouncements(
  { announcements: tables, lists }: Kept,
  person: string,
  own: ReadonlySet<string>,
): Promise<void> {
  const isTheirs = (one: Occurrence) =>
    (one.announcement !== undefined && own.has(one.announcement)) ||
    isBy(person, one.place.platform, one.requester.person) ||
    isSaidBy(person, one);
  for (const { id } of await those(tables.occurrences, isTheirs)) {
    await tables.openOccurrences.delete(id);
    await tables.occurrences.delete(id);
  }
  for (const name of await keysOf(tables.deliveries)) {
    if (own.has(name.split(':', 1)[0] ?? '')) await tables.deliveries.delete(name);
  }
  const { clocks, counts, failing, secrets, announcements } = tables;
  for (const id of own) {
    await lists.drop(listOf(id));
    for (const table of [clocks, counts, failing, secrets, announcements]) await table.delete(id);
  }
}

async function removePresenter({ announcements: tables, blobs, now }: Kept, presenter: Presenter): Promise<void> {
  const { id, space, photo } = presenter;
  const since = now();
  for (const each of await those(tables.announcements, (one) => one.presenter === id && !one.paused)) {
    const paused = { since, why: 'announcement_presenter_gone' } as const;
    const telling = tellingOf(pausedTelling(each, paused.why), since);
    if (each.owner.person !== NOBODY) await tables.tellings.set(telling.id, telling);
    await tables.announcements.set(each.id, { ...each, paused, updatedAt: since });
  }
  const defaults = await tables.defaults.get(space);
  if (defaults) await tables.defaults.set(space, without(defaults, id));
  await blobs.remove(photo.blob);
  await tables.presenters.delete(id);
}

/** Read to the end before anything is changed. */
async function those<T>(table: Namespace<T>, isWanted: (value: T) => boolean): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const [, value] of table.entries()) if (isWanted(value)) found.push(value);
  return found;
}
