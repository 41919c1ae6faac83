import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { announcements, hooks } from './openapi-announcements.ts';
import { jobs } from './openapi-jobs.ts';
import { answer, operation } from './openapi-operation.ts';
import { presenters } from './openapi-presenters.ts';

const docs: ZodOpenApiPathsObject = {
  '/api/openapi.json': {
    get: operation('About', 'This description, as OpenAPI', { 200: answer('OpenAPI 3.1.', z.looseObject({})) }),
  },
  '/api/docs': {
    get: operation('About', 'This description, as a page', {
      200: { description: 'A page.', content: { 'text/html': { schema: z.string() } } },
    }),
  },
};

/** The API as OpenAPI 3.1, made of the schemas that check its requests. @param url where it is reached */
export function openApi(url: string) {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Herald',
      version: '1',
      description: 'Makes a photo speak, and has presenters announce things in Discord and Slack.',
    },
    servers: [{ url }],
    // without API_TOKEN, a server that only this machine reaches asks for none
    security: [{ token: [] }, {}],
    paths: { ...jobs, ...announcements, ...presenters, ...hooks, ...docs },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'API_TOKEN' },
        secret: { type: 'http', scheme: 'bearer', description: 'The secret of the hook.' },
      },
    },
  });
}
