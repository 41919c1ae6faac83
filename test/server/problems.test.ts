import { expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { knownProblem, problemResponse } from '../../src/server/problems.ts';

test('a refusal says over HTTP what is in the way, in plain words', async () => {
  const lines = [
    { key: 'post_link', params: { link: { url: 'https://a.example', label: 'post_link_label' }, until: { when: 0 } } },
    { key: 'post_video', params: { person: { person: 'U1' } } },
  ] as const;
  const problem = knownProblem(new Refusal('input', 'announcement_obstacles', {}, { lines }));
  const answer = problem && (await problemResponse(problem).json());
  expect(answer).toMatchObject({ type: 'urn:herald:problem:announcement-obstacles', status: 422 });
  const { detail } = answer as { detail: string };
  for (const word of ['https://a.example', '1970-01-01T00:00:00.000Z', 'U1']) expect(detail).toContain(word);
  expect(detail).not.toContain('[object');
});
