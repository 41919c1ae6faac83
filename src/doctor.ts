import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { examine } from './doctor/examine.ts';

const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : undefined;
if (file) process.loadEnvFile('.env');
const patient = { env: process.env, file, version: process.versions.node };
process.exitCode = await examine(patient, (line) => console.log(line));
