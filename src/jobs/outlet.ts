import type { Platform, Sent } from '../platforms/platform.ts';
import type { Job } from './job.ts';

/** What a video finds of the status message that it belongs below. */
export type StatusOutcome =
  | { readonly outcome: 'there'; readonly sent: Sent }
  | { readonly outcome: 'none' }
  /** It is still in line to be posted, before all others; to be looked for again at `at` (ms). */
  | { readonly outcome: 'soon'; readonly at: number };

/** What posting a video needs of a chat platform. */
export interface Outlet
  extends Pick<Platform, 'post' | 'find' | 'openThread' | 'openDirect' | 'uploadLimit' | 'remove' | 'withdraw'> {
  /** The status message of a job; waits a little for one that is being posted. @throws the signal's reason */
  statusOf(job: Job, signal: AbortSignal): Promise<StatusOutcome>;
}

/** The chat platforms, by the names that stand in a job's place. */
export interface Outlets {
  /** Whether jobs of this platform are answered by a post. A job of any other is delivered when its video is home. */
  isChat(platform: string): boolean;
  /** Undefined until it is connected. */
  of(platform: string): Outlet | undefined;
}
