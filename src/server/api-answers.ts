import { z } from 'zod';
import { STATES } from '../jobs/job.ts';
import { feed, hook, RATIOS, schedule, target, watch } from './api-schemas.ts';

/** What the API gives, as it is documented; what is answered is typed by it. */

const time = z.string().meta({ description: 'ISO 8601, UTC.', example: '2027-01-31T18:00:00.000Z' });

/** Every answer that is an error. */
export const problem = z
  .looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .meta({ id: 'Problem', description: 'RFC 9457; `detail` is a sentence for people.' });

/** A job. */
export const jobAnswer = z
  .object({
    id: z.string(),
    state: z.enum(STATES),
    reason: z.string().optional().meta({ description: 'Why it failed or waits: a sentence.' }),
    charged: z.enum(['yes', 'no', 'unknown']).optional(),
    task_id: z.string().optional(),
    position: z.int().optional().meta({ description: 'Place in line, from 1.' }),
    created_at: time,
    updated_at: time,
    estimate_seconds: z.number(),
    units: z.number().optional(),
    spent_seconds: z.number().optional(),
    video: z.object({ url: z.string(), duration: z.number(), bytes: z.int() }).optional(),
  })
  .meta({ id: 'Job' });

/** A page of jobs. */
export const jobsAnswer = z.object({ jobs: z.array(jobAnswer), cursor: z.string().optional() });

/** All voices. */
export const voicesAnswer = z.object({
  voices: z.array(z.object({ id: z.string(), language: z.string(), name: z.string() })),
});

/** An announcement, as it was set up. */
export const announcementAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    target: z.object(target.shape),
    presenter: z.string().meta({ description: 'Id of the presenter.' }),
    owner: z.string(),
    words: z.string(),
    trigger: z.discriminatedUnion('kind', [
      z.object({ ...schedule.shape, cron: z.string().optional(), at: time.optional() }),
      z.object(hook.shape),
      z.object(feed.shape),
      z.object({ ...watch.shape, roles: z.array(z.string()), people: z.array(z.string()) }),
    ]),
    per_day: z.int(),
    paused: z.boolean(),
    paused_since: time.optional(),
    paused_why: z.string().optional(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Announcement' });

/** The announcements of a space. */
export const announcementsAnswer = z.object({ announcements: z.array(announcementAnswer) });

const hookSecret = z.object({
  url: z.string().meta({ description: 'Where it is called.' }),
  secret: z.string().meta({ description: 'Told this once.' }),
});

/** What is told of a hook once. */
export const hookAnswer = z.object({ hook: hookSecret });

/** An announcement that was set up just now. */
export const setUpAnswer = z.object({ ...announcementAnswer.shape, hook: hookSecret.optional() });

/** Something that was announced, or was to be. */
export const occurredAnswer = z
  .object({
    id: z.string().meta({ description: 'Of its job, where there is one.' }),
    at: time.meta({ description: 'When it was to be.' }),
    cause: z.object({
      kind: z.enum(['now', 'test', 'schedule', 'hook', 'feed', 'watch']),
      delivery: z.string().optional(),
      title: z.string().optional(),
      person: z.string().optional(),
      url: z.string().optional(),
    }),
    cut: z.boolean().meta({ description: 'The words were too long, and end early.' }),
    refused: z.string().optional().meta({ description: 'Why there is no job: a sentence.' }),
    state: z.enum(STATES).optional(),
    reason: z.string().optional(),
    posted_url: z.string().optional().meta({ description: 'Where the video was posted.' }),
  })
  .meta({ id: 'Occurrence' });

/** An announcement with how it stands and what it has said. */
export const announcementWhole = z.object({
  ...announcementAnswer.shape,
  next: time.optional().meta({ description: 'The next moment of a schedule, or the next look at a feed.' }),
  skipped: time.optional().meta({ description: 'The latest moment that passed unsaid while nobody could speak.' }),
  today: z.int().meta({ description: 'Announcements today (UTC).' }),
  trouble: z.string().optional().meta({ description: 'What stands in the way of its trigger now: a sentence.' }),
  history: z.array(occurredAnswer).meta({ description: 'Newest first.' }),
});

/** A presenter, without the photo. */
export const presenterAnswer = z
  .object({
    id: z.string(),
    space: z.string(),
    name: z.string(),
    voice_id: z.string().optional(),
    aspect_ratio: z.enum(RATIOS).optional(),
    owner: z.string(),
    created_at: time,
  })
  .meta({ id: 'Presenter' });

/** Who speaks where nobody is named. */
export const defaultsAnswer = z
  .object({
    space: z.string().optional().meta({ description: 'Id of the one for the whole space.' }),
    channels: z.record(z.string(), z.string()).meta({ description: 'Ids by channel.' }),
  })
  .meta({ id: 'Defaults' });

/** The presenters of a space. */
export const presentersAnswer = z.object({ presenters: z.array(presenterAnswer), defaults: defaultsAnswer });

/** What whoever calls a hook is told. */
export const hookCallAnswer = z.object({
  announced: z.boolean(),
  job: z.string().optional(),
  repeated: z.boolean().optional(),
});
