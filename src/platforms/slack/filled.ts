import { extname } from 'node:path';
import type { Ratio } from '../../kling/profile.ts';
import { LIMITS } from '../../media/limits.ts';
import type { TextKey } from '../../texts.ts';
import type { Line } from '../message.ts';
import { RATIOS } from '../ratios.ts';
import { kindOf } from './contents.ts';
import type { FieldName } from './modal.ts';
import type { SlackFile, SubmittedBody } from './payloads.ts';
import { speakable } from './spoken.ts';

/** What a form that was sent holds; parts left empty are absent. */
export interface Filled {
  readonly photo?: SlackFile;
  readonly audio?: SlackFile;
  /** Id of a presenter. */
  readonly presenter?: string;
  readonly text?: string;
  readonly voiceId?: string;
  readonly ratio?: Ratio;
  readonly prompt?: string;
}

/** A sentence for a field. */
export type Mistake = Line;

/** What a recording may be declared as: Slack's clips are often called videos, and a file of an unknown kind may well be one. */
const SOUNDING: ReadonlySet<string> = new Set([
  ...['video/mp4', 'video/webm', 'video/quicktime', 'video/3gpp', 'application/ogg', 'application/octet-stream'],
]);
const SOUNDING_NAMES: ReadonlySet<string> = new Set(['.mp4', '.webm', '.mov', '.3gp']);

/** Fields are looked for by their name alone; a list of files that is empty may be missing, or null. */
export function readForm({ view }: SubmittedBody): Filled {
  const values = view.state?.values ?? {};
  const field = (name: FieldName) => values[name]?.[name];
  const words = (name: FieldName) => speakable(field(name)?.value ?? '');
  const [photo, audio] = [field('photo')?.files[0], field('audio')?.files[0]];
  const [text, prompt] = [words('text'), words('prompt')];
  const presenter = field('presenter')?.selected_option?.value;
  const voiceId = field('voice')?.selected_option?.value;
  const ratio = RATIOS.find((known) => known === field('ratio')?.selected_option?.value);
  return {
    ...(photo && { photo }),
    ...(audio && { audio }),
    ...(presenter !== undefined && { presenter }),
    ...(text !== undefined && { text }),
    ...(voiceId !== undefined && { voiceId }),
    ...(ratio && { ratio }),
    ...(prompt !== undefined && { prompt }),
  };
}

/** What is wrong with a form as far as can be told without the files' bytes; nothing when it can be sent. */
export function mistakesIn({ photo, audio, text }: Filled): Partial<Record<FieldName, Mistake>> {
  const inPhoto = photo && mistakeInPhoto(photo);
  const inAudio = audio && mistakeInAudio(audio);
  if (text !== undefined && audio) return { ...(inPhoto && { photo: inPhoto }), audio: { key: 'slack_form_both' } };
  return {
    ...(inPhoto && { photo: inPhoto }),
    ...(inAudio && { audio: inAudio }),
    ...(text === undefined && !audio && { text: { key: 'slack_form_neither' } }),
  };
}

/** What is wrong with a file as a photo, by what Slack tells of it. */
export function mistakeInPhoto(photo: SlackFile): Mistake | undefined {
  if (photo.mimetype === 'image/heic' || photo.mimetype === 'image/heif') return { key: 'media_photo_heic' };
  if (isKnown(photo) && kindOf(photo) !== 'picture') return { key: 'media_photo_type' };
  return tooLarge(photo, LIMITS.photo.bytes, 'media_photo_bytes');
}

function mistakeInAudio(audio: SlackFile): Mistake | undefined {
  const mayHaveSound =
    kindOf(audio) === 'recording' ||
    (audio.mimetype && SOUNDING.has(audio.mimetype)) ||
    SOUNDING_NAMES.has(extname(audio.name ?? '').toLowerCase());
  if (isKnown(audio) && !mayHaveSound) return { key: 'media_audio_type' };
  return tooLarge(audio, LIMITS.sound.bytes, 'media_audio_bytes');
}

/** Whether Slack tells what a file is said to be. */
const isKnown = (file: SlackFile) => Boolean(file.mimetype || file.name) && kindOf(file) !== 'hidden';

function tooLarge({ size }: SlackFile, most: number, key: TextKey): Mistake | undefined {
  return size && size > most ? { key, params: { megabytes: most / 1_000_000 } } : undefined;
}
