import { stat } from 'node:fs/promises';
import { LIMITS } from '../../commands/limits.ts';
import { fitName, foldedName } from '../../commands/names.ts';
import type { Defaults, NewPresenter, Presenter, Presenters } from '../../commands/presenters.ts';
import { spaceOf } from '../jobs/records.ts';
import type { Blobs } from '../media/blobs.ts';
import type { Media } from '../media/media.ts';
import { Refusal } from '../refusal.ts';
import { keyedMutex } from '../store/mutex.ts';
import type { Namespace } from '../store/namespace.ts';
import { StoreError } from '../store/store-error.ts';
import { idOf } from './ids.ts';
import { photoKey } from './presenter-photo.ts';

export interface PresentersOptions {
  readonly table: Namespace<Presenter>;
  /** By space. */
  readonly defaults: Namespace<Defaults>;
  readonly blobs: Pick<Blobs, 'keepFile' | 'remove'>;
  readonly media: Pick<Media, 'preparePhoto'>;
  readonly now: () => number;
  /** Comes before a presenter goes: what uses it is paused. */
  readonly onRemove: (id: string) => Promise<void>;
}

/** Presenters of one space, and its channels with a default of their own, at most. */
const MOST = 100;
const MOST_CHANNELS = 200;

const NONE: Defaults = { channels: {} };

/** The presenters, held in memory as they are kept. Each change is on the disk before it is seen. */
export function createPresenters({
  table,
  defaults,
  blobs,
  media,
  now,
  onRemove,
}: PresentersOptions): Presenters & { /** Reads what is kept. @throws StoreError */ load(): Promise<void> } {
  const known = new Map<string, Presenter>();
  /** Of each space, by {@link foldedName} name. */
  const byName = new Map<string, Map<string, Presenter>>();
  const chosen = new Map<string, Defaults>();
  const mutex = keyedMutex();

  const namesOf = (space: string): ReadonlyMap<string, Presenter> => byName.get(space) ?? new Map();

  function remember(presenter: Presenter): void {
    known.set(presenter.id, presenter);
    const names = byName.get(presenter.space) ?? new Map<string, Presenter>();
    byName.set(presenter.space, names.set(foldedName(presenter.name), presenter));
  }

  function forget({ id, space, name }: Presenter): void {
    known.delete(id);
    byName.get(space)?.delete(foldedName(name));
  }

  async function choose(space: string, next: Defaults): Promise<void> {
    await defaults.set(space, next);
    chosen.set(space, next);
  }

  async function save(wanted: NewPresenter): Promise<Presenter> {
    const { origin, photo, ...rest } = wanted;
    const id = idOf('p', origin);
    const first = known.get(id);
    if (first) return first;
    const name = nameOf(wanted.name);
    const names = namesOf(rest.space);
    if (names.has(foldedName(name))) throw new Refusal('conflict', 'presenter_name_taken', { name });
    if (names.size >= MOST) throw new Refusal('limit', 'presenter_many', { max: MOST });
    const blob = photoKey(id);
    // as Kling takes it: whole, and without where and by whom it was taken, since others are shown it
    const bytes = await blobs.keepFile(blob, async (path) => {
      await media.preparePhoto(photo.path, path);
      return (await stat(path)).size;
    });
    const presenter: Presenter = { ...rest, id, name, photo: { blob, bytes }, createdAt: now() };
    try {
      await table.set(id, presenter);
    } catch (error) {
      // what cannot be removed now, the janitor removes
      await blobs.remove(blob).catch(() => undefined);
      if (error instanceof StoreError && error.full) {
        throw new Refusal('unavailable', 'storage_full', {}, { cause: error });
      }
      throw error;
    }
    remember(presenter);
    return presenter;
  }

  return {
    async load() {
      for await (const [, presenter] of table.entries()) remember(presenter);
      for await (const [space, each] of defaults.entries()) chosen.set(space, each);
    },

    list: (space) => [...namesOf(space).values()].sort((a, b) => a.name.localeCompare(b.name)),
    get: (id) => known.get(id),
    named(space, typed) {
      const wanted = typed.trim();
      const byId = known.get(wanted);
      return byId?.space === space ? byId : namesOf(space).get(foldedName(wanted));
    },

    defaultFor(place) {
      const { space, channels } = chosen.get(spaceOf({ place })) ?? NONE;
      const { channel } = place;
      const own = channel !== undefined && Object.hasOwn(channels, channel) ? channels[channel] : undefined;
      return known.get(own ?? space ?? '');
    },
    defaults: (space) => chosen.get(space) ?? NONE,

    async add(wanted) {
      if (wanted.voiceId !== undefined && !/^[\w.-]{1,64}$/.test(wanted.voiceId)) {
        throw new Refusal('input', 'ask_voice_form', { example: 'oversea_male1' });
      }
      return mutex.run(wanted.space, () => save(wanted));
    },

    async remove(id) {
      const space = known.get(id)?.space;
      if (space === undefined) return;
      await mutex.run(space, async () => {
        const presenter = known.get(id);
        if (!presenter) return;
        await onRemove(id);
        const before = chosen.get(space);
        if (before) await choose(space, without(before, id));
        await table.delete(id);
        forget(presenter);
        await blobs.remove(presenter.photo.blob);
      });
    },

    setDefault: (space, channel, id) =>
      mutex.run(space, async () => {
        if (id !== undefined && known.get(id)?.space !== space) throw new Refusal('missing', 'presenter_gone');
        const { space: everywhere, channels } = chosen.get(space) ?? NONE;
        if (channel === undefined) return choose(space, { ...(id === undefined ? {} : { space: id }), channels });
        const others = Object.entries(channels).filter(([each]) => each !== channel);
        if (id !== undefined && others.length >= MOST_CHANNELS) {
          throw new Refusal('limit', 'presenter_defaults_many', { max: MOST_CHANNELS });
        }
        const next = Object.fromEntries(id === undefined ? others : [...others, [channel, id]]);
        await choose(space, { ...(everywhere === undefined ? {} : { space: everywhere }), channels: next });
      }),
  };
}

/** @throws Refusal for what is no name */
function nameOf(typed: string): string {
  const name = fitName(typed);
  if (name === undefined) throw new Refusal('input', 'presenter_name_form', { max: LIMITS.name });
  return name;
}

/** The defaults of a space once a presenter is gone. */
export function without({ space, channels }: Defaults, id: string): Defaults {
  return {
    ...(space === undefined || space === id ? {} : { space }),
    channels: Object.fromEntries(Object.entries(channels).filter(([, each]) => each !== id)),
  };
}
