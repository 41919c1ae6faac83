import { z } from 'zod';
import { KlingError } from './errors.ts';
import { failureReason } from './failure-reason.ts';
import type { CreateInput, Mode, Profile } from './profile.ts';
import { speech } from './schemas.ts';
import { estimateSeconds } from './speech-text.ts';
import { COMMON_FIELDS, checked, commonFields, notToBeSent, someBytes, tasksAt } from './tasks.ts';
import type { Transport } from './transport.ts';

export const IMAGE2VIDEO_PATH = '/v1/videos/avatar/image2video';
const SPEECH_PATH = '/v1/audio/tts';

/** Vendor's price list, by second of video (facts/kling.md §4). */
const UNITS_PER_SECOND: Readonly<Record<Mode, number>> = { std: 0.4, pro: 0.8 };

const fields = {
  ...COMMON_FIELDS,
  prompt: z.string().min(1).max(2500).exactOptional(),
  mode: z.enum(['std', 'pro']),
};

/** The live avatar create (facts/kling.md §1): exactly one of inline sound (or its URL) and an audio id; no ratio. */
const createRequest = z.union([
  z.strictObject({ ...fields, sound_file: z.union([someBytes, z.url({ protocol: /^https?$/ })]) }),
  z.strictObject({ ...fields, audio_id: z.string().min(1) }),
]);

const speechRequest = z.strictObject({
  text: z.string().min(1).max(1000),
  voice_id: z.string().min(1),
  voice_language: z.enum(['en', 'zh']),
  voice_speed: z.number().min(0.8).max(2),
});

/** The API that the vendor's documentation describes as live. Words become speech first. */
export function image2videoProfile(transport: Transport, options: { readonly mode: Mode }): Profile {
  const { mode } = options;
  const tasks = tasksAt(transport, IMAGE2VIDEO_PATH);
  return {
    name: 'image2video',
    takes: { text: false, sound: 'bytes', ratio: false },
    unitsPerSecond: UNITS_PER_SECOND[mode],
    async create(input, signal) {
      const prompt = input.prompt ? { prompt: input.prompt } : {};
      const body = { ...commonFields(input), ...soundFields(input.sound), ...prompt, mode };
      return tasks.create(checked(createRequest, body), signal);
    },
    async speak(text, voice, signal) {
      const fields = { text, voice_id: voice.id, voice_language: voice.language, voice_speed: 1 };
      const call = { route: 'speech', path: SPEECH_PATH, data: speech } as const;
      const made = await transport.send(call, checked(speechRequest, fields), signal);
      if ('failed' in made) throw failedSpeech(made.failed);
      const { id, url, duration } = made.audio;
      return { audioId: id, url, seconds: duration ?? estimateSeconds(text, voice.language) };
    },
    task: (id, signal) => tasks.one(id, (task) => task.id === id, signal),
    taskByExternalId: (externalId, signal) => tasks.one(externalId, (task) => task.externalId === externalId, signal),
    list: tasks.list,
  };
}

function soundFields(sound: CreateInput['sound']): object {
  if (sound.kind === 'bytes') return { sound_file: sound.bytes };
  if (sound.kind === 'url') return { sound_file: sound.url };
  if (sound.kind === 'speech') return { audio_id: sound.audioId };
  throw notToBeSent('sound: words become speech first in the image2video profile');
}

/** Speech that failed after Kling took it carries words but no code: the codes nearest to them (facts/kling.md §3). */
function failedSpeech(message: string): KlingError {
  const code = failureReason(message) === 'kling_policy' ? 1301 : 1201;
  return new KlingError({ code, status: 200, said: message.replace(/\p{Cc}/gu, ' ').slice(0, 300) });
}
