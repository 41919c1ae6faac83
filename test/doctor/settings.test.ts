import { expect, test } from 'vitest';
import { nodeVersion } from '../../src/doctor/node.ts';
import { readSettings, secretsIn } from '../../src/doctor/settings.ts';

test('settings that can be used are counted, and given on', async () => {
  const { config, findings } = await readSettings({ PORT: '4000', KLING_MODE: ' ' }, undefined);
  expect(config?.port).toBe(4000);
  expect(findings).toMatchObject([{ mark: 'ok', says: expect.stringMatching(/^1 are set/) }]);
});

test('a setting that has no effect is a note, and nothing is wrong', async () => {
  const { config, findings } = await readSettings({ SLACK_MANAGERS: 'U012AB3CD' }, undefined);
  expect(config).toBeDefined();
  expect(findings).toMatchObject([
    { mark: 'ok' },
    { mark: 'note', says: expect.stringMatching(/^SLACK_MANAGERS has no effect/) },
  ]);
});

test('a list of voices that cannot be used is a wrong setting', async () => {
  const { config, findings } = await readSettings({ KLING_VOICES: 'nowhere.json' }, undefined);
  expect(config).toBeUndefined();
  expect(findings).toMatchObject([{ mark: 'wrong', says: expect.stringMatching(/nowhere\.json cannot be read/) }]);
});

test('the secrets are known even where they cannot be used', () => {
  expect(secretsIn({ DISCORD_TOKEN: ' not a token ', PORT: '1', API_TOKEN: 'abc' })).toEqual(['abc', 'not a token']);
});

test('a Node.js that is too old is named, with what to install', async () => {
  const [finding] = await nodeVersion('22.21.1').look(new AbortController().signal);
  expect(finding).toMatchObject({ mark: 'wrong', says: expect.stringMatching(/22\.21\.1 is too old.* 24 or later/) });
});
