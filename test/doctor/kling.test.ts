import { describe, expect, test } from 'vitest';
import { klingAccount } from '../../src/doctor/kling.ts';
import { freePort } from '../e2e/ends.ts';
import { klingWith } from '../e2e/kling.ts';
import { found, webServer } from './kit.ts';

const key = 'key-for-tests-only';
const look = (url: string, more: Readonly<Record<string, string>> = {}) =>
  found(klingAccount, { KLING_API_KEY: key, KLING_BASE_URL: url, ...more });

describe('of Kling is said', () => {
  test.each([
    ['auto', 'image2video'],
    ['avatar', 'avatar'],
  ])('that it takes the key, with KLING_PROFILE %s, and nothing but a list is asked for', async (wanted, profile) => {
    const kling = await klingWith({ accept: { apiKey: key } });
    const says = await look(kling.url, { KLING_PROFILE: wanted });
    expect(says).toEqual([expect.stringMatching(new RegExp(`^ok .*takes the key.*profile ${profile}\\.$`))]);
    expect(kling.requests()).toMatchObject({ create: 0, speech: 0, task: 0, list: 1 });
  });

  test('that it refuses the pair of keys', async () => {
    const kling = await klingWith({ accept: { accessKey: 'access', secretKey: 'the-right-secret' } });
    const pair = { KLING_API_KEY: '', KLING_ACCESS_KEY: 'access', KLING_SECRET_KEY: 'another-secret' };
    expect(await look(kling.url, pair)).toEqual([expect.stringMatching(/^wrong .*KLING_SECRET_KEY.*\(code 1000\)$/)]);
  });

  test('that the profile that was insisted on is not answered', async () => {
    const kling = await klingWith({ profiles: ['avatar'] });
    const says = await look(kling.url, { KLING_PROFILE: 'image2video' });
    expect(says).toEqual([expect.stringMatching(/^wrong the profile image2video is not answered: .*KLING_PROFILE/)]);
  });

  test('that the account is out of money', async () => {
    const kling = await klingWith();
    kling.faults.next('list', { answer: { code: 1102 } }, 2);
    expect(await look(kling.url)).toEqual([expect.stringMatching(/^wrong .*\(code 1102\)$/)]);
  });

  test('that it is under maintenance: only a note', async () => {
    const kling = await klingWith();
    kling.faults.next('list', { answer: { code: 5001 } }, 9);
    expect(await look(kling.url)).toEqual([expect.stringMatching(/^note .*maintenance.*\(code 5001\)$/)]);
  });

  test('that it was not reached', async () => {
    const says = await look(`http://127.0.0.1:${await freePort()}`);
    expect(says).toEqual([expect.stringMatching(/^wrong .*was not reached: check the network, and KLING_BASE_URL/)]);
  });

  test('that another web server answers', async () => {
    expect(await look(await webServer(200, '<html>'))).toEqual([expect.stringMatching(/^wrong .*KLING_BASE_URL/)]);
  });
});
