import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Place } from '../../../src/jobs/job.ts';
import { createSlack } from '../../../src/platforms/slack/slack.ts';
import { openStore } from '../../../src/store/store.ts';
import type { SentFile } from '../../fakes/slack/people-files.ts';
import { type SlackOptions, startFakeSlack } from '../../fakes/slack/slack.ts';
import { recordingDesk } from '../discord/desk.ts';

export const PHOTO: SentFile = { bytes: Buffer.from('a photo'), name: 'face.png' };
export const SOUND: SentFile = { bytes: Buffer.from('a sound'), name: 'words.mp3' };
export const CLIP = { bytes: Buffer.from('spoken') };

export interface IncomingOptions extends SlackOptions {
  /** `SLACK_MANAGERS` */
  readonly managers?: (ids: { readonly ada: string; readonly bob: string }) => readonly string[];
  /** Herald waits five times shorter than it would: for what has to be waited out. */
  readonly hurried?: boolean;
}

export type Incoming = Awaited<ReturnType<typeof incoming>>;

/** Herald's incoming half on a Slack of its own, with a channel and two people, by Socket Mode. Everything ends with the test. */
export async function incoming({ managers = () => [], hurried = false, ...options }: IncomingOptions = {}) {
  const slack = await startFakeSlack(options);
  onTestFinished(() => slack.close());
  const { home: team } = slack;
  const channel = team.channel();
  const ada = team.user({ name: 'Ada' });
  const bob = team.user({ name: 'Bob', locale: 'zh-CN' });
  const dir = mkdtempSync(join(tmpdir(), 'herald-slack-'));
  const store = openStore(join(dir, 'herald.sqlite'), 0);
  onTestFinished(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const questions: { readonly person: string; readonly place: Place; readonly message: string }[] = [];
  const desk = recordingDesk();
  Object.assign(desk, {
    questionTo: async (person: string, place: Place) =>
      questions.find((asked) => asked.person === person && isSame(asked.place, place))?.message,
  });
  const lines: string[] = [];
  const herald = createSlack({
    access: { kind: 'token', token: slack.botToken },
    entry: { kind: 'socket', appToken: slack.appToken },
    apiUrl: slack.url,
    managers: [...managers({ ada: ada.id, bob: bob.id })],
    publicUrl: undefined,
    secret: 'a secret of this test alone',
    installations: await store.namespace('installations'),
    clock: { now: slack.now, after: (ms, callback) => systemClock.after(hurried ? ms / 5 : ms, callback) },
    random: () => 0,
    log: pino({ base: null }, { write: (line) => void lines.push(line) }),
    onFatal: (sentence) => void lines.push(sentence),
  });
  onTestFinished(async () => {
    await herald.stop();
    await herald.close();
  });
  await herald.start(desk);
  return { slack, team, channel, ada, bob, desk, questions, herald, lines };
}

const isSame = (a: Place, b: Place) => a.space === b.space && a.channel === b.channel && a.thread === b.thread;
