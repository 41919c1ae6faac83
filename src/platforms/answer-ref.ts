import { z } from 'zod';

const placeRef = z.object({
  platform: z.string(),
  space: z.string(),
  channel: z.string().exactOptional(),
  thread: z.string().exactOptional(),
  private: z.literal(true).exactOptional(),
});

const answerRef = z.object({
  /** Names the message that is posted where no private one can be shown. */
  key: z.string(),
  person: z.string(),
  place: placeRef,
  /** When it was begun (ms). */
  since: z.number(),
  /** The message that asked. */
  replyTo: z.string().exactOptional(),
  /** The private way that this request has of being answered, in its platform's own words. */
  own: z.string().exactOptional(),
});

/** All that an answer needs, also after a restart. May hold an interaction's token: never to be logged. */
export type AnswerRef = z.infer<typeof answerRef>;

export function writeRef(ref: AnswerRef): string {
  return JSON.stringify(ref);
}

/** @throws ZodError, SyntaxError for what {@link writeRef} did not write */
export function readRef(text: string): AnswerRef {
  return answerRef.parse(JSON.parse(text));
}
