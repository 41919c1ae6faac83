import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AVATAR, createAvatar, createLive, heldClock, reached, sandboxWith } from './kit.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that keeps what is posted to it. */
async function receiver(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/news`, received };
}

describe('callbacks', () => {
  test('tell each change of status, in order, as the bare task', async () => {
    const { url, received } = await receiver();
    const sandbox = await sandboxWith();
    const { data } = await createAvatar(sandbox, { callback_url: url, external_task_id: 'job1' });
    await expect.poll(() => received.length).toBe(3);
    const bodies = received.map(({ body }) => JSON.parse(body));
    expect(bodies.map((body) => body.task_status)).toEqual(['submitted', 'processing', 'succeed']);
    expect(bodies[2]).toMatchObject({
      task_id: data.task_id,
      task_info: { external_task_id: 'job1' },
      final_unit_deduction: '2',
      task_result: { videos: [{ url: expect.any(String) }] },
    });
    expect(received[0]?.headers).not.toHaveProperty('webhook-signature');
  });

  test('come wrapped, or in the newer shape', async () => {
    const { url, received } = await receiver();
    for (const callbackShape of ['wrapped', 'new'] as const) {
      const sandbox = await sandboxWith({ callbackShape });
      await createLive(sandbox, { callback_url: url, external_task_id: 'job1' });
      await expect.poll(() => received.length % 3).toBe(0);
      await expect.poll(() => sandbox.requests().callback).toBe(3);
    }
    await expect.poll(() => received.length).toBe(6);
    const bodies = received.map(({ body }) => JSON.parse(body));
    expect(bodies[2]).toMatchObject({ code: 0, request_id: expect.any(String), data: { task_status: 'succeed' } });
    expect(bodies[5]).toMatchObject({
      status: 'succeeded',
      external_id: 'job1',
      outputs: [{ url: expect.any(String) }],
    });
  });

  test('are signed by Standard Webhooks with the secret', async () => {
    const { url, received } = await receiver();
    const webhookSecret = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=';
    const sandbox = await sandboxWith({ webhookSecret });
    await createAvatar(sandbox, { callback_url: url });
    await expect.poll(() => received.length).toBe(3);
    const ids = received.map(({ headers, body }) => {
      const signed = headers as Record<string, string>;
      expect(new Webhook(webhookSecret).verify(body, signed)).toMatchObject({ task_id: expect.any(String) });
      expect(() => new Webhook(webhookSecret).verify(`${body} `, signed)).toThrow();
      return signed['webhook-id'];
    });
    expect(new Set(ids).size).toBe(3);
  });

  test('that nobody receives, or that are dropped, hold up nothing', async () => {
    const { url, received } = await receiver();
    const sandbox = await sandboxWith();
    const lost = await createAvatar(sandbox, { callback_url: 'http://127.0.0.1:9/' });
    await reached(sandbox, `${AVATAR}/${lost.data.task_id}`, 'succeed');
    await expect.poll(() => sandbox.requests().callback).toBe(3);
    sandbox.faults.next('callback', { answer: 'drop' }, 2);
    await createAvatar(sandbox, { callback_url: url });
    await expect.poll(() => received.length).toBe(1);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ task_status: 'succeed' });
  });

  test('can be late', async () => {
    const { url, received } = await receiver();
    const clock = heldClock();
    const sandbox = await sandboxWith({ clock });
    sandbox.faults.next('callback', { answer: { lateMs: 5000 } });
    const { data } = await createAvatar(sandbox, { callback_url: url });
    await reached(sandbox, `${AVATAR}/${data.task_id}`, 'succeed');
    expect(received).toEqual([]);
    clock.advance(5000);
    await expect.poll(() => received.length).toBe(3);
  });
});
