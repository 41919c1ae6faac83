import { createProcesses } from '../media/processes.ts';
import type { VideoSpec } from './render-video.ts';
import type { RenderTasks } from './render-worker.ts';

export type { VideoSpec } from './render-video.ts';

/** Makes the video of one task: from a local photo and a sound, to `output` or to wherever it says. */
export type Render = (spec: VideoSpec) => Promise<Rendered>;

export interface Rendered {
  /** Length of the sound, which is what is charged. */
  readonly seconds: number;
  /** Where the video lies; absent: at the spec's `output`. */
  readonly path?: string;
}

/** Ten times what the longest sound (300 s) takes on two cores, ms. */
const TIME_LIMIT = 600_000;
/** Bytes; 60 s of sound need about 320 MB. */
const MEMORY_LIMIT = 1_500_000_000;
/** The process and its FFmpeg hold 100 MB: not for long when nothing is rendered, ms. */
const IDLE_AFTER = 60_000;

/** The real thing: draws and encodes in a process of its own, one task after the other, behind the bot's own work. */
export function createRenderer(): { readonly render: Render; close(): Promise<void> } {
  const processes = createProcesses<RenderTasks>({
    module: new URL('./render-worker.ts', import.meta.url),
    size: 1,
    timeLimit: TIME_LIMIT,
    memoryLimit: MEMORY_LIMIT,
    idleAfter: IDLE_AFTER,
    niceness: 5,
  });
  return { render: (spec) => processes.run('render', spec), close: () => processes.close() };
}
