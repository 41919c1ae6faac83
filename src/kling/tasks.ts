import { z } from 'zod';
import { KlingError, saysNotThere, Unreadable } from './errors.ts';
import type { Fields } from './json-body.ts';
import type { CreateInput, Task } from './profile.ts';
import { createdTask, taskList, taskOrNone } from './schemas.ts';
import type { Transport } from './transport.ts';

/** Sent as raw base64, without a `data:` prefix. */
export const someBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength > 0);

/** The fields that the creates of both profiles share. */
export const COMMON_FIELDS = {
  image: someBytes,
  callback_url: z.url({ protocol: /^https?$/ }).exactOptional(),
  external_task_id: z.string().regex(/^[a-z0-9]{1,24}$/),
} as const;

/** {@link COMMON_FIELDS}, filled. */
export function commonFields({ image, callbackUrl, externalId }: CreateInput) {
  return {
    image,
    external_task_id: externalId,
    ...(callbackUrl !== undefined && { callback_url: callbackUrl }),
  };
}

/** What Herald itself refuses to send: the same to a job as Kling's own "invalid parameters". */
export function notToBeSent(why: string): KlingError {
  return new KlingError({ code: 1200, said: `not sent: ${why}` });
}

/** A request's fields, checked. @throws KlingError (1200, without a status) where they break the API's rules. */
export function checked<T extends Fields>(schema: z.ZodType<T>, fields: object): T {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw notToBeSent(parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'request'}: ${code}`).join(', '));
}

/** Pages from 1 to 1000 of 1 to 500 tasks (facts/kling.md §4). */
const paging = z.strictObject({ pageNum: z.int().min(1).max(1000), pageSize: z.int().min(1).max(500) });

const listPath = (path: string, page: number, size: number): string => {
  const { pageNum, pageSize } = checked(paging, { pageNum: page, pageSize: size });
  return `${path}?pageNum=${pageNum}&pageSize=${pageSize}`;
};

/** The requests that are the same in both profiles, at the profile's own path. */
export function tasksAt(transport: Transport, path: string) {
  return {
    create: (body: Fields, signal: AbortSignal): Promise<Task> =>
      transport.send({ route: 'create', path, data: createdTask }, body, signal),

    /** Undefined where Kling says that there is none. @throws Unreadable when Kling tells of another task. */
    async one(id: string, isMeant: (task: Task) => boolean, signal: AbortSignal): Promise<Task | undefined> {
      try {
        const call = { route: 'task', path: `${path}/${encodeURIComponent(id)}`, data: taskOrNone } as const;
        const task = await transport.read(call, signal);
        if (task && !isMeant(task)) throw new Unreadable('another task than was asked for', { transient: false });
        return task;
      } catch (error) {
        if (saysNotThere(error)) return undefined;
        throw error;
      }
    },

    async list(page: number, size: number, signal: AbortSignal): Promise<readonly Task[]> {
      return transport.read({ route: 'list', path: listPath(path, page, size), data: taskList }, signal);
    },
  };
}
