import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

/** What the bench tells the sandbox's process to be, as JSON in its first argument. */
export interface KlingSetup {
  readonly dir: string;
  readonly seconds: number;
  readonly profiles: readonly ('avatar' | 'image2video')[];
}

/** What the sandbox's process answers to any message. */
export interface KlingState {
  readonly requests: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
}

const setup: KlingSetup = JSON.parse(process.argv[2] ?? '{}');
const clip = fileURLToPath(new URL('../fixtures/clip.mp4', import.meta.url));
const sandbox = await startSandbox({
  ...setup,
  slots: 10_000,
  render: async () => ({ seconds: 2, path: clip }),
});
process.on('message', () => {
  const ended = Object.fromEntries(sandbox.tasks().map((task) => [task.externalId ?? task.id, task.endedAt ?? 0]));
  process.send?.({ requests: sandbox.requests(), ended } satisfies KlingState);
});
process.on('disconnect', () => {
  rmSync(setup.dir, { recursive: true, force: true });
  process.exit(0);
});
process.send?.({ url: sandbox.url });
