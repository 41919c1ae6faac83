import { z } from 'zod';
import { LOCALES } from '../../texts.ts';
import { LIMITS } from './limits.ts';

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
]);

/** What a form is about, and where it is answered. Travels with the form, so that one that is open outlives a restart. */
export type FormData = z.infer<typeof formData>;

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
