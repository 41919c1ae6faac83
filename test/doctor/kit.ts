import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/examine.ts';
import type { Check } from '../../src/doctor/finding.ts';
import { dataDir, removeDir } from '../e2e/bot.ts';

/** A folder that is gone after the test. */
export function folder(): string {
  const dir = dataDir();
  onTestFinished(() => removeDir(dir));
  return dir;
}

/** What the doctor says under these settings, and the code it ends with: its program, without a process of its own. */
export async function examined(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly output: string }> {
  const lines: string[] = [];
  const patient = { env: { DATA_DIR: folder(), ...env }, file: undefined, version: process.versions.node };
  const code = await examine(patient, (line) => void lines.push(line));
  return { code, output: lines.join('\n') };
}

/** A web server that answers everything alike. @returns its address */
export async function webServer(status: number, body: string): Promise<string> {
  const server = createServer((_, answer) => answer.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a check finds under these settings: `mark what it says`, a line each. */
export async function found(
  check: (config: Config) => Check,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const findings = await check(readConfig(env)).look(new AbortController().signal);
  return findings.map(({ mark, says }) => `${mark} ${says}`);
}
