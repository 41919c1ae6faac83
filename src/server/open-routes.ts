import { Hono } from 'hono';
import { isJobId } from '../jobs/identity.ts';
import { say } from '../texts.ts';
import { readBody } from './body.ts';
import { BEGINNING_BYTES, contentType } from './content-type.ts';
import type { AppEnv, Lifetime, ServerDeps } from './deps.ts';
import { hookRoute } from './hook-route.ts';
import { HttpProblem } from './problems.ts';
import { sendBlob } from './send-blob.ts';

/** What strangers may reach: callbacks, hooks, media by their signed addresses, health and readiness. */
export function openRoutes(deps: ServerDeps, lifetime: Lifetime): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const missing = () => new HttpProblem(404, 'http_not_found');

  app.post('/kling/callback/:token', async (c) => {
    const job = callbackJob(c.req.param('token'));
    if (!job) throw missing();
    const { log, onCallback } = deps;
    const body = await readBody(c.env.incoming);
    const news = onCallback(job, Object.fromEntries(c.req.raw.headers), body.toString('utf8'));
    // answered at once, whatever becomes of it: the list of tasks is the safety net
    lifetime.adopt(news.catch((err) => log.warn({ err, job }, 'a callback of Kling could not be used')));
    return c.json({ received: true });
  });

  app.route('/hooks', hookRoute(deps, lifetime));

  app.get('/media/:grant/:key', async (c) => {
    const key = deps.links.checkMedia(`${c.req.param('grant')}/${c.req.param('key')}`);
    const beginning =
      key === undefined ? undefined : await deps.blobs.read(key, { start: 0, end: BEGINNING_BYTES - 1 });
    if (key === undefined || !beginning) throw missing();
    return sendBlob(c, deps.blobs, key, {
      type: contentType(Buffer.concat(await beginning.toArray())),
      filename: key,
      gone: missing,
      onBroken: (err) => deps.log.error({ err, blob: key }, 'a kept file could not be read to its end'),
    });
  });

  // what Slack's own part of the server does not take is not there, for strangers too
  app.all('/slack/*', () => {
    throw missing();
  });

  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  app.get('/readyz', async (c) => {
    const { ready, reasons } = await readiness();
    if (ready) return c.json({ ready, reasons });
    throw new HttpProblem(503, 'http_not_ready', { params: { reasons: reasons.join(' ') }, extra: { ready, reasons } });
  });

  return app;

  function callbackJob(token: string): string | undefined {
    const dot = token.indexOf('.');
    const [job, mac] = [token.slice(0, dot), token.slice(dot + 1)];
    return dot > 0 && isJobId(job) && deps.links.checkCallback(job, mac) ? job : undefined;
  }

  async function readiness() {
    if (!lifetime.accepting()) return { ready: false, reasons: [say('http_stopping')] };
    try {
      return await deps.readiness();
    } catch (err) {
      deps.log.error({ err }, 'readiness could not be found out');
      return { ready: false, reasons: [say('http_not_ready_unknown')] };
    }
  }
}
