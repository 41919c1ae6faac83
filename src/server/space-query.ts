import { spaceName } from './api-schemas.ts';
import type { AppContext } from './deps.ts';
import { HttpProblem } from './problems.ts';

/** The space that a list is asked for, `platform:space`. @throws HttpProblem where none is named */
export function spaceQuery(c: AppContext): string {
  const { data } = spaceName.safeParse(c.req.query('space'));
  if (data !== undefined) return data;
  const params = { name: 'space', expected: 'a platform and the id of a space, such as discord:80351110224678912' };
  throw new HttpProblem(400, 'http_query', { params });
}
