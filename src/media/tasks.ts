import type { RefusalKind } from '../refusal.ts';
import type { TextKey, TextParams } from '../texts.ts';

/** What a worker module can do, by name. Inputs and outputs travel by structured clone. */
export type Tasks = Readonly<Record<string, (input: never) => Promise<unknown>>>;

export type TaskName<T extends Tasks> = keyof T & string;
export type TaskInput<T extends Tasks, N extends TaskName<T>> = Parameters<T[N]>[0];
export type TaskOutput<T extends Tasks, N extends TaskName<T>> = Awaited<ReturnType<T[N]>>;

/** From the parent: do this. A process has one task at a time, so an answer needs no number. */
export interface TaskMessage {
  readonly name: string;
  readonly input: unknown;
}

/** From the process. `rss` is its resident memory (bytes) after the task. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly value: unknown; readonly rss: number }
  | { readonly kind: 'refused'; readonly refusal: PlainRefusal; readonly rss: number }
  | { readonly kind: 'failed'; readonly message: string; readonly rss: number };

/** A Refusal as it crosses between processes. */
export interface PlainRefusal {
  readonly kind: RefusalKind;
  readonly key: TextKey;
  readonly params: TextParams;
  /** What was found underneath, for the operator. */
  readonly cause: string;
}
