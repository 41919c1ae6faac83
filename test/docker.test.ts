import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startCommand } from './e2e/bot.ts';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
const dockerfile = read('Dockerfile');
const { engines, devDependencies } = JSON.parse(read('package.json'));

/** What is given to an instruction, the last time it stands there. */
const last = (instruction: string) =>
  [...dockerfile.matchAll(new RegExp(`^${instruction} ((?:.*\\\\\\n)*.*)$`, 'gm'))].at(-1)?.[1]?.trim();

test('the image, the engines and the pinned Node are of one major', () => {
  const major = /^FROM node:(\d+)-slim$/m.exec(dockerfile)?.[1];
  expect(engines.node).toBe(`>=${major}`);
  expect(devDependencies.node.split('.')[0]).toBe(major);
});

test('the image runs as nobody special, keeps its data in a volume, and installs nothing for development', () => {
  expect(last('USER')).toBe('node');
  expect(last('VOLUME')).toBe('/data');
  expect(dockerfile).toMatch(/DATA_DIR=\/data/);
  expect(dockerfile).toMatch(/npm ci --omit=dev/);
});

test('signals reach Herald itself, and its health is asked for', () => {
  expect(JSON.parse(last('CMD') ?? '')).toEqual(startCommand());
  expect(last('HEALTHCHECK')).toContain('/healthz');
});
