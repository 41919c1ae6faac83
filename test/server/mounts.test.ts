import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { openHouse } from './house.ts';

const slack = {
  prefix: '/slack/',
  take({ url }: { readonly url?: string | undefined }, response: ServerResponse) {
    if (url !== '/slack/events') return false;
    response.end('taken');
    return true;
  },
};

describe('a part of the server that a platform answers', () => {
  test('is open to strangers, who give no token', async () => {
    const house = await openHouse({ deps: { mounts: [slack] }, env: { API_TOKEN: 'token' } });
    const answer = await house.fetch('/slack/events', { method: 'POST', body: '{}' });
    expect(await answer.text()).toBe('taken');
  });

  test.each([
    ['what it does not take', [slack], '/slack/other'],
    ['all of it, while it is not set up', [], '/slack/events'],
  ])('says to strangers that there is nothing: %s', async (_what, mounts, path) => {
    const house = await openHouse({ deps: { mounts }, env: { API_TOKEN: 'token' } });
    for (const method of ['GET', 'POST']) {
      const answer = await house.fetch(path, { method });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ type: 'urn:herald:problem:http-not-found' });
    }
  });

  test('is asked about nothing else', async () => {
    const asked: unknown[] = [];
    const mount = { prefix: '/slack/', take: () => asked.push(1) > 0 };
    const house = await openHouse({ deps: { mounts: [mount] } });
    expect((await house.fetch('/healthz')).status).toBe(200);
    expect((await house.fetch('/slackers')).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
