import { z } from 'zod';
import type { CreateInput, Profile } from './profile.ts';
import { COMMON_FIELDS, checked, commonFields, notToBeSent, tasksAt } from './tasks.ts';
import type { Transport } from './transport.ts';

export const AVATAR_PATH = '/v1/videos/avatar';

const fields = {
  ...COMMON_FIELDS,
  /** The contract page lists none; these three are assumed (design.md). */
  aspect_ratio: z.enum(['16:9', '9:16', '1:1']),
};

/** `kling-avatar-api.md`, to the letter: words with a voice or a URL of sound, and nothing that the page does not name. */
const createRequest = z.union([
  z.strictObject({ ...fields, text: z.string().min(1), voice_id: z.string().min(1) }),
  z.strictObject({ ...fields, audio_url: z.url({ protocol: /^https?$/ }) }),
]);

/** The contract page's API. It has no `prompt` and no `mode`; both are left out. */
export function avatarProfile(transport: Transport): Profile {
  const tasks = tasksAt(transport, AVATAR_PATH);
  return {
    name: 'avatar',
    takes: { text: true, sound: 'url', ratio: true },
    async create(input, signal) {
      const body = { ...commonFields(input), aspect_ratio: input.ratio, ...soundFields(input.sound) };
      return tasks.create(checked(createRequest, body), signal);
    },
    task: (id, signal) => tasks.one(id, (task) => task.id === id, signal),
    list: tasks.list,
  };
}

function soundFields(sound: CreateInput['sound']): object {
  if (sound.kind === 'text') return { text: sound.text, voice_id: sound.voiceId };
  if (sound.kind === 'url') return { audio_url: sound.url };
  throw notToBeSent('sound: the avatar profile takes words or a URL');
}
