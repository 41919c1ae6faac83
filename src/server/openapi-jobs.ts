import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { STATES } from '../jobs/job.ts';
import * as gives from './api-answers.ts';
import { RATIOS } from './api-schemas.ts';
import { answer, byId, file, form, idempotent, operation } from './openapi-operation.ts';

const newJob = z
  .object({
    photo: file.optional(),
    photo_url: z.string().optional(),
    text: z.string().optional(),
    voice_id: z.string().optional(),
    audio: file.optional(),
    audio_url: z.string().optional(),
    aspect_ratio: z.enum(RATIOS).optional(),
    prompt: z.string().optional(),
  })
  .meta({ description: 'A photo, and words or a recording.' });

const jobQuery = z.object({
  state: z.enum(STATES).optional(),
  limit: z.int().min(1).max(100).optional(),
  cursor: z.string().optional().meta({ description: 'Of the page before.' }),
});

/** What can be asked about jobs. */
export const jobs: ZodOpenApiPathsObject = {
  '/api/jobs': {
    get: operation(
      'Jobs',
      'List jobs, newest first',
      { 200: answer('A page of jobs.', gives.jobsAnswer) },
      { requestParams: { query: jobQuery } },
    ),
    post: operation(
      'Jobs',
      'Make a video',
      {
        200: answer('The job that the same key had made.', gives.jobAnswer),
        202: answer('A new job.', gives.jobAnswer),
      },
      { requestParams: { header: idempotent }, requestBody: form(newJob) },
    ),
  },
  '/api/jobs/{id}': {
    get: operation('Jobs', 'Look at a job', { 200: answer('The job.', gives.jobAnswer) }, { requestParams: byId }),
    delete: operation(
      'Jobs',
      'Ask to cancel a job',
      { 202: answer('The job.', gives.jobAnswer) },
      { requestParams: byId },
    ),
  },
  '/api/jobs/{id}/events': {
    get: operation(
      'Jobs',
      'Follow a job, as server-sent events',
      {
        200: {
          description: 'An event called job for each change; its data is the job.',
          content: { 'text/event-stream': { schema: z.string() } },
        },
      },
      { requestParams: byId },
    ),
  },
  '/api/jobs/{id}/video': {
    get: operation(
      'Jobs',
      'Fetch the video',
      { 200: { description: 'The video.', content: { 'video/mp4': { schema: file } } } },
      { requestParams: byId },
    ),
  },
  '/api/voices': { get: operation('Jobs', 'List voices', { 200: answer('All voices.', gives.voicesAnswer) }) },
};
