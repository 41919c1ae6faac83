import { ERRORS } from '../../src/kling/error-table.ts';
import { KlingError } from '../../src/kling/errors.ts';
import type { CreateInput, Profile, ProfileName, Task } from '../../src/kling/profile.ts';

type Speech = Awaited<ReturnType<NonNullable<Profile['speak']>>>;

/** How one request is answered; `effect` does what Kling would have done, and gives its answer. */
export type Answer<T> = (effect: () => T) => T | Promise<T>;

/** A Kling in memory that does as it is told, keeps count of everything, and complains of what breaks the port's promises. */
export interface ScriptedKling {
  readonly profile: Profile;
  /** Tasks that exist, in the order of their making. Each was paid. */
  readonly tasks: Task[];
  /** Creates that were sent, whatever came of them. */
  readonly creates: CreateInput[];
  /** Texts that were sent to become speech. */
  readonly spoken: string[];
  /** `list 1`, `task t1`, `external j…`, `file …`: in their order. */
  readonly reads: string[];
  readonly complaints: string[];
  /** Tasks that may be open at once; a create beyond them is refused with 1303. */
  slots: number;
  /** Answers to the next requests of each kind; the plain one when used up. */
  readonly next: {
    readonly create: Answer<Task>[];
    readonly speak: Answer<Speech>[];
    readonly task: Answer<Task | undefined>[];
    readonly list: Answer<readonly Task[]>[];
    readonly file: Answer<string>[];
  };
  /** Answers every list, while it is set. */
  everyList?: Answer<readonly Task[]>;
  /** How long speech is (s), unless it is told otherwise. */
  speechSeconds: number;
  /** The task of a job changes; as told, or to succeeded with a video of 4 s for 1.6 units. @returns the task */
  change(jobId: string, to?: Partial<Task>): Task;
  taskOf(jobId: string): Task;
  open(): readonly Task[];
  /** The bytes behind a link. */
  file(url: string): Promise<string>;
}

/** Kling refuses; by the code alone where its words do not matter. */
export function refusal(code: number, said = '', more: { retryAfterMs?: number } = {}): KlingError {
  return new KlingError({ code, status: ERRORS.has(code) ? 400 : 200, said, ...more });
}

const TAKES = {
  avatar: { text: true, sound: 'url', ratio: true },
  image2video: { text: false, sound: 'bytes', ratio: false },
} as const;

/** What each profile's create takes for sound. */
const SOUNDS = { avatar: ['text', 'url'], image2video: ['bytes', 'speech'] } as const;

export function scriptedKling(name: ProfileName, now: () => number): ScriptedKling {
  const { complaints, tasks, creates, spoken, reads, next } = {
    complaints: [] as string[],
    tasks: [] as Task[],
    creates: [] as CreateInput[],
    spoken: [] as string[],
    reads: [] as string[],
    next: { create: [], speak: [], task: [], list: [], file: [] } as ScriptedKling['next'],
  };

  function expectThat(holds: boolean, otherwise: string): void {
    if (!holds) complaints.push(otherwise);
  }

  async function answer<T>(script: Answer<T>[], effect: () => T): Promise<T> {
    const scripted = script.shift();
    return scripted ? scripted(effect) : effect();
  }

  const open = () => tasks.filter(({ status }) => status === 'submitted' || status === 'processing');

  function take(externalId: string): Task {
    if (open().length >= kling.slots) throw refusal(1303, 'parallel task over resource pack limit');
    const task: Task = {
      id: `t${tasks.length + 1}`,
      externalId,
      status: 'submitted',
      message: '',
      createdAt: now(),
      updatedAt: now(),
    };
    tasks.push(task);
    return task;
  }

  const profile: Profile = {
    name,
    takes: TAKES[name],
    ...(name === 'image2video' ? { unitsPerSecond: 0.4 } : {}),
    create(input, signal) {
      creates.push(input);
      expectThat(/^j[a-z0-9]{23}$/.test(input.externalId), `a create for ${input.externalId}`);
      expectThat(input.image.byteLength > 0, 'a create without a photo');
      expectThat((SOUNDS[name] as readonly string[]).includes(input.sound.kind), `sound as ${input.sound.kind}`);
      expectThat((input.prompt?.length ?? 1) > 0, 'an empty prompt');
      expectThat(signal instanceof AbortSignal, 'a create without a signal');
      return answer(next.create, () => take(input.externalId));
    },
    ...(name === 'image2video' && {
      speak(text, voice) {
        spoken.push(text);
        expectThat(text.length > 0 && text.length <= 1000, `speech of ${text.length} characters`);
        expectThat(voice.id !== '', 'speech without a voice');
        const audioId = `a${spoken.length}`;
        return answer(next.speak, () => ({ audioId, url: `https://k/${audioId}`, seconds: kling.speechSeconds }));
      },
      taskByExternalId(externalId) {
        reads.push(`external ${externalId}`);
        return answer(next.task, () => tasks.find((task) => task.externalId === externalId));
      },
    }),
    task(id) {
      reads.push(`task ${id}`);
      return answer(next.task, () => tasks.find((task) => task.id === id));
    },
    list(page, size) {
      reads.push(`list ${page}`);
      expectThat(page >= 1 && page <= 1000 && size >= 1 && size <= 500, `page ${page} of ${size}`);
      const plain = () => tasks.toReversed().slice((page - 1) * size, page * size);
      if (kling.everyList && next.list.length === 0) return answer([kling.everyList], plain);
      return answer(next.list, plain);
    },
  };

  const kling: ScriptedKling = {
    profile,
    tasks,
    creates,
    spoken,
    reads,
    complaints,
    slots: Number.POSITIVE_INFINITY,
    next,
    speechSeconds: 3,
    taskOf(jobId) {
      const task = tasks.find(({ externalId }) => externalId === jobId);
      if (!task) throw new Error(`Kling has no task of ${jobId}.`);
      return task;
    },
    change(jobId, to = { status: 'succeeded', units: 1.6, video: { url: `https://k/${jobId}.mp4`, seconds: 4 } }) {
      const before = kling.taskOf(jobId);
      const after: Task = { ...before, updatedAt: now(), ...to };
      tasks[tasks.indexOf(before)] = after;
      return after;
    },
    open,
    async file(url) {
      reads.push(`file ${url}`);
      return answer(next.file, () => 'a video');
    },
  };
  return kling;
}
