import { z } from 'zod';
import { ApiError } from './replies.ts';
import { hasVoice } from './voices.ts';

const URL_LIMIT = 1024;
const PROMPT_LIMIT = 2500;
const SPEECH_LIMIT = 1000;

const words = z.string().min(1);
const webUrl = words.max(URL_LIMIT).regex(/^https?:\/\/\S+$/, 'must be an http(s) URL');
/** Absent and null mean the same to the vendor. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const common = { image: words, callback_url: maybe(webUrl), external_task_id: maybe(words) };

/** The body of a create by the contract page. Fields that it does not know are let pass, as the vendor does. */
export const avatarCreate = z
  .object({
    ...common,
    text: maybe(words),
    voice_id: maybe(words),
    audio_url: maybe(words.regex(/^https?:\/\/\S+$/, 'must be an http(s) URL')),
    aspect_ratio: maybe(z.enum(['16:9', '9:16', '1:1'])).transform((ratio) => ratio ?? '16:9'),
  })
  .refine(
    ({ text, audio_url }) => (text === undefined) !== (audio_url === undefined),
    'either text with voice_id or audio_url',
  )
  .refine(({ text, voice_id }) => text === undefined || voice_id !== undefined, 'voice_id is required with text');

/** The body of a create of the live API. */
export const image2videoCreate = z
  .object({
    ...common,
    sound_file: maybe(words),
    audio_id: maybe(words),
    prompt: maybe(z.string().max(PROMPT_LIMIT)),
    mode: maybe(z.enum(['std', 'pro'])).transform((mode) => mode ?? 'std'),
  })
  .refine(
    ({ sound_file, audio_id }) => (sound_file === undefined) !== (audio_id === undefined),
    'exactly one of sound_file and audio_id',
  );

/** The body of `/v1/audio/tts`. */
export const speechCreate = z
  .object({
    text: words.refine((text) => [...text].length <= SPEECH_LIMIT, `at most ${SPEECH_LIMIT} characters`),
    voice_id: words,
    voice_language: z.enum(['zh', 'en']),
    voice_speed: maybe(z.number().min(0.8).max(2).multipleOf(0.1)).transform((speed) => speed ?? 1),
  })
  .refine(({ voice_id, voice_language }) => hasVoice(voice_id, voice_language), 'Voice id not found');

/** The query of a list. */
export function paging(largest: number) {
  const number = (limit: number, otherwise: number) =>
    z
      .string()
      .regex(/^\d{1,6}$/)
      .optional()
      .transform((digits) => (digits === undefined ? otherwise : Number(digits)))
      .pipe(z.int().min(1).max(limit));
  return z.object({ pageNum: number(1000, 1), pageSize: number(largest, 30) });
}

/** @throws ApiError 1200 where the body is no JSON object */
export function parseBody(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch (cause) {
    throw new ApiError(1200, 'Request body is not valid JSON', { cause });
  }
  throw new ApiError(1200, 'Request body is not a JSON object');
}

/** @throws ApiError 1201 that names the first mistake */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ApiError(1201, [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
}

/**
 * Bytes of a field that holds raw base64.
 * @throws ApiError 1201, also for a `data:` URL, which the vendor does not take
 */
export function fromBase64(field: string, text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const expected = Math.floor((text.replace(/=+$/, '').length * 3) / 4);
  if (text.startsWith('data:') || bytes.length === 0 || bytes.length !== expected) {
    throw new ApiError(1201, `${field}: neither a URL nor raw base64`);
  }
  return bytes;
}
