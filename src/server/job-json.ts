import type { JobView } from '../../commands/jobs.ts';
import { say } from '../texts.ts';

/** A job as the API shows it. Names and times as in the README; Kling's own URLs are never among them. */
export interface JobJson {
  readonly id: string;
  readonly state: string;
  /** Why it failed or waits: a sentence. */
  readonly reason?: string;
  readonly charged?: 'yes' | 'no' | 'unknown';
  readonly task_id?: string;
  /** Place in line, from 1. */
  readonly position?: number;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly estimate_seconds: number;
  /** What Kling deducted, in its units. */
  readonly units?: number;
  readonly spent_seconds?: number;
  readonly video?: { readonly url: string; readonly duration: number; readonly bytes: number };
}

/** `link` makes an address that the caller can use out of a path. */
export function jobJson({ job, position, waiting }: JobView, link: (path: string) => string): JobJson {
  const { charged, spent, taskId, units, video } = job;
  const reason = job.reason ?? (waiting && { key: waiting, params: {} });
  return {
    id: job.id,
    state: job.state,
    ...(reason && { reason: say(reason.key, reason.params) }),
    ...(charged && { charged }),
    ...(taskId !== undefined && { task_id: taskId }),
    ...(position !== undefined && { position }),
    created_at: new Date(job.createdAt).toISOString(),
    updated_at: new Date(job.updatedAt).toISOString(),
    estimate_seconds: rounded(job.estimate),
    ...(units !== undefined && { units: rounded(units) }),
    ...(spent !== undefined && { spent_seconds: rounded(spent) }),
    ...(job.state === 'delivered' &&
      video && {
        video: { url: link(`/api/jobs/${job.id}/video`), duration: rounded(video.seconds), bytes: video.bytes },
      }),
  };
}

/** To thousandths: sums of seconds are no place for 2.1999999999999997. */
const rounded = (figure: number) => Math.round(figure * 1000) / 1000;
