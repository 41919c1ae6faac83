import type { Task } from '../kling/profile.ts';
import { keysOf } from '../store/keys.ts';
import type { Namespace } from '../store/namespace.ts';

/** What others leave for the worker of a job; it alone writes the record. */
export interface Notes {
  /** Somebody asked to cancel, at this time (ms). */
  readonly cancel?: number;
  /** The conductor gave a slot, at this time (ms): create the task now. */
  readonly go?: number;
  /** What Kling said of the task, from a list, a single read or a signed callback. */
  readonly news?: Task;
  /** Somebody who was shown that nobody can tell whether the video is there asked for it to be posted, at this time (ms). */
  readonly post?: number;
  /** Somebody asked for the video of a job that has ended to be taken away, at this time (ms). */
  readonly remove?: number;
}

export type NoteKind = keyof Notes;

export interface NoteBox {
  leave<Kind extends NoteKind>(id: string, kind: Kind, note: NonNullable<Notes[Kind]>): Promise<void>;
  read(id: string): Promise<Notes>;
  /** Takes notes away, once what they asked for is persisted in the record. */
  clear(id: string, ...kinds: NoteKind[]): Promise<void>;
  /** The jobs that somebody left a note for; also those that were closed, which no index of open jobs shows. */
  jobs(): Promise<ReadonlySet<string>>;
}

const KINDS = ['cancel', 'go', 'news', 'post', 'remove'] as const;

export function noteBox(namespace: Namespace<unknown>): NoteBox {
  const keyOf = (id: string, kind: NoteKind) => `${id}.${kind}`;
  return {
    leave: (id, kind, note) => namespace.set(keyOf(id, kind), note),
    async read(id) {
      const notes = await namespace.getMany(KINDS.map((kind) => keyOf(id, kind)));
      return Object.fromEntries(KINDS.flatMap((kind, at) => (notes[at] === undefined ? [] : [[kind, notes[at]]])));
    },
    async clear(id, ...kinds) {
      await Promise.all(kinds.map((kind) => namespace.delete(keyOf(id, kind))));
    },
    async jobs() {
      const keys = await keysOf(namespace);
      return new Set(keys.map((key) => key.slice(0, key.lastIndexOf('.'))));
    },
  };
}
