import { describe, expect, onTestFinished, test } from 'vitest';
import { type FindProfileOptions, isSameTarget, profileFinder } from '../../src/jobs/kling-api.ts';
import type { Detection } from '../../src/kling/detect.ts';
import { Unreadable } from '../../src/kling/errors.ts';
import type { ProfileName } from '../../src/kling/profile.ts';
import { testClock } from '../clock.ts';
import { disk } from './disk.ts';
import { refusal, scriptedKling } from './kling.ts';

const TARGET = { baseUrl: 'https://kling', account: 'ours' };

async function finder(answers: (Detection | Error)[], wanted: FindProfileOptions['wanted'] = 'auto') {
  const clock = testClock();
  const remembered = await (await disk()).namespace<ProfileName>('profiles');
  const told: unknown[] = [];
  const start = (more: Partial<FindProfileOptions> = {}) => {
    const found = profileFinder({
      clock,
      wanted,
      profiles: {
        avatar: scriptedKling('avatar', clock.now).profile,
        image2video: scriptedKling('image2video', clock.now).profile,
      },
      target: TARGET,
      remembered,
      detect: async () => {
        told.push('asked');
        const answer = answers.shift();
        if (!answer || answer instanceof Error) throw answer ?? new Error('asked too often');
        return answer;
      },
      onDecided: (profile, how) => told.push(`${profile} ${how}`),
      onUndecided: (operator) => told.push(operator),
      onError: (error) => told.push(error),
      ...more,
    });
    onTestFinished(() => found.stop());
    return found;
  };
  return { clock, told, start };
}

const unreachable: Detection = {
  undecided: 'Kling cannot be reached.',
  error: new Unreadable('no network', { transient: true }),
};

describe('the profile', () => {
  test('that is set is taken, and nobody is asked', async () => {
    const { start, told } = await finder([], 'image2video');
    const found = start();
    await found.start();
    expect(told).toEqual(['image2video set']);
    expect(found.api()).toMatchObject({
      target: { ...TARGET, profile: 'image2video' },
      profile: { name: 'image2video' },
    });
  });

  test('is found by asking, and remembered for this account', async () => {
    const { start, told, clock } = await finder([{ decided: 'avatar' }]);
    const found = start();
    await found.start();
    expect(found.api()).toMatchObject({ profile: undefined, undecided: { key: 'job_undecided' } });
    await clock.settle();
    expect(found.api().profile?.name).toBe('avatar');
    await start().start();
    expect(told).toEqual(['asked', 'avatar found', 'avatar remembered']);
  });

  test('of another account is asked for anew', async () => {
    const { start, told, clock } = await finder([{ decided: 'avatar' }, { decided: 'image2video' }]);
    await start().start();
    await clock.settle();
    await start({ target: { ...TARGET, account: 'another' } }).start();
    await clock.settle();
    expect(told).toEqual(['asked', 'avatar found', 'asked', 'image2video found']);
  });

  test('is asked for every 15 s while nobody answers, and jobs wait with a reason', async () => {
    const { start, told, clock } = await finder([unreachable, new Error('a bug'), unreachable, { decided: 'avatar' }]);
    const found = start();
    await found.start();
    await clock.settle();
    expect(found.api().undecided).toEqual({ key: 'job_undecided', operator: 'Kling cannot be reached.' });
    await clock.pass(44_000);
    expect(found.api().profile).toBeUndefined();
    await clock.pass(2_000);
    expect(found.api().profile?.name).toBe('avatar');
    expect(found.api().undecided).toBeUndefined();
    await clock.pass(60_000);
    expect(told.filter((one) => one === 'asked')).toHaveLength(4);
  });

  test.each([
    ['a key that Kling refuses', refusal(1002), 'kling_account'],
    ['a Kling that answers neither', refusal(1202), 'job_no_profile'],
  ] as const)('is not known with %s, and people are told what fits', async (_, error, key) => {
    const { start, clock } = await finder([{ undecided: 'Look at it.', error } as Detection]);
    const found = start();
    await found.start();
    await clock.settle();
    expect(found.api()).toMatchObject({ profile: undefined, undecided: { key, operator: 'Look at it.' } });
  });

  test('is no longer asked for once Herald stops', async () => {
    const { start, told, clock } = await finder([unreachable]);
    const found = start();
    await found.start();
    await clock.settle();
    await found.stop();
    await clock.pass(60_000);
    expect(told.filter((one) => one === 'asked')).toHaveLength(1);
  });
});

describe('a job may go on with a Kling', () => {
  test.each([
    ['of the same address and account', {}, true],
    ['whose profile is not known yet', { profile: undefined }, true],
    ['of another address', { baseUrl: 'https://elsewhere' }, false],
    ['of another account', { account: 'another' }, false],
    ['of another profile', { profile: 'image2video' as const }, false],
  ])('%s: %s %s', (_, present, may) => {
    const job = { ...TARGET, profile: 'avatar' as const };
    const { profile, ...rest } = { ...job, ...present };
    expect(isSameTarget(job, profile === undefined ? rest : { ...rest, profile })).toBe(may);
  });

  test('when its own profile was not known when it was asked for', () => {
    expect(isSameTarget(TARGET, { ...TARGET, profile: 'avatar' })).toBe(true);
  });
});
