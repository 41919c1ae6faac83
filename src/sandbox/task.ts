export type ProfileName = 'avatar' | 'image2video';

/** Where a photo or a recording comes from: kept in the inputs' folder, or still to be fetched. */
export type Source = { readonly file: string } | { readonly url: string };

export type TaskSound =
  | ({ readonly kind: 'recording' } & Source)
  | { readonly kind: 'words'; readonly text: string; readonly voiceId: string; readonly speed: number };

/** What a task's fate is when nothing is left to itself: a test decided it. */
export type Fate = { readonly failsWith: string } | 'never-ends' | 'unlisted';

export type Outcome =
  | { readonly status: 'succeed'; readonly videoId: string; readonly path: string; readonly seconds: number }
  | { readonly status: 'failed'; readonly message: string };

/** A task that was accepted. All times are ms since the epoch. */
export interface TaskRecord {
  readonly id: string;
  readonly externalId?: string;
  readonly profile: ProfileName;
  readonly image: Source;
  readonly sound: TaskSound;
  readonly mode: 'std' | 'pro';
  /** Absent: the photo's own shape. */
  readonly ratio?: '16:9' | '9:16' | '1:1';
  readonly prompt?: string;
  readonly callbackUrl?: string;
  readonly createdAt: number;
  /** It ends no earlier. */
  readonly dueAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly outcome?: Outcome;
  readonly fate?: Fate;
}

/** Speech made by `/v1/audio/tts`. */
export interface SpeechRecord {
  readonly id: string;
  readonly text: string;
  readonly voiceId: string;
  readonly speed: number;
  readonly seconds: number;
  readonly createdAt: number;
}

export type TaskStatus = 'submitted' | 'processing' | 'succeed' | 'failed';

/** Units for a second, by mode (facts/kling.md §4). */
const UNITS_PER_SECOND = { std: 0.4, pro: 0.8 } as const;
export const UNITS_PER_SPEECH = 0.05;

/** Tasks and speech are forgotten after 30 days, and their links die (facts/kling.md §4); ms. */
export const KEPT_FOR = 30 * 24 * 3600 * 1000;

/** How a task stood at a time. */
export function statusAt(task: TaskRecord, time: number): TaskStatus {
  if (task.outcome && task.endedAt !== undefined && task.endedAt <= time) return task.outcome.status;
  return task.startedAt !== undefined && task.startedAt <= time ? 'processing' : 'submitted';
}

/** What a task has cost, in units; failed ones cost nothing. */
export function unitsOf({ outcome, mode }: TaskRecord): number {
  if (outcome?.status !== 'succeed') return 0;
  return Math.round(outcome.seconds * UNITS_PER_SECOND[mode] * 100) / 100;
}

/**
 * A task as every answer of the API tells it.
 * @param link makes the signed link of a result
 */
export function describeTask(task: TaskRecord, time: number, link: (task: TaskRecord) => string) {
  const status = statusAt(task, time);
  const { outcome } = task;
  const started = task.startedAt !== undefined && task.startedAt <= time ? task.startedAt : task.createdAt;
  const ended = status === 'succeed' || status === 'failed';
  return {
    task_id: task.id,
    task_status: status,
    task_status_msg: status === 'failed' && outcome?.status === 'failed' ? outcome.message : '',
    task_info: task.externalId === undefined ? {} : { external_task_id: task.externalId },
    created_at: task.createdAt,
    updated_at: ended ? task.endedAt : started,
    ...(ended ? { final_unit_deduction: String(unitsOf(task)) } : {}),
    ...(status === 'succeed' && outcome?.status === 'succeed'
      ? { task_result: { videos: [{ id: outcome.videoId, url: link(task), duration: outcome.seconds.toFixed(3) }] } }
      : {}),
  };
}

export type TaskData = ReturnType<typeof describeTask>;
