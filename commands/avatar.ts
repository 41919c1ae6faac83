import type { Acceptance } from '../src/jobs/accept.ts';
import type { Announced, Job, Place, Requester, Speak } from '../src/jobs/job.ts';
import type { Ratio } from '../src/kling/profile.ts';
import type { Media } from '../src/media/media.ts';
import type { Upload } from '../src/media/upload.ts';
import { Refusal } from '../src/refusal.ts';

/** A file to be taken over: it may be moved away. Of what did not come from outside, no hash is known. */
type LocalFile = Omit<Upload, 'sha256'> & Partial<Upload>;

/** A request for a video, as any platform or the API brings it. */
export interface AvatarRequest {
  /** What caused it: the same cause gives the same job. `at` is the cause's own time (ms). */
  readonly origin: { readonly key: string; readonly at: number };
  readonly requester: Requester;
  readonly place: Place;
  /** The message that asked, for the answer to refer to. */
  readonly replyTo?: string;
  readonly photo: LocalFile;
  /** The photo was checked when it was saved. */
  readonly isChecked?: true;
  /** Words or a recording, not both, not neither. */
  readonly text?: string;
  readonly voiceId?: string;
  readonly audio?: LocalFile;
  readonly ratio?: Ratio;
  readonly prompt?: string;
  readonly announced?: Announced;
}

/**
 * Accepts a request: checks what is cheap to check, reserves its seconds, copies its bytes, persists the job.
 * `repeated` tells that the same cause had made this job before.
 * @throws Refusal with the sentence for the person; nothing was accepted then.
 */
export type Avatar = (request: AvatarRequest) => Promise<{ readonly job: Job; readonly repeated: boolean }>;

/** Voices and the length of speech, as Kling has them. */
export interface SpeechGuide {
  /** The voice asked for, or the one that speaks this text where none was. */
  choose(text: string, voiceId?: string): { readonly voiceId: string; readonly language: 'en' | 'zh' };
  /** Seconds that a text takes to speak, on the long side. */
  estimate(text: string, language: 'en' | 'zh'): number;
}

export interface AvatarOptions {
  readonly acceptance: Acceptance;
  readonly media: Pick<Media, 'checkPhoto' | 'checkAudio'>;
  readonly speech: SpeechGuide;
  /** Whether the Kling of this bot can be given recordings; they may have to be fetched from here. */
  readonly takesRecordings: () => boolean;
}

/** Kling speaks at most 300 s, which are fewer characters than this in either language. */
const LONGEST_TEXT = 6_000;

/** facts/kling.md §1 */
const LONGEST_PROMPT = 2_500;

/** Kling makes at least this much video (s); shorter sound is padded. */
export const SHORTEST = 2;

export function avatar({ acceptance, media, speech, takesRecordings }: AvatarOptions): Avatar {
  return async (request) => {
    const first = await acceptance.find(request.origin);
    if (first) return { job: first, repeated: true };

    const prompt = request.prompt?.trim() || undefined;
    if (prompt && prompt.length > LONGEST_PROMPT) {
      throw new Refusal('input', 'ask_prompt_long', { length: prompt.length, max: LONGEST_PROMPT });
    }
    const words = wordsOf(request);
    const [sound] = await Promise.all([
      words === undefined ? recording(request.audio) : spoken(words, request.voiceId),
      request.isChecked ? undefined : media.checkPhoto(request.photo.path),
    ]);
    return acceptance.accept({
      origin: request.origin,
      requester: request.requester,
      place: request.place,
      ...(request.replyTo === undefined ? {} : { replyTo: request.replyTo }),
      ask: { speak: sound.speak, ratio: request.ratio ?? '16:9', ...(prompt ? { prompt } : {}) },
      estimate: Math.max(SHORTEST, sound.seconds),
      photo: request.photo,
      ...(request.audio ? { audio: request.audio } : {}),
      ...(request.announced && { announced: request.announced }),
    });
  };

  async function recording(audio: LocalFile | undefined): Promise<{ speak: Speak; seconds: number }> {
    if (!audio) throw new Refusal('input', 'ask_words_or_audio');
    if (!takesRecordings()) throw new Refusal('unavailable', 'job_needs_public_url');
    const { seconds } = await media.checkAudio(audio.path);
    return { speak: { kind: 'recording', seconds }, seconds };
  }

  function spoken(text: string, voiceId: string | undefined): { speak: Speak; seconds: number } {
    const voice = speech.choose(text, voiceId);
    return { speak: { kind: 'words', text, ...voice }, seconds: speech.estimate(text, voice.language) };
  }
}

/** The words to be spoken; undefined where a recording was given instead. @throws Refusal for both or neither */
function wordsOf({ text, voiceId, audio }: AvatarRequest): string | undefined {
  const words = text?.trim() || undefined;
  if ((words === undefined) === (audio === undefined)) throw new Refusal('input', 'ask_words_or_audio');
  if (words && words.length > LONGEST_TEXT) {
    throw new Refusal('input', 'ask_words_long', { length: words.length, max: LONGEST_TEXT });
  }
  if (voiceId !== undefined && !/^[\w.-]{1,64}$/.test(voiceId)) {
    throw new Refusal('input', 'ask_voice_form', { example: 'oversea_male1' });
  }
  return words;
}
