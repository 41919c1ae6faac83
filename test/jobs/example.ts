import type { Job } from '../../src/jobs/job.ts';

/** A job as good as any other. */
export function exampleJob(more: Partial<Job> = {}): Job {
  return {
    id: 'j0mgh8rk00abcdefghijklmn',
    state: 'queued',
    createdAt: 1_000,
    updatedAt: 1_000,
    day: '2026-11-22',
    requester: { person: 'ada' },
    place: { platform: 'test', space: 'home' },
    ask: { speak: { kind: 'words', text: 'Good morning.', voiceId: 'v', language: 'en' }, ratio: '16:9' },
    target: { baseUrl: 'https://kling', account: 'ours' },
    estimate: 3,
    ...more,
  };
}
