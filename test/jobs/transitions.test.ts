import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JobState, STATES } from '../../src/jobs/job.ts';
import { hasEnded, move, update } from '../../src/jobs/transitions.ts';
import { exampleJob } from './example.ts';

/** The life of a job, as design.md tells it; every other step is none. */
const STEPS = new Set([
  'accepted → queued',
  'queued → submitting',
  'submitting → rendering',
  'submitting → queued', // Kling refused for lack of a slot
  'rendering → delivering',
  'delivering → delivered',
  ...['accepted', 'queued', 'submitting', 'rendering', 'delivering'].flatMap((state) => [
    `${state} → failed`,
    `${state} → cancelled`,
  ]),
]);

const pairs = STATES.flatMap((from) => STATES.map((to): [JobState, JobState] => [from, to]));

describe('moving a job', () => {
  test.each(pairs)('from %s to %s is as the life of a job has it', (from, to) => {
    const job = exampleJob({ state: from });
    if (STEPS.has(`${from} → ${to}`)) expect(move(job, to, {}, 2_000).state).toBe(to);
    else expect(() => move(job, to, {}, 2_000)).toThrow(`A job that is ${from} cannot become ${to}.`);
  });

  test('begins the new state with no failed tries and no waiting time', () => {
    const moved = move(exampleJob({ state: 'submitting', tries: 4, notBefore: 9_000 }), 'queued', {}, 2_000);
    expect(moved).not.toHaveProperty('tries');
    expect(moved).not.toHaveProperty('notBefore');
  });

  test('changes what it is told to, and leaves the old record as it was', () => {
    const before = exampleJob({ state: 'submitting' });
    const copy = structuredClone(before);
    expect(move(before, 'rendering', { taskId: 't1' }, 2_000)).toEqual({
      ...before,
      state: 'rendering',
      taskId: 't1',
      updatedAt: 2_000,
    });
    expect(before).toEqual(copy);
  });
});

describe('updating a job', () => {
  test('takes the fields away that are set to undefined', () => {
    const send = { attempt: 1, sentAt: 1_500, misses: [] };
    const updated = update(exampleJob({ send, tries: 2 }), { send: undefined, tries: 3 }, 2_000);
    expect(updated).not.toHaveProperty('send');
    expect(updated.tries).toBe(3);
  });

  test('never sets the time of change back, even when the clock was', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (clock) => {
        let job = exampleJob();
        for (const now of clock) {
          const next = update(job, {}, now);
          expect(next.updatedAt).toBeGreaterThanOrEqual(job.updatedAt);
          job = next;
        }
      }),
    );
  });
});

test('a job has ended when it is delivered, failed or cancelled, and no sooner', () => {
  expect(STATES.filter((state) => hasEnded(exampleJob({ state })))).toEqual(['delivered', 'failed', 'cancelled']);
});
