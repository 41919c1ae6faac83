import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { LOCALES, type Locale } from '../../texts.ts';
import { LIMITS } from './limits.ts';
import type { Came } from './reception.ts';

const where = {
  /** When the form was opened (ms). */
  at: z.number(),
  locale: z.enum(LOCALES),
  /** Absent for the bot's own page: the form is answered in the direct talk with the person. */
  channel: z.string().exactOptional(),
  thread: z.string().exactOptional(),
  respond: z.object({ url: z.string(), until: z.number() }).exactOptional(),
};

const formData = z.discriminatedUnion('kind', [
  z.object({ ...where, kind: z.literal('new') }),
  /** The picture of a message. */
  z.object({
    ...where,
    kind: z.literal('talk'),
    photo: z.object({ id: z.string(), name: z.string(), bytes: z.number() }),
  }),
  /** Another video of a job's photo. */
  z.object({ ...where, kind: z.literal('another'), job: z.string() }),
  /** Of `/presenter` or `/announce`. `holds`: it began with those who are listened to; whom it holds no more was taken away. */
  z.object({ ...where, kind: z.literal('verb'), verb: z.string(), holds: z.literal(true).exactOptional() }),
]);

/** What a form is about, and where it is answered. Travels with the form, so that one that is open outlives a restart. */
export type FormData = z.infer<typeof formData>;

/** Where a form is answered, in which language, and from when on it is. */
export type FormWhere = Pick<FormData, keyof typeof where>;

export function formWhere(
  { place: { channel, thread }, respond }: Pick<Came, 'place' | 'respond'>,
  { now }: Pick<Clock, 'now'>,
  locale: Locale,
): FormWhere {
  return {
    at: now(),
    locale,
    ...(channel !== undefined && { channel }),
    ...(thread !== undefined && { thread }),
    ...(respond && { respond: { url: respond.url, until: respond.until } }),
  };
}

/** Of a form for a video. */
export type AvatarData = Exclude<FormData, { readonly kind: 'verb' }>;

/** A file's name as far as it is worth keeping with a form. */
export const NAME = 200;

/** Without the address for answers where that is too long: the person is told in a direct message then. */
export function writeData(data: FormData): string {
  const text = JSON.stringify(data);
  if (text.length <= LIMITS.viewData) return text;
  const { respond: _, ...rest } = data;
  return JSON.stringify(rest);
}

/** Undefined for what {@link writeData} did not write. */
export function readData(text: string): FormData | undefined {
  try {
    return formData.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
