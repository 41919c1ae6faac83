import { join } from 'node:path';
import { type Clock, wait } from '../clock.ts';
import { type Inputs, photoName, soundName } from './inputs.ts';
import { checkPhoto } from './photo.ts';
import { checkRecording, checkSeconds } from './recording.ts';
import type { Records } from './records.ts';
import type { Render, VideoSpec } from './renderer.ts';
import { ApiError } from './replies.ts';
import type { Running } from './running.ts';
import { plannedSeconds, planSpeech } from './speech-plan.ts';
import type { Outcome, TaskRecord } from './task.ts';

export interface LifeOptions {
  readonly records: Records;
  readonly inputs: Inputs;
  readonly render: Render;
  /** Where videos are written. */
  readonly results: string;
  readonly clock: Clock;
  readonly running: Running;
  readonly stopped: AbortSignal;
  /** Told of every change of status, the first one included. */
  readonly changed: (task: TaskRecord) => void;
  readonly newId: () => string;
}

/** What happens to tasks between the create and their end. */
export interface Life {
  /** Keeps a task and lets it run. It holds a slot from now on. */
  begin(task: TaskRecord): void;
  /** Takes up the tasks that an earlier process left open. */
  resume(): void;
  /** How many tasks hold a slot. */
  open(): number;
  /** The most there ever were at once. */
  mostOpen(): number;
}

/** A task is picked up after a sixth of its time, and after a second at most. */
const pickUpAt = (task: TaskRecord): number => task.createdAt + Math.min(1000, (task.dueAt - task.createdAt) / 6);

export function createLife(options: LifeOptions): Life {
  const { records, clock, running, stopped, changed } = options;
  const open = new Set<string>();
  let most = 0;

  async function until(time: number): Promise<void> {
    if (time > clock.now()) await wait(clock, time - clock.now(), stopped);
  }

  function change(task: TaskRecord): TaskRecord {
    records.saveTask(task);
    changed(task);
    return task;
  }

  async function live(task: TaskRecord): Promise<void> {
    const made = make(task, options);
    made.catch(() => undefined); // awaited below, unless the sandbox stops first
    await until(pickUpAt(task));
    const started = task.startedAt === undefined ? change({ ...task, startedAt: clock.now() }) : task;
    if (task.fate === 'never-ends') return;
    const outcome = await orStopped(made, stopped);
    await until(task.dueAt);
    stopped.throwIfAborted();
    open.delete(task.id);
    change({ ...started, outcome, endedAt: clock.now() });
    await options.inputs.discard(task);
  }

  function run(task: TaskRecord): void {
    open.add(task.id);
    most = Math.max(most, open.size);
    const life = live(task).catch((error) => {
      if (!stopped.aborted) throw error;
    });
    running.add(life);
  }

  return {
    begin(task) {
      change(task);
      run(task);
    },
    resume() {
      for (const task of records.tasks()) if (!task.outcome) run(task);
    },
    open: () => open.size,
    mostOpen: () => most,
  };
}

/** Does the task's work. Whatever goes wrong is the task's failure; its words go into `task_status_msg`. */
async function make(task: TaskRecord, { inputs, render, results, newId }: LifeOptions): Promise<Outcome> {
  if (typeof task.fate === 'object') return { status: 'failed', message: task.fate.failsWith };
  if (task.fate === 'never-ends') return { status: 'failed', message: '' };
  try {
    const anyShape = task.profile === 'avatar';
    const photo = await inputs.local(task.image, photoName(task.id), (bytes) => checkPhoto(bytes, anyShape));
    const output = join(results, `${task.id}.mp4`);
    const sound = await soundOf(task, inputs);
    const { seconds, path } = await render({ photo, sound, output, ...(task.ratio ? { ratio: task.ratio } : {}) });
    return { status: 'succeed', videoId: newId(), path: path ?? output, seconds };
  } catch (error) {
    if (error instanceof ApiError) return { status: 'failed', message: error.message };
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { status: 'failed', message: `Internal error while rendering: ${reason}` };
  }
}

async function soundOf({ id, sound }: TaskRecord, inputs: Inputs): Promise<VideoSpec['sound']> {
  if (sound.kind === 'words') {
    checkSeconds(plannedSeconds(planSpeech(sound)));
    return sound;
  }
  return { kind: 'recording', path: await inputs.local(sound, soundName(id), checkRecording) };
}

function orStopped<T>(work: Promise<T>, stopped: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(stopped.reason);
    if (stopped.aborted) stop();
    stopped.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => stopped.removeEventListener('abort', stop));
  });
}
