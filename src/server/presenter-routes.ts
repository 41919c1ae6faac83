import { rm } from 'node:fs/promises';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Presenter, Presenters } from '../../commands/presenters.ts';
import { LIMITS } from '../media/limits.ts';
import { Refusal } from '../refusal.ts';
import type { presenterAnswer } from './api-answers.ts';
import { newDefault, newPresenter } from './api-schemas.ts';
import type { AppContext, AppEnv, Lifetime, ServerDeps } from './deps.ts';
import { type Form, readForm } from './form.ts';
import { refuseWhenStopping } from './guards.ts';
import { fitting, readJson } from './json-body.ts';
import { spaceQuery } from './space-query.ts';

const FILES = { photo: LIMITS.photo.bytes } as const;
const WORDS = Object.keys(newPresenter.shape);

/** Everything under `/api/presenters`. */
export function presenterRoutes(deps: ServerDeps, lifetime: Lifetime): Hono<AppEnv> {
  const { incomingDir: dir, now, randomId } = deps;
  const { presenters } = deps.commands;
  const app = new Hono<AppEnv>();

  /** @throws Refusal `missing` */
  const found = (c: AppContext): Presenter => {
    const known = presenters.get(c.req.param('id') ?? '');
    if (!known) throw new Refusal('missing', 'http_no_presenter');
    return known;
  };

  app.get('/', (c) => {
    const space = spaceQuery(c);
    return c.json({ presenters: presenters.list(space).map(presenterJson), defaults: presenters.defaults(space) });
  });

  app.post('/', async (c) => {
    refuseWhenStopping(lifetime);
    const form = await readForm(c.env.incoming, { words: WORDS, files: FILES, wordsLimit: 1_000, dir, randomId });
    const presenter = await add(form);
    const location = `${deps.config.publicUrl ?? ''}/api/presenters/${presenter.id}`;
    return c.json(presenterJson(presenter), 201, { Location: location });
  });

  app.put('/default', async (c) => {
    const { space, channel, presenter } = await readJson(c, newDefault);
    const id = presenter === null ? undefined : presenterOf(presenters, space, presenter).id;
    await presenters.setDefault(space, channel, id);
    return c.json(presenters.defaults(space));
  });

  app.get('/:id', (c) => c.json(presenterJson(found(c))));

  app.delete('/:id', async (c) => {
    await presenters.remove(found(c).id);
    return c.body(null, 204);
  });

  return app;

  async function add({ words, files }: Form): Promise<Presenter> {
    const photo = files.get('photo');
    try {
      const {
        space,
        name,
        voice_id: voiceId,
        aspect_ratio: ratio,
        owner,
      } = fitting(newPresenter, Object.fromEntries(words));
      if (!photo) throw new Refusal('input', 'http_presenter_photo');
      return await presenters.add({
        origin: { key: `api:presenter:${randomId()}`, at: now() },
        space,
        name,
        owner: owner ?? 'api',
        photo,
        ...(voiceId !== undefined && { voiceId }),
        ...(ratio && { ratio }),
      });
    } finally {
      if (photo) await rm(photo.path, { force: true });
    }
  }
}

/** The presenter of a space that is called so, or has this id. @throws Refusal `input` */
export function presenterOf(presenters: Presenters, space: string, typed: string): Presenter {
  const known = presenters.named(space, typed);
  if (!known) throw new Refusal('input', 'http_presenter_unknown', { name: typed.slice(0, 60), space });
  return known;
}

function presenterJson({
  id,
  space,
  name,
  voiceId,
  ratio,
  owner,
  createdAt,
}: Presenter): z.output<typeof presenterAnswer> {
  return {
    id,
    space,
    name,
    ...(voiceId !== undefined && { voice_id: voiceId }),
    ...(ratio && { aspect_ratio: ratio }),
    owner,
    created_at: new Date(createdAt).toISOString(),
  };
}
