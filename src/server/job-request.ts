import { createHash } from 'node:crypto';
import type { Ratio } from '../kling/profile.ts';
import type { Upload } from '../media/upload.ts';
import { Refusal } from '../refusal.ts';
import { RATIOS } from './api-schemas.ts';
import type { Form } from './form.ts';

/** Bytes that came along, or where they are to be fetched. */
export type Source = { readonly upload: Upload } | { readonly url: string };

/** What `POST /api/jobs` asks for, as far as it can be judged without looking into the files. */
export interface JobRequest {
  readonly photo: Source;
  readonly text?: string;
  readonly voiceId?: string;
  readonly audio?: Source;
  readonly ratio: Ratio;
  readonly prompt?: string;
}

export const WORDS = ['photo_url', 'text', 'voice_id', 'audio_url', 'aspect_ratio', 'prompt'] as const;

/** @throws Refusal `input`, naming the field */
export function readJobRequest({ words, files }: Form): JobRequest {
  const photo = source('photo');
  if (!photo) throw new Refusal('input', 'http_photo_missing');
  const audio = source('audio');
  const text = words.get('text');
  if (text === undefined && !audio) throw new Refusal('input', 'http_speech_missing');
  if (text !== undefined && audio) throw new Refusal('input', 'http_speech_both');
  const voiceId = words.get('voice_id');
  if (voiceId !== undefined && text === undefined) throw new Refusal('input', 'http_voice_alone');
  const ratio = RATIOS.find((known) => known === (words.get('aspect_ratio') ?? RATIOS[0]));
  if (!ratio) throw new Refusal('input', 'http_ratio', { ratios: RATIOS.join(', ') });
  const prompt = words.get('prompt');

  return {
    photo,
    ratio,
    ...(text !== undefined && { text }),
    ...(voiceId !== undefined && { voiceId }),
    ...(audio && { audio }),
    ...(prompt !== undefined && { prompt }),
  };

  function source(kind: 'photo' | 'audio'): Source | undefined {
    const upload = files.get(kind);
    const url = words.get(`${kind}_url`);
    if (upload && url !== undefined)
      throw new Refusal('input', kind === 'photo' ? 'http_photo_both' : 'http_speech_both');
    if (url === undefined) return upload && { upload };
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
      throw new Refusal('input', 'http_url', { field: `${kind}_url` });
    return { url };
  }
}

/** The same for the same input: files count by their bytes, addresses by their text. */
export function fingerprint({ photo, audio, text, voiceId, ratio, prompt }: JobRequest): string {
  const of = (source: Source | undefined) =>
    source && ('url' in source ? ['url', source.url] : ['file', source.upload.sha256]);
  const parts = [of(photo), of(audio), text, voiceId, ratio, prompt].map((part) => part ?? null);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
