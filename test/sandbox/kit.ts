import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { Render } from '../../src/sandbox/renderer.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { planSpeech } from '../../src/sandbox/speech-plan.ts';
import { speechWav } from '../../src/sandbox/speech-wav.ts';

export const AVATAR = '/v1/videos/avatar';
export const LIVE = '/v1/videos/avatar/image2video';

/** Five seconds that need no rendering. */
export const quickRender: Render = async ({ output }) => {
  await writeFile(output, Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256)));
  return { seconds: 5 };
};

export async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'herald-sandbox-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A sandbox for one test: instant and without real videos, unless the test says otherwise. */
export async function sandboxWith(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const dir = options.dir ?? (await folder());
  const sandbox = await startSandbox({ dir, seconds: 0, render: quickRender, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The header of a PNG, which is all that is looked at before rendering. */
export function png(width: number, height: number, bytes = 100): Buffer {
  const header = Buffer.alloc(Math.max(bytes, 33));
  header.write('89504e470d0a1a0a0000000d49484452', 'hex');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

export const PHOTO = png(400, 400).toString('base64');

/** A WAV file of about this length. */
export function wav(seconds: number): Buffer {
  const silence = [{ seconds, pitch: 100 }];
  return Buffer.concat([...speechWav(silence)]);
}

export const RECORDING = Buffer.concat([
  ...speechWav(planSpeech({ text: 'A recording of some words for a test.', voiceId: 'uk_man2', speed: 1 })),
]);

interface Made {
  readonly id: string;
  readonly url: string;
  readonly duration: string;
}

/** The data of an answer about one task, as far as the tests look at it. */
export interface TaskAnswer {
  readonly task_id: string;
  readonly task_status: string;
  readonly task_status_msg: string;
  readonly final_unit_deduction?: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly task_result: { readonly videos: readonly [Made]; readonly audios: readonly [Made] };
}

export interface Answer<T = TaskAnswer> {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly request_id: string;
  readonly data: T;
}

export async function call<T = TaskAnswer>(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<Answer<T>> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...init,
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer<T>, 'status'>) };
}

export const words = { image: PHOTO, text: 'Hello there, this is a test.', voice_id: 'oversea_male1' };

/** Creates by the contract page; `more` is merged into the body. */
export const createAvatar = (sandbox: Sandbox, more: object = {}) =>
  call(sandbox, 'POST', AVATAR, { ...words, ...more });

/** Creates by the live API, with a recording sent inline. */
export const createLive = (sandbox: Sandbox, more: object = {}) =>
  call(sandbox, 'POST', LIVE, { image: PHOTO, sound_file: RECORDING.toString('base64'), ...more });

/** Asks until a task has a status, and gives its data. */
export function reached(sandbox: Sandbox, path: string, status: string): Promise<TaskAnswer> {
  return vi.waitFor(async () => {
    const { data } = await call(sandbox, 'GET', path);
    if (data?.task_status !== status) throw new Error(`${path} is ${data?.task_status}`);
    return data;
  });
}

/** A clock that stands until it is moved. */
export function heldClock(start = Date.now()): Clock & { advance(ms: number): void } {
  let time = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => time,
    after(ms, callback) {
      const timer = { at: time + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      time += ms;
      for (const timer of timers) {
        if (timer.at > time) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}
