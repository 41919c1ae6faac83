import type { z } from 'zod';
import { readBody } from './body.ts';
import type { AppContext } from './deps.ts';
import { HttpProblem } from './problems.ts';

/**
 * Reads a request's body as JSON that fits a schema.
 * @throws HttpProblem, for what does not fit naming the first field that is wrong
 */
export async function readJson<S extends z.ZodType>(c: AppContext, schema: S): Promise<z.output<S>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new HttpProblem(415, 'http_not_json', { headers: { Connection: 'close' } });
  }
  return fitting(schema, parsed((await readBody(c.env.incoming)).toString('utf8')));
}

/** @throws HttpProblem naming the first field that is wrong */
export function fitting<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw wrong(read.error.issues[0], value);
}

function wrong(issue: z.core.$ZodIssue | undefined, value: unknown): HttpProblem {
  const path = issue?.path ?? [];
  const field = path.join('.') || 'body';
  if (issue?.code === 'unrecognized_keys') {
    const unknown = [...path, issue.keys[0] ?? ''].join('.').slice(0, 60);
    return new HttpProblem(422, 'http_json_unknown', { params: { field: unknown } });
  }
  const given = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
  if (path.length > 0 && given === undefined) return new HttpProblem(422, 'http_json_missing', { params: { field } });
  return new HttpProblem(422, 'http_json_wrong', { params: { field, problem: issue?.message ?? '' } });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new HttpProblem(400, 'http_json_broken');
  }
}
