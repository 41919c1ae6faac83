import type { ZodOpenApiPathsObject } from 'zod-openapi';
import * as gives from './api-answers.ts';
import * as takes from './api-schemas.ts';
import { answer, body, byId, bySpace, file, form, operation } from './openapi-operation.ts';

/** What can be asked about presenters. */
export const presenters: ZodOpenApiPathsObject = {
  '/api/presenters': {
    get: operation(
      'Presenters',
      'List the presenters of a space',
      { 200: answer('By name.', gives.presentersAnswer) },
      { requestParams: bySpace },
    ),
    post: operation(
      'Presenters',
      'Save a photo with a voice',
      { 201: answer('The presenter.', gives.presenterAnswer) },
      {
        requestBody: form(takes.newPresenter.extend({ photo: file })),
        description: 'Nobody is asked about the face: whoever holds the token vouches that it may be used.',
      },
    ),
  },
  '/api/presenters/default': {
    put: operation(
      'Presenters',
      'Say who speaks when nobody is named, in a channel or in the whole space',
      { 200: answer('What holds now.', gives.defaultsAnswer) },
      { requestBody: body(takes.newDefault) },
    ),
  },
  '/api/presenters/{id}': {
    get: operation(
      'Presenters',
      'Look at a presenter',
      { 200: answer('The presenter.', gives.presenterAnswer) },
      { requestParams: byId },
    ),
    delete: operation(
      'Presenters',
      'Remove a presenter; announcements that use it pause',
      { 204: answer('It is gone.') },
      { requestParams: byId },
    ),
  },
};
