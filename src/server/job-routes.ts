import { Hono } from 'hono';
import { blobKeys, isJobId } from '../jobs/identity.ts';
import { ENDED, STATES } from '../jobs/job.ts';
import { Refusal } from '../refusal.ts';
import { createJobHandler } from './create-job.ts';
import type { AppContext, AppEnv, Lifetime, ServerDeps } from './deps.ts';
import { jobEvents } from './events.ts';
import { jobJson } from './job-json.ts';
import { HttpProblem } from './problems.ts';
import { sendBlob } from './send-blob.ts';

/** Everything under `/api/jobs`. */
export function jobRoutes(deps: ServerDeps, lifetime: Lifetime): Hono<AppEnv> {
  const { jobs } = deps.commands;
  const link = (path: string) => `${deps.config.publicUrl ?? ''}${path}`;
  const app = new Hono<AppEnv>();

  app.post('/', createJobHandler(deps, lifetime, link));

  app.get('/', async (c) => {
    const { jobs: found, cursor } = await jobs.list(listQuery(c));
    return c.json({ jobs: found.map((view) => jobJson(view, link)), ...(cursor !== undefined && { cursor }) });
  });

  app.get('/:id', async (c) => c.json(jobJson(await jobs.show(idOf(c)), link)));

  app.delete('/:id', async (c) => c.json(jobJson(await jobs.cancel(idOf(c)), link), 202));

  app.get('/:id/events', (c) => {
    const id = idOf(c);
    return jobEvents(c, id, {
      jobs,
      show: (view) => jobJson(view, link),
      ending: lifetime.ending,
      onError: (err) => deps.log.error({ err, job: id }, 'the events of a job broke off'),
    });
  });

  app.get('/:id/video', async (c) => {
    const { job } = await jobs.show(idOf(c));
    if (job.state !== 'delivered') {
      const later = ENDED.has(job.state) ? {} : { 'Retry-After': '5' };
      throw new HttpProblem(404, 'http_no_video', { params: { state: job.state }, headers: later });
    }
    return sendBlob(c, deps.blobs, blobKeys(job.id).video, {
      type: 'video/mp4',
      filename: `${job.id}.mp4`,
      gone: () => new HttpProblem(410, 'http_video_gone'),
      onBroken: (err) => deps.log.error({ err, job: job.id }, 'the video could not be read to its end'),
    });
  });

  return app;
}

/** @throws Refusal `missing` for what cannot be a job's id */
function idOf(c: AppContext): string {
  const id = c.req.param('id') ?? '';
  if (!isJobId(id)) throw new Refusal('missing', 'http_no_job');
  return id;
}

function listQuery(c: AppContext) {
  const wrong = (name: string, expected: string) => new HttpProblem(400, 'http_query', { params: { name, expected } });
  const query = (name: string) => c.req.query(name) || undefined;
  const [state, limit, cursor] = [query('state'), query('limit') ?? '20', query('cursor')];
  const known = STATES.find((one) => one === state);
  if (state !== undefined && !known) throw wrong('state', `one of ${STATES.join(', ')}`);
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100)
    throw wrong('limit', 'a number from 1 to 100');
  if (cursor !== undefined && !/^[\w.~-]{1,200}$/.test(cursor)) throw wrong('cursor', 'the cursor of the page before');
  return { limit: Number(limit), ...(known && { state: known }), ...(cursor !== undefined && { cursor }) };
}
