import { existsSync } from 'node:fs';
import { ConfigError, readConfig } from './config.ts';
import { manifestFor } from './platforms/slack/manifest.ts';

/** Prints the app's manifest, and nothing else on standard output, so that it can be piped into a file. */
if (existsSync('.env')) process.loadEnvFile('.env');
try {
  console.log(JSON.stringify(manifestFor(readConfig(process.env)), null, 2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  // sysexits.h: EX_CONFIG
  process.exitCode = 78;
}
