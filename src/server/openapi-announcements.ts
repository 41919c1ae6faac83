import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as gives from './api-answers.ts';
import * as takes from './api-schemas.ts';
import { answer, body, byId, bySpace, form, idempotent, json, operation } from './openapi-operation.ts';

/** What can be asked about announcements. */
export const announcements: ZodOpenApiPathsObject = {
  '/api/announcements': {
    get: operation(
      'Announcements',
      'List the announcements of a space',
      { 200: answer('By name.', gives.announcementsAnswer) },
      { requestParams: bySpace },
    ),
    post: operation(
      'Announcements',
      'Set up an announcement',
      {
        201: answer(
          'The announcement; of a hook, also its address and secret, which are told this once.',
          gives.setUpAnswer,
        ),
      },
      {
        requestBody: body(takes.newAnnouncement),
        description: 'A name can be used once in a space, so that a request that is sent again sets up no second one.',
      },
    ),
  },
  '/api/announcements/now': {
    post: operation(
      'Announcements',
      'Have a presenter say something right away',
      {
        200: answer('The job that the same key had made.', gives.jobAnswer),
        202: answer('A new job.', gives.jobAnswer),
      },
      { requestParams: { header: idempotent }, requestBody: body(takes.saying) },
    ),
  },
  '/api/announcements/{id}': {
    get: operation(
      'Announcements',
      'Look at an announcement, how it stands, and the last 20 that it said',
      { 200: answer('The announcement.', gives.announcementWhole) },
      { requestParams: byId },
    ),
    patch: operation(
      'Announcements',
      'Change, pause or resume an announcement',
      { 200: answer('The announcement.', gives.announcementAnswer) },
      { requestParams: byId, requestBody: body(takes.announcementChanges) },
    ),
    delete: operation(
      'Announcements',
      'Remove an announcement',
      { 204: answer('It is gone.') },
      { requestParams: byId },
    ),
  },
  '/api/announcements/{id}/secret': {
    post: operation(
      'Announcements',
      'Give a hook a new secret; the one before is worth nothing any more',
      { 200: answer('Told this once.', gives.hookAnswer) },
      { requestParams: byId },
    ),
  },
  '/api/announcements/{id}/test': {
    post: operation(
      'Announcements',
      'Say an example of it somewhere',
      { 202: answer('What is being said.', gives.occurredAnswer) },
      { requestParams: byId, requestBody: body(takes.testing) },
    ),
  },
};

const payload = z.looseObject({});

/** What other programs call. */
export const hooks: ZodOpenApiPathsObject = {
  '/hooks/{id}': {
    post: operation(
      'Hooks',
      'Call a hook',
      {
        200: answer('The same call had come before, or there is nothing to announce.', gives.hookCallAnswer),
        202: answer('A video is being made.', gives.hookCallAnswer),
      },
      {
        description:
          'Takes a JSON object or a form of up to 1 MB. Signed by the secret of the hook as Standard Webhooks or GitHub do, or with the secret as a bearer token or in X-Gitlab-Token. The same delivery is announced once: by Idempotency-Key, webhook-id or X-GitHub-Delivery, or by X-Gitlab-Event-UUID together with the body; without one, or signed as GitHub does, by its body for ten minutes. A body has 15 s to arrive (408).',
        security: [{ secret: [] }],
        requestParams: byId,
        requestBody: {
          required: true,
          content: {
            ...json(payload),
            'application/x-www-form-urlencoded': { schema: payload },
            ...form(payload).content,
          },
        },
      },
    ),
  },
};
