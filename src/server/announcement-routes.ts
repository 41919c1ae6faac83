import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { z } from 'zod';
import { changedTrigger } from '../../commands/announce-trigger.ts';
import type { Announcement, Changes, SaidNow, Trigger } from '../../commands/announcements.ts';
import { readWhen } from '../../commands/when.ts';
import { readZone } from '../../commands/when-zone.ts';
import type { Place, Requester } from '../jobs/job.ts';
import { spaceOf } from '../jobs/records.ts';
import { Refusal } from '../refusal.ts';
import { announcementJson, occurredJson, wholeJson } from './announcement-json.ts';
import { announcementChanges, newAnnouncement, saying, testing } from './api-schemas.ts';
import { idempotencyKey } from './create-job.ts';
import type { AppContext, AppEnv, Lifetime, ServerDeps } from './deps.ts';
import { refuseWhenStopping } from './guards.ts';
import { createOnce } from './idempotency.ts';
import { jobJson } from './job-json.ts';
import { readJson } from './json-body.ts';
import { presenterOf } from './presenter-routes.ts';
import { spaceQuery } from './space-query.ts';

/** What is told once must not stay in anybody's cache. */
const SECRET = { 'Cache-Control': 'no-store' };

/** Everything under `/api/announcements`. */
export function announcementRoutes(deps: ServerDeps, lifetime: Lifetime): Hono<AppEnv> {
  const { now, randomId } = deps;
  const { announcements, presenters, jobs } = deps.commands;
  const once = createOnce({ entries: deps.idempotency, jobs, now });
  const link = (path: string) => `${deps.config.publicUrl ?? ''}${path}`;
  const app = new Hono<AppEnv>();

  /** @throws Refusal `missing` */
  const found = (c: AppContext): Announcement => {
    const known = announcements.get(c.req.param('id') ?? '');
    if (!known) throw new Refusal('missing', 'http_no_announcement');
    return known;
  };
  const origin = (what: string) => ({ key: `api:${what}:${randomId()}`, at: now() });

  app.get('/', (c) => c.json({ announcements: announcements.list(spaceQuery(c)).map(announcementJson) }));

  app.post('/', async (c) => {
    refuseWhenStopping(lifetime);
    const wanted = await readJson(c, newAnnouncement);
    const place = placeOf(wanted.target);
    const { announcement, hook } = await announcements.add({
      origin: origin('announcement'),
      name: wanted.name,
      place,
      owner: ownerOf(wanted.owner),
      presenter: presenterOf(presenters, spaceOf({ place }), wanted.presenter).id,
      trigger: triggerOf(wanted.trigger, now()),
      ...(wanted.words !== undefined && { words: wanted.words }),
      ...(wanted.per_day !== undefined && { perDay: wanted.per_day }),
    });
    const location = link(`/api/announcements/${announcement.id}`);
    return c.json({ ...announcementJson(announcement), ...(hook && { hook }) }, 201, { ...SECRET, Location: location });
  });

  app.post('/now', async (c) => {
    refuseWhenStopping(lifetime);
    const key = idempotencyKey(c.req.header('idempotency-key'));
    const wanted = await readJson(c, saying);
    const place = placeOf(wanted.target);
    const presenter = presenterOf(presenters, spaceOf({ place }), wanted.presenter).id;
    const make = async (cause: SaidNow['origin']) => {
      const asked = { requester: ownerOf(wanted.owner), place, presenter, words: wanted.words };
      const { id } = await announcements.say({ origin: cause, ...asked });
      return { ...(await jobs.show(id)), repeated: false };
    };
    if (key === undefined) return c.json(jobJson(await make(origin('now')), link), 202);
    const { view, repeated } = await once(key, createHash('sha256').update(JSON.stringify(wanted)).digest('hex'), make);
    return c.json(jobJson(view, link), repeated ? 200 : 202);
  });

  app.get('/:id', async (c) => {
    const announcement = found(c);
    const [standing, history] = await Promise.all([
      announcements.standing(announcement.id),
      announcements.history(announcement.id, 20),
    ]);
    return c.json(wholeJson(announcement, standing, history));
  });

  app.patch('/:id', async (c) => {
    const known = found(c);
    const { paused, ...wanted } = await readJson(c, announcementChanges);
    const place = wanted.target ? placeOf(wanted.target) : known.place;
    const changes: Changes = {
      ...(wanted.target && { place }),
      ...(wanted.name !== undefined && { name: wanted.name }),
      ...(wanted.words !== undefined && { words: wanted.words }),
      ...(wanted.per_day !== undefined && { perDay: wanted.per_day }),
      ...(wanted.presenter !== undefined && {
        presenter: presenterOf(presenters, spaceOf({ place }), wanted.presenter).id,
      }),
      ...(wanted.trigger && { trigger: triggerOf(wanted.trigger, now(), known.trigger) }),
    };
    let changed = known;
    if (Object.keys(changes).length > 0) changed = await announcements.change(known.id, changes);
    if (paused !== undefined && paused !== (changed.paused !== undefined)) {
      changed = paused ? await announcements.pause(known.id) : await announcements.resume(known.id);
    }
    return c.json(announcementJson(changed));
  });

  app.delete('/:id', async (c) => {
    await announcements.remove(found(c).id);
    return c.body(null, 204);
  });

  app.post('/:id/secret', async (c) => {
    const { hook } = await announcements.newSecret(found(c).id);
    return c.json({ hook }, 200, SECRET);
  });

  app.post('/:id/test', async (c) => {
    refuseWhenStopping(lifetime);
    const { id } = found(c);
    const { target, owner } = await readJson(c, testing);
    const to = { origin: origin('test'), requester: ownerOf(owner), place: placeOf(target) };
    return c.json(occurredJson(await announcements.test(id, to)), 202);
  });

  return app;
}

const placeOf = ({ platform, space, channel }: z.output<typeof newAnnouncement>['target']): Place => ({
  platform,
  space,
  channel,
});

/** Without one, nobody is told what goes wrong: the history says it. */
const ownerOf = (person = 'api'): Requester => ({ person });

/**
 * @param before what it changes: a moment that was shown of it and is sent back is the same one
 * @throws Refusal where its time cannot be understood
 */
function triggerOf(wanted: z.output<typeof newAnnouncement>['trigger'], now: number, before?: Trigger): Trigger {
  if (wanted.kind !== 'schedule') return wanted;
  if (before?.kind === 'schedule') return changedTrigger(before, { when: wanted.when, zone: wanted.time_zone }, now);
  const zone = readZone(wanted.time_zone);
  return { kind: 'schedule', said: wanted.when, zone, ...readWhen(wanted.when, zone, now) };
}
