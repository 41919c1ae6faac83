import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { formStart } from '../../src/platforms/form-start.ts';
import { recordingDesk } from './discord/desk.ts';

const caller = {
  person: 'ada',
  locale: 'en',
  place: { platform: 'paper', space: 'home', channel: 'general' },
  roles: [],
  moderates: false,
  manages: false,
} as const;

test('a form starts with the voice that was chosen, unless the platform’s choices are too small for its name', async () => {
  const voice = 'v'.repeat(120);
  const start = (longest?: number) =>
    formStart(recordingDesk(), systemClock, caller, { voice, ...(longest !== undefined && { longest }) });
  expect(await start(150)).toMatchObject({ voiceId: voice });
  expect(await start()).not.toHaveProperty('voiceId');
});
