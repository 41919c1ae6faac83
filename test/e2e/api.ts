import { type ApiJob, ENDED } from './bot.ts';

/** A bot's address, and the token of its API where it asks for one. */
export type Where = string | { readonly url: string; readonly token: string };

/** Asks the API. */
export function ask(where: Where, path: string, init: RequestInit = {}): Promise<Response> {
  if (typeof where === 'string') return fetch(where + path, init);
  return fetch(where.url + path, { ...init, headers: { authorization: `Bearer ${where.token}`, ...init.headers } });
}

/** Posts a job. */
export async function post(
  where: Where,
  fields: Readonly<Record<string, string | Blob>>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, value, `${name}.bin`);
  }
  return ask(where, '/api/jobs', { method: 'POST', body: form, headers });
}

/** Posts a job that must be accepted. @returns its id */
export async function accepted(where: Where, fields: Readonly<Record<string, string | Blob>>): Promise<string> {
  const answer = await post(where, fields);
  const body = await answer.text();
  if (answer.status !== 202) throw new Error(`not accepted: ${answer.status} ${body}`);
  return JSON.parse(body).id;
}

/** A problem as RFC 9457 has it. */
export interface Problem {
  readonly status: number;
  readonly type: string;
  /** A sentence for people. */
  readonly detail: string;
  readonly retryAfter: string | null;
}

/** What an answer refuses with; it must be a problem with a sentence. */
export async function problem(answering: Promise<Response>): Promise<Problem> {
  const answer = await answering;
  const body = await answer.text();
  const type = answer.headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`no problem: ${answer.status} ${type} ${body}`);
  return { ...JSON.parse(body), retryAfter: answer.headers.get('retry-after') };
}

/** The job as it is. */
export async function show(where: Where, id: string): Promise<ApiJob> {
  return JSON.parse(await (await ask(where, `/api/jobs/${id}`)).text());
}

/** Every state of a job that its stream of events shows, from now to its end. */
export async function* events(where: Where, id: string): AsyncGenerator<ApiJob, undefined> {
  const enough = new AbortController();
  const answer = await ask(where, `/api/jobs/${id}/events`, { signal: enough.signal });
  if (!answer.body) throw new Error('the stream of events has no body');
  let text = '';
  try {
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const whole = text.split('\n\n');
      text = whole.pop() ?? '';
      for (const event of whole) {
        const data = event.split('\n').find((line) => line.startsWith('data:'));
        if (data) yield JSON.parse(data.slice(5));
      }
    }
  } finally {
    enough.abort();
  }
}

/** Resolves as soon as a job is in one of the states, by its stream of events. */
export async function until(where: Where, id: string, ...states: readonly string[]): Promise<ApiJob> {
  for await (const job of events(where, id)) {
    if (states.includes(job.state)) return job;
    if (ENDED.includes(job.state)) throw new Error(`the job ${job.state}: ${job.reason}`);
  }
  throw new Error(`the stream of events ended before the job was ${states.join(' or ')}`);
}
