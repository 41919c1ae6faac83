import { z } from 'zod';
import type { Task, TaskStatus } from './profile.ts';

/** A number, or a string that holds one: Kling writes durations, deductions and times both ways. */
const number = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
/** What is nice to know, and no reason to refuse an answer: null, empty and malformed values are left out. */
const maybeNumber = number.pipe(z.number().nonnegative()).optional().catch(undefined);
const maybeText = z.string().trim().min(1).optional().catch(undefined);
const text = z.string().catch('');
const id = z.union([z.string().min(1), z.int().transform(String)]);

/** What every answer of Kling's comes in. The `code` decides, not the HTTP status. */
export const envelope = z.object({
  code: number.pipe(z.int()),
  message: text,
  request_id: maybeText,
  // refusals leave it out
  data: z.unknown().optional(),
});

/** The new standard's `succeeded` and the older `succeed` are one. */
const STATUSES: ReadonlyMap<string, TaskStatus> = new Map([
  ['submitted', 'submitted'],
  ['processing', 'processing'],
  ['succeed', 'succeeded'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
]);

/**
 * A status must be there; a word that is new counts as still processing, since one such task must not make a list of 500
 * unreadable, and since only a known word may end a job.
 */
const status = z
  .string()
  .min(1)
  .transform((word) => STATUSES.get(word) ?? 'processing');

const result = z.object({ url: z.string().min(1), duration: maybeNumber });
/** Leaves out what is not a result: an image, a watermark, an empty entry. */
const results = z
  .array(z.unknown())
  .transform((items) => items.flatMap((item) => result.safeParse(item).data ?? []))
  .catch([]);

/** A task as the legacy endpoints tell it, which the avatar's are (facts/kling.md §4, §5). */
const legacyTask = z.object({
  task_id: id,
  task_status: status,
  task_status_msg: text,
  task_info: z.object({ external_task_id: maybeText }).catch({ external_task_id: undefined }),
  final_unit_deduction: maybeNumber,
  created_at: maybeNumber,
  updated_at: maybeNumber,
  task_result: z.object({ videos: results }).catch({ videos: [] }),
});

/** A task as the new standard tells it; seen in callbacks (facts/kling.md §5). */
const newTask = z.object({
  id,
  status,
  message: text,
  external_id: maybeText,
  create_time: maybeNumber,
  update_time: maybeNumber,
  outputs: results,
});

type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out the fields that are not known. */
function known<T extends object>(facts: T): Known<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Known<T>;
}

const video = ([first]: readonly z.infer<typeof result>[]): Task['video'] =>
  first && known({ url: first.url, seconds: first.duration });

const toTask = (told: z.infer<typeof legacyTask>): Task =>
  known({
    id: told.task_id,
    externalId: told.task_info.external_task_id,
    status: told.task_status,
    message: told.task_status_msg,
    units: told.final_unit_deduction,
    createdAt: told.created_at,
    updatedAt: told.updated_at,
    video: video(told.task_result.videos),
  });

const task = legacyTask.transform(toTask);

/** The answer to a create: with a task's id in it the task exists, whatever else is missing. */
export const createdTask = legacyTask.extend({ task_status: status.catch('submitted') }).transform(toTask);

/** A single read's answer; null tells that there is no such task. */
export const taskOrNone = task.nullable().transform((found) => found ?? undefined);
export const taskList = z.array(task);
export const anyList = z.array(z.unknown());

/** A callback's task in either shape. */
export const calledBackTask = z.union([
  task,
  newTask.transform(
    (told): Task =>
      known({
        id: told.id,
        externalId: told.external_id,
        status: told.status,
        message: told.message,
        createdAt: told.create_time,
        updatedAt: told.update_time,
        video: video(told.outputs),
      }),
  ),
]);

const audio = z.object({ id, url: z.string().min(1), duration: maybeNumber });
const audios = z.tuple([audio], z.unknown());

/**
 * Speech: its recordings stand in `task_result`, or, in older descriptions, in `data` itself (facts/kling.md §1). Where it
 * is told like a task, it may also have failed.
 */
export const speech = z.union([
  z.object({ task_status: z.literal('failed'), task_status_msg: text }).transform((data) => ({
    failed: data.task_status_msg,
  })),
  z.object({ task_result: z.object({ audios }) }).transform((data) => ({ audio: data.task_result.audios[0] })),
  z.object({ audios }).transform((data) => ({ audio: data.audios[0] })),
]);
