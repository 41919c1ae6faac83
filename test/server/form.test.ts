import { describe, expect, test } from 'vitest';
import { type House, openHouse } from './house.ts';
import { file, MULTIPART, multipart, send, speak, words } from './wire.ts';

const post = (house: House, body: string, headers: Record<string, string> = MULTIPART) =>
  send(house.port, { method: 'POST', path: '/api/jobs', headers, body });

const head = (length: number) =>
  `POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${length}\r\n\r\n`;

async function expectNothingKept(house: House) {
  expect(house.asked).toEqual([]);
  expect(await house.incoming()).toEqual([]);
}

describe('a hostile form', () => {
  test.each([
    ['10,000 fields', multipart(...Array.from({ length: 10_000 }, (_, i) => words(`f${i}`, 'x')))],
    ['10,000 times the same field', multipart(...Array.from({ length: 10_000 }, () => words('text', 'x')))],
    ['10,000 parts without a name', multipart(...Array.from({ length: 10_000 }, () => 'X: y\r\n\r\nx'))],
    ['a name that is 100 kB long', multipart(words('n'.repeat(100_000), 'x'))],
    ['a body that breaks off in a file', multipart(words('text', 'hi'), file('photo', 'abc')).slice(0, -8)],
    ['a body that breaks off in a header', '--b\r\nContent-Disposition: form-da'],
    ['no parts and no end', 'nothing of the kind'],
    ['no body', ''],
  ])('of %s is refused', async (_what, body) => {
    const house = await openHouse();
    const answer = await post(house, body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    await expectNothingKept(house);
  });

  test('with a huge filename is read as if it had none', async () => {
    const house = await openHouse();
    const photo = file('photo', 'abc', 'x'.repeat(100_000));
    const answer = await post(house, multipart(photo, words('text', 'hi')));
    expect(answer.status).toBe(202);
    expect(await house.incoming()).toEqual([]);
  });

  test('with a filename that climbs out of its folder stays inside', async () => {
    const house = await openHouse();
    const answer = await post(house, multipart(file('photo', 'abc', '../../../evil'), words('text', 'hi')));
    expect(answer.status).toBe(202);
    expect(house.asked[0]?.photo.path).not.toContain('evil');
  });

  test('without parts at all lacks its photo', async () => {
    const house = await openHouse();
    const answer = await post(house, '--b--\r\n');
    expect(JSON.parse(answer.body)).toMatchObject({ status: 422, type: 'urn:herald:problem:http-photo-missing' });
  });

  test.each([
    ['JSON', { 'Content-Type': 'application/json' }],
    ['an urlencoded form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['something like multipart', { 'Content-Type': 'multipart/form-dataset; boundary=b' }],
    ['nothing said', {}],
  ])('of another type is refused: %s', async (_what, headers) => {
    const house = await openHouse();
    expect((await post(house, '{}', { ...headers })).status).toBe(415);
  });

  test('without a boundary is refused', async () => {
    const house = await openHouse();
    const answer = await post(house, multipart(words('text', 'hi')), { 'Content-Type': 'multipart/form-data' });
    expect(answer.status).toBe(400);
  });

  test('that says it is too large is refused before it is sent', async () => {
    const house = await openHouse();
    const heard = await speak(house.port, head(200_000_000), { hangUp: false });
    expect(heard).toMatch(/^HTTP\/1.1 413 /);
    await expectNothingKept(house);
  });

  test('whose recording is too large is refused while it is sent, and the connection is cut', async () => {
    const house = await openHouse();
    const start = multipart(file('audio', 'x'.repeat(51_000_000))).slice(0, -8);
    // 100 MB are announced, half of them come: who reads on waits for ever
    const heard = await speak(house.port, head(100_000_000) + start, { hangUp: false });
    expect(heard).toMatch(/^HTTP\/1.1 413 /);
    expect(heard).toContain(
      'The file in “audio” is larger than 50 MB'.replace(/[“”]/g, (c) => Buffer.from(c).toString('latin1')),
    );
    await expectNothingKept(house);
  });

  test('whose sender hangs up leaves nothing behind', async () => {
    const house = await openHouse();
    const start = multipart(words('text', 'hi'), file('photo', 'x'.repeat(300_000))).slice(0, -8);
    await speak(house.port, head(1_000_000) + start, { hangUp: true });
    await expect.poll(() => house.log.filter((line) => line.includes('"route":"/api/jobs"')).length).toBe(1);
    await expectNothingKept(house);
  });
});
