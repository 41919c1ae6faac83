import { type Inputs, photoName, soundName } from './inputs.ts';
import type { Life } from './life.ts';
import type { ResultLinks } from './links.ts';
import { checkPhoto } from './photo.ts';
import { checkRecording, checkSeconds } from './recording.ts';
import type { Records } from './records.ts';
import { ApiError } from './replies.ts';
import { avatarCreate, fromBase64, image2videoCreate, paging, parseBody, read, speechCreate } from './requests.ts';
import { plannedSeconds, planSpeech } from './speech-plan.ts';
import {
  describeTask,
  type Fate,
  KEPT_FOR,
  type ProfileName,
  type Source,
  type TaskRecord,
  type TaskSound,
} from './task.ts';

/** What a handler is asked, whatever carried it. */
export interface ApiRequest {
  /** What follows the path of the collection; empty where nothing does. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Gives the `data` of an answer as of a time (ms since the epoch).
 * @throws ApiError
 */
export type Handler = (request: ApiRequest, at: number) => Promise<unknown>;

export interface HandlerOptions {
  readonly records: Records;
  readonly life: Life;
  readonly inputs: Inputs;
  readonly links: ResultLinks;
  readonly slots: number;
  /** How long a task takes at least, ms. */
  readonly renderTime: number;
  readonly maxPageSize: number;
  readonly uniqueExternalIds: Readonly<Record<ProfileName, boolean>>;
  readonly tasksOrder: 'newest' | 'oldest' | 'random';
  /** 0 to 1. */
  readonly random: () => number;
  readonly newId: () => string;
  readonly takeFate: () => Fate | undefined;
}

/** What a create asks for, apart from its identity and its times. */
type Draft = Pick<TaskRecord, 'sound' | 'mode' | 'ratio' | 'prompt' | 'callbackUrl' | 'externalId' | 'image'>;

export interface Handlers {
  create(profile: ProfileName): Handler;
  task(profile: ProfileName): Handler;
  list(profile: ProfileName): Handler;
  readonly speak: Handler;
}

export function createHandlers(options: HandlerOptions): Handlers {
  const { records, life, inputs, links, newId } = options;
  const describe = (task: TaskRecord, at: number) =>
    describeTask(task, at, ({ id, endedAt }) => links.to(`${id}.mp4`, endedAt ?? at));
  const isThere = (profile: ProfileName, task: TaskRecord | undefined, at: number): task is TaskRecord =>
    task !== undefined && task.profile === profile && task.createdAt <= at && task.createdAt + KEPT_FOR > at;

  /** The two refusals that depend on what else happens at the moment. */
  function admit(profile: ProfileName, externalId: string | undefined): void {
    const known = externalId !== undefined && records.taskByExternalId(externalId) !== undefined;
    if (known && options.uniqueExternalIds[profile]) throw new ApiError(1201, 'external_task_id already exists');
    if (life.open() >= options.slots) throw new ApiError(1303, 'parallel task over resource pack limit');
  }

  async function begin(profile: ProfileName, id: string, draft: Draft, at: number): Promise<unknown> {
    try {
      admit(profile, draft.externalId); // once more: others may have come while the inputs were kept
    } catch (error) {
      await inputs.discard({ id });
      throw error;
    }
    const fate = options.takeFate();
    const task = { ...draft, id, profile, createdAt: at, dueAt: at + options.renderTime, ...(fate ? { fate } : {}) };
    life.begin(task);
    return describe(task, at);
  }

  async function keepPhoto(id: string, image: string, profile: ProfileName): Promise<Source> {
    if (/^https?:\/\//.test(image)) return { url: image };
    const bytes = fromBase64('image', image);
    checkPhoto(bytes, profile === 'avatar');
    return await inputs.keep(photoName(id), bytes);
  }

  async function keepRecording(id: string, soundFile: string): Promise<TaskSound> {
    if (/^https?:\/\//.test(soundFile)) return { kind: 'recording', url: soundFile };
    const bytes = fromBase64('sound_file', soundFile);
    await checkRecording(bytes);
    return { kind: 'recording', ...(await inputs.keep(soundName(id), bytes)) };
  }

  function speechSound(audioId: string, at: number): TaskSound {
    const speech = records.speech(audioId);
    if (!speech || speech.createdAt + KEPT_FOR <= at) throw new ApiError(1201, 'Audio not found by audio_id');
    checkSeconds(speech.seconds);
    return { kind: 'words', text: speech.text, voiceId: speech.voiceId, speed: speech.speed };
  }

  const creates: Record<ProfileName, Handler> = {
    async avatar(request, at) {
      const body = read(avatarCreate, parseBody(request.body));
      admit('avatar', body.external_task_id);
      const id = newId();
      const sound: TaskSound =
        body.audio_url === undefined
          ? { kind: 'words', text: body.text ?? '', voiceId: body.voice_id ?? '', speed: 1 }
          : { kind: 'recording', url: body.audio_url };
      const image = await keepPhoto(id, body.image, 'avatar');
      return begin('avatar', id, { ...identity(body), sound, image, mode: 'std', ratio: body.aspect_ratio }, at);
    },

    async image2video(request, at) {
      const body = read(image2videoCreate, parseBody(request.body));
      admit('image2video', body.external_task_id);
      const id = newId();
      const image = await keepPhoto(id, body.image, 'image2video');
      const sound =
        body.sound_file === undefined ? speechSound(body.audio_id ?? '', at) : await keepRecording(id, body.sound_file);
      const prompt = body.prompt === undefined ? {} : { prompt: body.prompt };
      return begin('image2video', id, { ...identity(body), ...prompt, sound, image, mode: body.mode }, at);
    },
  };

  return {
    create: (profile) => creates[profile],

    task: (profile) => async (request, at) => {
      const task =
        records.task(request.id) ?? (profile === 'image2video' ? records.taskByExternalId(request.id) : undefined);
      if (!isThere(profile, task, at)) throw new ApiError(1201, 'Task not found by id/external id');
      return describe(task, at);
    },

    list: (profile) => async (request, at) => {
      const { pageNum, pageSize } = read(paging(options.maxPageSize), request.query);
      const listed = records.tasks().filter((task) => task.fate !== 'unlisted' && isThere(profile, task, at));
      const ordered = inOrder(listed, options);
      return ordered.slice((pageNum - 1) * pageSize, pageNum * pageSize).map((task) => describe(task, at));
    },

    async speak(request, at) {
      const { text, voice_id: voiceId, voice_speed: speed } = read(speechCreate, parseBody(request.body));
      const id = newId();
      const seconds = plannedSeconds(planSpeech({ text, voiceId, speed }));
      records.saveSpeech({ id, text, voiceId, speed, seconds, createdAt: at });
      return {
        task_id: newId(),
        task_status: 'succeed',
        task_status_msg: '',
        created_at: at,
        updated_at: at,
        task_result: { audios: [{ id, url: links.to(`${id}.wav`, at), duration: seconds.toFixed(3) }] },
      };
    },
  };
}

function identity(body: { external_task_id: string | undefined; callback_url: string | undefined }) {
  return {
    ...(body.external_task_id === undefined ? {} : { externalId: body.external_task_id }),
    ...(body.callback_url === undefined ? {} : { callbackUrl: body.callback_url }),
  };
}

function inOrder(tasks: TaskRecord[], { tasksOrder, random }: HandlerOptions): TaskRecord[] {
  if (tasksOrder === 'oldest') return tasks;
  if (tasksOrder === 'newest') return tasks.reverse();
  return tasks
    .map((task) => ({ task, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ task }) => task);
}
