import type { Logger } from 'pino';
import type { Clock } from '../src/clock.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { Locale } from '../src/texts.ts';

/** Something that is being taken in: whom to tell what became of it when the process dies meanwhile. */
export interface TakenIn {
  readonly platform: string;
  /** Names the answer; may hold a secret. */
  readonly ref: string;
  readonly locale: Locale;
  /** The request that it turned out to be about, where that is another one than its cause would make. */
  readonly about?: string;
  /** That request waited for its person, who has confirmed, or has brought the photo. */
  readonly follows?: true;
}

/** The note of one cause, while it is being taken in. */
export interface Note {
  /** Resolves once it was written first, or could not be. */
  readonly written: Promise<void>;
  /** Adds what was found out meanwhile. Written beside the work, as the note itself. */
  add(more: Partial<TakenIn>): void;
}

/** Where it is kept: notes, and when (ms) it was told of a cause that nothing comes of it; both by the cause's id. */
export interface IntakeTables {
  readonly intake: Namespace<TakenIn>;
  readonly over: Namespace<number>;
}

/** What is being taken in, one note for each cause, under the id of the job that it would make. What is left at the start was interrupted. */
export interface Intake {
  /** Reads what an earlier life left; once, before anything comes. @throws StoreError */
  load(): Promise<void>;
  /**
   * Notes that a cause came while the work is done. It is written beside the work: nobody has to wait for it, and notes that cannot be
   * written keep nobody from being served. Work within work for the same cause adds to its note. Where work is given up, by what it
   * throws, the note stays: its person is told after the next start. Of a cause that is over nothing is done.
   */
  keep(id: string, taken: TakenIn, work: (note: Note) => Promise<void>): Promise<void>;
  /** What an earlier life left, and has not come again. */
  left(platform: string): readonly (readonly [id: string, TakenIn])[];
  isLeft(id: string): boolean;
  /** Its person has been told what became of what was left; of what has come again, the note stays. @throws StoreError */
  forget(id: string): Promise<void>;
  /** Its person is about to be told that nothing comes of it: when the platform brings it again, it ends in silence. @throws StoreError */
  end(id: string): Promise<void>;
}

/** How long it is remembered that a cause is over (ms): longer than any platform brings an event again. */
const OVER = 3_600_000;

/** Causes that are over and remembered. */
const MOST_OVER = 10_000;

interface Live {
  taken: TakenIn;
  /** What was begun for it and has not ended. */
  works: number;
  gaveUp: boolean;
  /** The last of what is to be written of it. */
  written: Promise<void>;
}

export function intake({ intake: notes, over }: IntakeTables, clock: Clock, log: Logger): Intake {
  const live = new Map<string, Live>();
  const earlier = new Map<string, TakenIn>();
  /** Oldest first. */
  const ended = new Map<string, number>();

  function write(id: string, entry: Live, act: () => Promise<void>): void {
    const warn = (err: unknown) =>
      log.warn({ err, request: id }, 'could not keep the list of requests that are being taken in');
    entry.written = entry.written.then(act).catch(warn);
  }

  function add(id: string, entry: Live, more: Partial<TakenIn>): void {
    const taken = { ...entry.taken, ...more };
    entry.taken = taken;
    write(id, entry, () => notes.set(id, taken));
  }

  function begin(id: string, taken: TakenIn): Live {
    const known = live.get(id);
    const entry = known ?? { taken, works: 0, gaveUp: false, written: Promise.resolve() };
    entry.works += 1;
    live.set(id, entry);
    // what was known of it before a restart is still so
    add(id, entry, { ...earlier.get(id), ...taken });
    earlier.delete(id);
    return entry;
  }

  async function finish(id: string, entry: Live): Promise<void> {
    await entry.written;
    entry.works -= 1;
    if (entry.works === 0 && !entry.gaveUp) {
      write(id, entry, () => notes.delete(id));
      await entry.written;
    }
    // it may have come again meanwhile
    if (entry.works === 0) live.delete(id);
  }

  const isOver = (id: string) => (ended.get(id) ?? Number.NEGATIVE_INFINITY) + OVER > clock.now();

  async function sweep(): Promise<void> {
    for (const id of ended.keys()) {
      if (isOver(id) && ended.size <= MOST_OVER) return;
      ended.delete(id);
      await over.delete(id);
    }
  }

  return {
    async load() {
      for await (const [id, taken] of notes.entries()) earlier.set(id, taken);
      const known: (readonly [string, number])[] = [];
      for await (const entry of over.entries()) known.push(entry);
      for (const [id, at] of known.sort(([, one], [, other]) => one - other)) ended.set(id, at);
      await sweep();
    },

    async keep(id, taken, work) {
      if (isOver(id) && !live.has(id)) return;
      const entry = begin(id, taken);
      try {
        await work({ written: entry.written, add: (more) => add(id, entry, more) });
      } catch (error) {
        entry.gaveUp = true;
        throw error;
      } finally {
        await finish(id, entry);
      }
    },

    left: (platform) => [...earlier].filter(([, taken]) => taken.platform === platform),
    isLeft: (id) => earlier.has(id),

    async forget(id) {
      if (!earlier.delete(id)) return;
      await notes.delete(id);
    },

    async end(id) {
      const at = clock.now();
      ended.delete(id);
      ended.set(id, at);
      try {
        await over.set(id, at);
        await sweep();
      } catch (error) {
        ended.delete(id);
        throw error;
      }
    },
  };
}
