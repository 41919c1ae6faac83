import { z } from 'zod';
// its types let `meta` say what only OpenAPI knows
import type {} from 'zod-openapi';
import { LIMITS } from '../../commands/limits.ts';
import { SOURCES } from '../../commands/sources.ts';
import type { Ratio } from '../kling/profile.ts';

/** What the API takes: requests are checked by these, and documented by them. */

/** The shapes of a video; the first is what is made where none is named. */
export const RATIOS = ['16:9', '9:16', '1:1'] as const satisfies readonly Ratio[];

const platformId = z.string().regex(/^[\w.-]{1,64}$/);
const name = z.string().trim().min(1).max(LIMITS.name);
const words = z.string().trim().min(1).max(LIMITS.words).meta({
  description:
    'What is said. {date}, {time}, {weekday}, {server}, {channel} and {presenter} are filled in; for hooks, feeds and watched channels, Mustache placeholders over what came as well.',
});
const presenterRef = z.string().min(1).max(100).meta({ description: 'Id or name of a presenter of the same space.' });
const owner = platformId.meta({
  description: 'Id of the person on the platform who is told what goes wrong; absent: nobody is.',
});
const voice = z
  .string()
  .regex(/^[\w.-]{1,64}$/)
  .meta({ example: 'oversea_male1' });

/** A space, as it is named everywhere: `platform:id`. */
export const spaceName = z
  .string()
  .regex(/^[a-z]{1,20}:[\w.-]{1,64}$/)
  .meta({ description: 'Platform and id of a server or workspace.', example: 'discord:80351110224678912' });

/** A channel, with its space and platform. */
export const target = z
  .strictObject({
    platform: z
      .string()
      .regex(/^[a-z]{1,20}$/)
      .meta({ example: 'discord' }),
    space: platformId.meta({ description: 'Id of the server or workspace, without its platform.' }),
    channel: platformId,
  })
  .meta({ id: 'Target', description: 'The channel in which the videos are posted; nothing is announced in threads.' });

/** The trigger that is a time, as it is typed. */
export const schedule = z.strictObject({
  kind: z.literal('schedule'),
  when: z.string().min(1).max(LIMITS.when).meta({
    description: 'A cron line of five fields, a time, or plain words.',
    example: 'every weekday at 9:00',
  }),
  time_zone: z.string().min(1).max(60).meta({ description: 'IANA name.', example: 'Europe/Berlin' }),
});
/** The trigger that is called by other programs. */
export const hook = z.strictObject({ kind: z.literal('hook'), source: z.enum(SOURCES) });
/** The trigger that is what is new at an address. */
export const feed = z.strictObject({
  kind: z.literal('feed'),
  url: z
    .string()
    .max(LIMITS.url)
    .regex(/^https?:\/\//)
    .meta({ description: 'RSS, Atom or JSON Feed.' }),
});
/** The trigger that is what people write. */
export const watch = z.strictObject({
  kind: z.literal('watch'),
  channel: platformId.meta({ description: 'Of the same space; what is written there is announced.' }),
  roles: z.array(platformId).max(LIMITS.picked).default([]),
  people: z.array(platformId).max(LIMITS.picked).default([]),
});
const trigger = z.discriminatedUnion('kind', [schedule, hook, feed, watch]).meta({ id: 'Trigger' });

const perDay = z.int().min(1).max(LIMITS.aDay).meta({ description: 'Videos in a day (UTC) at most.' });

/** `POST /api/announcements` */
export const newAnnouncement = z
  .strictObject({
    name,
    target,
    presenter: presenterRef,
    words: words.optional(),
    trigger,
    per_day: perDay.optional(),
    owner: owner.optional(),
  })
  .meta({ id: 'NewAnnouncement' });

/** `PATCH /api/announcements/{id}`: what is to change, and nothing else. */
export const announcementChanges = z
  .strictObject({
    name,
    target,
    presenter: presenterRef,
    words,
    trigger: trigger.meta({ description: 'Of the same kind as before.' }),
    per_day: perDay,
    paused: z.boolean(),
  })
  .partial()
  .meta({ id: 'AnnouncementChanges' });

/** `POST /api/announcements/now` */
export const saying = z
  .strictObject({ target, presenter: presenterRef, words, owner: owner.optional() })
  .meta({ id: 'Saying' });

/** `POST /api/announcements/{id}/test` */
export const testing = z.strictObject({ target, owner: owner.optional() }).meta({ id: 'Testing' });

/** `POST /api/presenters`, but for the photo. */
export const newPresenter = z.strictObject({
  space: spaceName,
  name,
  voice_id: voice.optional(),
  aspect_ratio: z.enum(RATIOS).optional(),
  owner: platformId.optional().meta({ description: 'Id of the person on the platform who it belongs to.' }),
});

/** `PUT /api/presenters/default` */
export const newDefault = z
  .strictObject({
    space: spaceName,
    channel: platformId.optional().meta({ description: 'Absent: for the whole space.' }),
    presenter: presenterRef.nullable().meta({ description: 'Id or name of a presenter of that space; null: nobody.' }),
  })
  .meta({ id: 'NewDefault' });
