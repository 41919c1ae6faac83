import { z } from 'zod';
// its types let `meta` say what only OpenAPI knows
import type {} from 'zod-openapi';
import { SOURCES } from '../../commands/sources.ts';

/** What the API takes: requests are checked by these, and documented by them. */

export const RATIOS = ['16:9', '9:16', '1:1'] as const;

const platformId = z.string().regex(/^[\w.-]{1,64}$/);
const name = z.string().trim().min(1).max(60);
const words = z.string().trim().min(1).max(3_000).meta({
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

export const spaceName = z
  .string()
  .regex(/^[a-z]{1,20}:[\w.-]{1,64}$/)
  .meta({ description: 'Platform and id of a server or workspace.', example: 'discord:80351110224678912' });

export const target = z
  .strictObject({
    platform: z
      .string()
      .regex(/^[a-z]{1,20}$/)
      .meta({ example: 'discord' }),
    space: platformId.meta({ description: 'Id of the server or workspace, without its platform.' }),
    channel: platformId,
    thread: platformId.optional(),
  })
  .meta({ id: 'Target', description: 'Where the videos are posted.' });

export const schedule = z.strictObject({
  kind: z.literal('schedule'),
  when: z.string().min(1).max(200).meta({
    description: 'A cron line of five fields, a time, or plain words.',
    example: 'every weekday at 9:00',
  }),
  time_zone: z.string().min(1).max(60).meta({ description: 'IANA name.', example: 'Europe/Berlin' }),
});
export const hook = z.strictObject({ kind: z.literal('hook'), source: z.enum(SOURCES) });
export const feed = z.strictObject({
  kind: z.literal('feed'),
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\//)
    .meta({ description: 'RSS, Atom or JSON Feed.' }),
});
export const watch = z.strictObject({
  kind: z.literal('watch'),
  channel: platformId.meta({ description: 'Of the same space; what is written there is announced.' }),
  roles: z.array(platformId).max(25).default([]),
  people: z.array(platformId).max(25).default([]),
});
const trigger = z.discriminatedUnion('kind', [schedule, hook, feed, watch]).meta({ id: 'Trigger' });

const perDay = z.int().min(1).max(500).meta({ description: 'Videos in a day (UTC) at most.' });

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

export const saying = z
  .strictObject({ target, presenter: presenterRef, words, owner: owner.optional() })
  .meta({ id: 'Saying' });

export const testing = z.strictObject({ target, owner: owner.optional() }).meta({ id: 'Testing' });

export const newPresenter = z.strictObject({
  space: spaceName,
  name,
  voice_id: voice.optional(),
  aspect_ratio: z.enum(RATIOS).optional(),
  owner: platformId.optional().meta({ description: 'Id of the person on the platform who it belongs to.' }),
});

export const newDefault = z
  .strictObject({
    space: spaceName,
    channel: platformId.optional().meta({ description: 'Absent: for the whole space.' }),
    presenter: presenterRef.nullable(),
  })
  .meta({ id: 'NewDefault' });
