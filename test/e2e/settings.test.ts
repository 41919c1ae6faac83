import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataDir, removeDir, startBot } from './bot.ts';
import { runToEnd } from './ends.ts';

function folder(): string {
  const dir = dataDir();
  onTestFinished(() => removeDir(dir));
  return dir;
}

test('settings that are wrong are all named at once, a sentence each, and no secret is shown', async () => {
  const { code, output } = await runToEnd('src/main.ts', folder(), {
    PORT: '70000',
    LOG_LEVEL: 'loud',
    KEEP_DAYS: 'a week',
    API_TOKEN: 'my secret token',
    SECRET_KEY: 'short-secret',
    KLING_API_KEY: 'key of mine',
    KLING_SECRET_KEY: 'also-mine',
    KLING_WEBHOOK_SECRET: 'whsec_***mine***',
    KLING_BASE_URL: 'https://me:password@kling.example',
  });
  expect(code).toBe(78);
  const lines = output.trim().split('\n');
  const named = lines.map((line) => /^[A-Z_]+/.exec(line)?.[0]);
  const wrong = [
    'PORT',
    'LOG_LEVEL',
    'KEEP_DAYS',
    'API_TOKEN',
    'SECRET_KEY',
    'KLING_API_KEY',
    'KLING_WEBHOOK_SECRET',
    'KLING_BASE_URL',
  ];
  expect(new Set(named)).toEqual(new Set(wrong));
  // the key alone is one mistake, the key beside the pair another
  expect(lines).toHaveLength(wrong.length + 1);
  for (const line of lines) expect(line).toMatch(/; expected .*\.$/);
  for (const secret of ['my secret', 'short-secret', 'key of mine', 'also-mine', '***mine***', 'password@']) {
    expect(output).not.toContain(secret);
  }
});

test.each([
  ['that is not there', undefined],
  ['that is no JSON', '[{"id": "mine"'],
  ['with a voice that speaks another language', '[{"id": "mine", "language": "fr", "name": "Mine"}]'],
])('a list of voices %s stops the start with a sentence', async (_, content) => {
  const dir = folder();
  const path = join(dir, 'voices.json');
  if (content !== undefined) writeFileSync(path, content);
  const { code, output } = await runToEnd('src/main.ts', dir, { KLING_VOICES: path });
  expect(code).toBe(78);
  expect(output.trim().split('\n')).toEqual([
    expect.stringMatching(/^The list of voices at .*voices\.json .*must be a JSON array/),
  ]);
});

test('a file .env in the folder of the start is read, and what the environment says itself comes first', async () => {
  const dir = folder();
  writeFileSync(join(dir, '.env'), 'KLING_MODE=cheap\nKEEP_DAYS=never\nPORT=seventy\n');
  const { code, output } = await runToEnd('src/main.ts', dir);
  expect(code).toBe(78);
  const named = output
    .trim()
    .split('\n')
    .map((line) => /^[A-Z_]+/.exec(line)?.[0]);
  expect(new Set(named)).toEqual(new Set(['KLING_MODE', 'KEEP_DAYS']));
});

test('a setting that has no effect is told, and stops nothing', async () => {
  const dir = dataDir();
  const bot = await startBot(dir, { SLACK_MANAGERS: 'U012AB3CD', LOG_LEVEL: 'info' });
  onTestFinished(async () => {
    await bot.kill();
    removeDir(dir);
  });
  const told = bot.log.filter(({ msg }) => String(msg).startsWith('SLACK_MANAGERS has no effect'));
  expect(told).toMatchObject([{ level: 'warn' }]);
});
