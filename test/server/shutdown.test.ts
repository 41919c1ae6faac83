import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { form, type House, openHouse } from './house.ts';
import { file, multipart, speak } from './wire.ts';

describe('a server that stops', () => {
  test('takes no new jobs, says so in its readiness, and goes on showing the others', async () => {
    const house = await openHouse();
    house.server.stopAccepting();
    const answer = await house.fetch('/api/jobs', { method: 'POST', body: form() });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(house.asked).toEqual([]);
    expect((await house.fetch('/readyz')).status).toBe(503);
    expect((await house.fetch('/healthz')).status).toBe(200);
    expect((await house.fetch('/api/jobs')).status).toBe(200);
  });

  test('lets an answer under way finish', async () => {
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const house = await openHouse({
      onAvatar: async () => {
        begun.resolve();
        await go.promise;
      },
    });
    const answer = house.fetch('/api/jobs', { method: 'POST', body: form() });
    await begun.promise;
    const closed = house.server.close();
    go.resolve();
    expect((await answer).status).toBe(202);
    await closed;
    await expect(house.fetch('/healthz')).rejects.toThrow();
  });

  test('cuts off an upload that does not end in time', async () => {
    const house: House = await openHouse();
    const head =
      'POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 999999\r\n\r\n';
    const heard = speak(house.port, head + multipart(file('photo', 'x')).slice(0, -8), { hangUp: false });
    await expect.poll(() => house.incoming()).toHaveLength(1);
    await house.server.close(0);
    expect(await heard).not.toContain('202');
    await expect.poll(() => house.incoming()).toEqual([]);
  });

  test('may be told twice', async () => {
    const house = await openHouse();
    await house.server.close();
    await house.server.close();
  });
});

describe('a server that starts', () => {
  test('removes uploads that a crash left behind', async () => {
    let dir = '';
    const house = await openHouse({
      onAvatar: async ({ photo }) => {
        dir = dirname(photo.path);
      },
    });
    await house.fetch('/api/jobs', { method: 'POST', body: form() });
    await house.server.close();
    await writeFile(join(dir, 'left-behind'), 'x');
    await house.server.listen();
    expect(await house.incoming()).toEqual([]);
  });

  test('says when its port is taken', async () => {
    const house = await openHouse();
    const second = openHouse({ env: { PORT: String(house.port) } });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
