import { chmodSync, chownSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runToEnd } from '../e2e/ends.ts';
import { klingWith } from '../e2e/kling.ts';
import { examined, folder } from './kit.ts';

/** A user without any rights. */
const NOBODY = 65_534;

const doctor = (env: Readonly<Record<string, string>> = {}, dir = folder()) => runToEnd('src/doctor.ts', dir, env);

describe('npm run doctor', () => {
  test('finds nothing wrong where nothing is set: a sandbox for Kling, no Discord; and leaves no trace', async () => {
    const dir = folder();
    const { code, output } = await doctor({}, dir);
    expect(output).toMatch(/^✓ ok {4}Settings: .*no \.env/m);
    expect(output).toMatch(/^✓ ok {4}Node\.js: 24\./m);
    expect(output).toMatch(/^✓ ok {4}Data directory: .* can be written\./m);
    expect(output).toMatch(/^! note {2}Kling: .*sandbox.*KLING_API_KEY/m);
    expect(output).toMatch(/^! note {2}Discord: DISCORD_TOKEN is not set/m);
    expect(output).toMatch(/^Nothing is wrong\.$/m);
    expect(code).toBe(0);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('names all settings that are wrong, shows no secret, and ends with the code of a wrong configuration', async () => {
    const { code, output } = await examined({
      PORT: 'many',
      KLING_API_KEY: 'spaced out secret',
      DISCORD_GUILD: 'my server',
    });
    expect(output).toMatch(/^✗ wrong Settings: PORT is "many"; expected/m);
    expect(output).toMatch(/^✗ wrong Settings: KLING_API_KEY .*not shown/m);
    expect(output).toMatch(/^✗ wrong Settings: DISCORD_GUILD is "my server"/m);
    expect(output).not.toContain('spaced out');
    expect(output).toMatch(/^✓ ok {4}Node\.js/m);
    expect(output).toMatch(/rests on the settings/);
    expect(code).toBe(78);
  });

  test('reads .env as the start does', async () => {
    const dir = folder();
    writeFileSync(join(dir, '.env'), 'LOG_LEVEL=loud\nDISCORD_BOT_TOKEN=hush-hush\n');
    const { code, output } = await doctor({}, dir);
    expect(output).toMatch(/^✗ wrong Settings: LOG_LEVEL is "loud"/m);
    expect(output).toMatch(/^! note {2}Settings: \.env has DISCORD_BOT_TOKEN/m);
    expect(output).not.toContain('hush-hush');
    expect(code).toBe(78);
  });

  test.skipIf(process.platform === 'win32')('names a data directory that may not be written', async () => {
    const dir = folder();
    // to root everything is writable
    const user = process.getuid?.() === 0 ? NOBODY : undefined;
    if (user !== undefined) chownSync(dir, user, user);
    chmodSync(dir, 0o500);
    const { code, output } = await runToEnd('src/doctor.ts', dir, {}, [], user);
    expect(output).toMatch(/^✗ wrong Data directory: .* cannot be read and written \(EACCES\): give it to the user/m);
    expect(output).toMatch(/run the doctor again\.$/m);
    expect(code).toBe(1);
  });

  test('names a key that Kling refuses, with the region, and goes on', async () => {
    const kling = await klingWith({ accept: { apiKey: 'another' } });
    const { code, output } = await examined({ KLING_API_KEY: 'key-for-tests-only', KLING_BASE_URL: kling.url });
    expect(output).toMatch(/^✗ wrong Kling: .*does not know the key.*KLING_BASE_URL.*\(code 1002\)$/m);
    expect(output).toMatch(/Discord: /);
    expect(output).not.toContain('key-for-tests-only');
    expect(code).toBe(1);
  });
});
