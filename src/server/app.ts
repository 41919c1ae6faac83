import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { say } from '../texts.ts';
import { announcementRoutes } from './announcement-routes.ts';
import type { AppEnv, Lifetime, ServerDeps } from './deps.ts';
import { docsRoutes } from './docs-page.ts';
import { bearerToken, ownHost, ownSite } from './guards.ts';
import { jobRoutes } from './job-routes.ts';
import { openRoutes } from './open-routes.ts';
import { presenterRoutes } from './presenter-routes.ts';
import { HttpProblem, knownProblem, problemResponse } from './problems.ts';

/** The routes of design.md, "HTTP", and what stands before them. */
export function createApp(deps: ServerDeps, lifetime: Lifetime): Hono<AppEnv> {
  const { config, log, metrics, now, randomId, voices } = deps;
  const app = new Hono<AppEnv>();

  app.use(requestId({ generator: randomId }));
  app.use(async (c, next) => {
    const start = now();
    await next();
    // the route, never the path: paths carry signatures
    const { method } = c.req;
    log.debug(
      { request: c.get('requestId'), method, route: routePath(c), status: c.res.status, ms: now() - start },
      'request',
    );
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
      strictTransportSecurity: config.publicUrl?.startsWith('https:') ? 'max-age=15552000' : false,
      xFrameOptions: 'DENY',
      // a file that a browser opens by itself brings its own policy
      overwrite: false,
    }),
  );
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allowed = methods.join(', ');
        const params = { method: c.req.method, allowed };
        return problemResponse(new HttpProblem(405, 'http_method', { params, headers: { Allow: allowed } }));
      },
    }),
  );

  app.route('/', openRoutes(deps, lifetime));

  // everything from here on is for those who may
  app.use(ownHost(config), ownSite(config), bearerToken(config));
  app.route('/api/jobs', jobRoutes(deps, lifetime));
  app.get('/api/voices', (c) => c.json({ voices: voices.map(({ id, language, name }) => ({ id, language, name })) }));
  app.route('/api/announcements', announcementRoutes(deps, lifetime));
  app.route('/api/presenters', presenterRoutes(deps, lifetime));
  app.route('/api', docsRoutes(config));
  app.get('/metrics', async (c) => c.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType }));
  app.get('/', (c) => c.text(`${say('http_home')}\n`));

  app.notFound(() => problemResponse(new HttpProblem(404, 'http_not_found')));
  app.onError((err, c) => {
    const known = knownProblem(err);
    const request = c.get('requestId');
    const about = { err, request, method: c.req.method, route: routePath(c) };
    if (known) {
      if (known !== err && known.status >= 500) log.warn(about, 'a request was refused for want of means');
      return problemResponse(known);
    }
    log.error(about, 'a request failed');
    return problemResponse(
      new HttpProblem(500, 'http_internal', { params: { request }, extra: { request_id: request } }),
    );
  });
  return app;
}
