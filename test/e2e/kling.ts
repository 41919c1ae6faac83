import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Herald, startHerald } from '../../src/herald.ts';
import type { Timeouts } from '../../src/kling/transport.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Bot, dataDir, removeDir, startBot } from './bot.ts';

/** Two seconds of a video that plays, made once by the sandbox's own renderer. */
export const CLIP = fileURLToPath(new URL('../fixtures/clip.mp4', import.meta.url));
export const clipBytes = () => readFileSync(CLIP);

export const PROFILES = ['avatar', 'image2video'] as const;
export type ProfileName = (typeof PROFILES)[number];

/** Renders that wait to be let go, in the order in which they began. */
export function heldRenders() {
  const waiting: (() => void)[] = [];
  let held = true;
  return {
    async render() {
      if (held) await new Promise<void>((resolve) => waiting.push(resolve));
      return { seconds: 2, path: CLIP };
    },
    /** How many wait. */
    waiting: () => waiting.length,
    /** Lets the one go that waits longest. */
    next: () => waiting.shift()?.(),
    /** Lets all go, and holds none from now on. */
    letGo() {
      held = false;
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** Takes what is to be done when a test, or all tests of a file, have ended; the last that was given comes first. */
export type AtEnd = (end: () => Promise<void>) => void;

/** A Kling on loopback that renders at once and, as the strictest case, takes a second create of one id as a second task. */
export async function klingWith(
  options: Partial<SandboxOptions> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<Sandbox> {
  const dir = dataDir();
  const sandbox = await startSandbox({
    dir,
    seconds: 0,
    slots: 50,
    uniqueExternalIds: { avatar: false, image2video: false },
    render: async () => ({ seconds: 2, path: CLIP }),
    ...options,
  });
  atEnd(async () => {
    await sandbox.close();
    removeDir(dir);
  });
  return sandbox;
}

/** The jobs that tasks were created for, one entry a task, sorted. */
export const tasksOf = (sandbox: Sandbox) =>
  sandbox
    .tasks()
    .map((task) => task.externalId)
    .sort();

/** Settings for a bot that looks often, so that tests are quick. */
export function settings(sandbox: Sandbox, profile: ProfileName | 'auto'): Record<string, string> {
  return {
    KLING_API_KEY: 'key-for-tests-only',
    KLING_BASE_URL: sandbox.url,
    KLING_PROFILE: profile,
    KLING_POLL_SECONDS: '0.1',
    KLING_SETTLE_SECONDS: '1',
    DAILY_SECONDS_PER_PERSON: '100000',
    DAILY_SECONDS_PER_SPACE: '100000',
    DAILY_SECONDS: '100000',
  };
}

/** A bot of its own process, in a fresh data directory, gone after the test. */
export async function botWith(
  sandbox: Sandbox,
  profile: ProfileName | 'auto',
  env: Record<string, string> = {},
  dir = dataDir(),
  atEnd: AtEnd = onTestFinished,
): Promise<Bot> {
  const bot = await startBot(dir, { ...settings(sandbox, profile), ...env });
  atEnd(async () => {
    await bot.kill();
    removeDir(dir);
  });
  return bot;
}

/** A bot inside the test's process, whose patience with Kling can be short; in a fresh `DATA_DIR`, unless `env` names one. */
export async function houseWith(
  sandbox: Sandbox,
  profile: ProfileName | 'auto',
  env: Record<string, string> = {},
  timeouts: Partial<Timeouts> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<Herald> {
  const dir = dataDir();
  const config = readConfig({ ...settings(sandbox, profile), DATA_DIR: dir, PORT: '0', ...env });
  const herald = await startHerald(config, pino({ level: 'silent' }), { timeouts });
  atEnd(async () => {
    await herald.stop();
    removeDir(dir);
  });
  return herald;
}

let photo: Promise<Blob> | undefined;

/** A small photo that needs no conversion in either profile. */
export function smallPhoto(): Promise<Blob> {
  photo ??= sharp({ create: { width: 640, height: 360, channels: 3, background: '#8ab' } })
    .jpeg()
    .toBuffer()
    .then((bytes) => new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
  return photo;
}
