import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { problem } from './api-answers.ts';
import { spaceName } from './api-schemas.ts';

type Operation = ZodOpenApiOperationObject;

export const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
export const answer = (description: string, schema?: z.ZodType) => ({
  description,
  ...(schema && { content: json(schema) }),
});
const problems = {
  default: { description: 'What is wrong.', content: { 'application/problem+json': { schema: problem } } },
};
export const body = (schema: z.ZodType) => ({ required: true, content: json(schema) });
export const form = (schema: z.ZodType) => ({ required: true, content: { 'multipart/form-data': { schema } } });
export const file = z.string().meta({ override: { type: 'string', format: 'binary' } });
export const byId = { path: z.object({ id: z.string() }) };
export const bySpace = { query: z.object({ space: spaceName }) };
export const idempotent = z.object({
  'Idempotency-Key': z.string().optional().meta({ description: 'The same key never makes a second job.' }),
});

/** Something that can be asked. @param tag what it is about @param answers by status */
export function operation(
  tag: string,
  summary: string,
  answers: Operation['responses'],
  more: Partial<Operation> = {},
): Operation {
  return { tags: [tag], summary, ...more, responses: { ...answers, ...problems } };
}
