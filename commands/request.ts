import type { Ratio } from '../src/kling/profile.ts';
import type { Asked, Caller, Photo } from './desk.ts';

/**
 * Where bytes come from: sent along, kept from an earlier job of the same person, copied for a request that had to wait, or the photo of a
 * presenter, by its id.
 */
export type Source = Photo | { readonly blob: string } | { readonly presenter: string };

/** A request for a video apart from how it is answered, so that it can be kept. The same request always makes the same job. */
export interface Request {
  readonly origin: Asked['origin'];
  readonly caller: Caller;
  /** The message that asked. */
  readonly message?: string;
  readonly photo?: Source;
  /** As it was typed; none where it was looked up already. */
  readonly presenter?: string;
  /** A recording. */
  readonly audio?: Source;
  readonly text?: string;
  readonly voiceId?: string;
  readonly ratio?: Ratio;
  readonly prompt?: string;
}

export function requestOf(asked: Asked): Request {
  const { origin, caller, message, photo, presenter, audio, text, voiceId, ratio, prompt } = asked;
  return {
    origin,
    caller,
    ...(message === undefined ? {} : { message }),
    ...(photo ? { photo } : {}),
    ...(presenter === undefined ? {} : { presenter }),
    ...(audio ? { audio: { file: audio } } : {}),
    ...(text === undefined ? {} : { text }),
    ...(voiceId === undefined ? {} : { voiceId }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(prompt === undefined ? {} : { prompt }),
  };
}

/**
 * What was parked, completed by the reply that brings the photo: new words or a recording win over the parked ones. It stays
 * the parked request, answered where that was asked, with the rights that the person has now.
 */
export function completed(parked: Request, reply: Asked): Request {
  const fresh = requestOf(reply);
  const { text, audio, ...rest } = parked;
  const spoken = isSaid(fresh.text) || fresh.audio ? fresh : { text, audio };
  return {
    ...rest,
    caller: { ...fresh.caller, place: parked.caller.place },
    ...(fresh.message === undefined ? {} : { message: fresh.message }),
    ...(fresh.photo ? { photo: fresh.photo } : {}),
    ...(spoken.text === undefined ? {} : { text: spoken.text }),
    ...(spoken.audio ? { audio: spoken.audio } : {}),
  };
}

/** Whether there are words in it. */
export const isSaid = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';
