import { type ApiJob, ENDED } from './bot.ts';

/** Posts a job. */
export async function post(
  url: string,
  fields: Readonly<Record<string, string | Blob>>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, value, `${name}.bin`);
  }
  return fetch(`${url}/api/jobs`, { method: 'POST', body: form, headers });
}

/** Posts a job that must be accepted. @returns its id */
export async function accepted(url: string, fields: Readonly<Record<string, string | Blob>>): Promise<string> {
  const answer = await post(url, fields);
  const body = await answer.text();
  if (answer.status !== 202) throw new Error(`not accepted: ${answer.status} ${body}`);
  return JSON.parse(body).id;
}

/** Resolves as soon as a job is in one of the states, by its stream of events. */
export async function until(url: string, id: string, ...states: readonly string[]): Promise<ApiJob> {
  const enough = new AbortController();
  const answer = await fetch(`${url}/api/jobs/${id}/events`, { signal: enough.signal });
  if (!answer.body) throw new Error('the stream of events has no body');
  let text = '';
  try {
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = event.split('\n').find((line) => line.startsWith('data:'));
        if (!data) continue;
        const job: ApiJob = JSON.parse(data.slice(5));
        if (states.includes(job.state)) return job;
        if (ENDED.includes(job.state)) throw new Error(`the job ${job.state}: ${job.reason}`);
      }
    }
  } finally {
    enough.abort();
  }
  throw new Error(`the stream of events ended before the job was ${states.join(' or ')}`);
}
