import { describe, expect, test } from 'vitest';
import { publicAddress } from '../../src/doctor/public-url.ts';
import { freePort } from '../e2e/ends.ts';
import { found, webServer } from './kit.ts';

const look = (url: string) =>
  found((config) => publicAddress(config.publicUrl), { API_TOKEN: 'a-token-for-tests', PUBLIC_URL: url });

describe('of PUBLIC_URL is said', () => {
  test('that it reaches a Herald', async () => {
    const url = await webServer(200, '{"status":"ok"}');
    expect(await look(url)).toEqual([`ok ${url} reaches a Herald.`]);
  });

  test.each([
    ['something else', 200, 'Welcome to nginx'],
    ['a proxy without a Herald behind it', 502, ''],
  ])('that it reaches %s: only a note, with what to look at', async (_, status, body) => {
    const says = await look(await webServer(status, body));
    expect(says).toEqual([expect.stringMatching(/^note .*\/healthz.*proxy, tunnel or firewall/)]);
  });

  test('that nobody answers there', async () => {
    const says = await look(`http://127.0.0.1:${await freePort()}`);
    expect(says).toEqual([expect.stringMatching(/^note .*was not reached: .*While Herald runs/)]);
  });

  test('what goes without it', async () => {
    expect(await found((config) => publicAddress(config.publicUrl))).toEqual([expect.stringMatching(/^ok not set: /)]);
  });
});
