import { appendFileSync, copyFileSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

/** What the bench tells the sandbox's process to be, as JSON in its first argument. */
export interface KlingSetup {
  readonly dir: string;
  readonly seconds: number;
  readonly profiles: readonly ('avatar' | 'image2video')[];
  /** Of every video, which is filled up to it. Default: as small as it is. */
  readonly videoBytes?: number;
}

/** What the sandbox's process answers to any message. */
export interface KlingState {
  readonly requests: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
}

const setup: KlingSetup = JSON.parse(process.argv[2] ?? '{}');
const clip = fileURLToPath(new URL('../fixtures/clip.mp4', import.meta.url));
const path = setup.videoBytes === undefined ? clip : filled(setup.videoBytes);
const sandbox = await startSandbox({
  ...setup,
  slots: 10_000,
  render: async () => ({ seconds: 2, path }),
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

/** The clip with a box behind it that players skip, which MP4 knows as `free`: a hole on the disk. */
function filled(bytes: number): string {
  mkdirSync(setup.dir, { recursive: true });
  const large = join(setup.dir, 'large.mp4');
  copyFileSync(clip, large);
  const box = Buffer.alloc(8);
  box.writeUInt32BE(bytes - statSync(clip).size);
  box.write('free', 4);
  appendFileSync(large, box);
  truncateSync(large, bytes);
  return large;
}
