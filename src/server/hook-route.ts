import { Hono } from 'hono';
import { Refusal } from '../refusal.ts';
import { readBody } from './body.ts';
import type { AppEnv, Lifetime, ServerDeps } from './deps.ts';
import { refuseWhenStopping } from './guards.ts';

/** `POST /hooks/{id}`: what other programs call when there is something to be announced. Neither bodies nor secrets are logged. */
export function hookRoute({ commands, log }: ServerDeps, lifetime: Lifetime): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post('/:id', async (c) => {
    const id = c.req.param('id');
    // before a stranger's body is read
    if (commands.announcements.get(id)?.trigger.kind !== 'hook') throw new Refusal('missing', 'hook_missing');
    refuseWhenStopping(lifetime);
    const body = await readBody(c.env.incoming);
    const taken = await commands.hooks.take({ id, header: (name) => c.req.header(name), body });
    if (taken.outcome === 'nothing') return c.json({ announced: false });
    const { job, repeated } = taken;
    log.info({ announcement: id, job, repeated }, 'a hook was called');
    return c.json({ announced: true, job, repeated }, repeated ? 200 : 202);
  });

  return app;
}
