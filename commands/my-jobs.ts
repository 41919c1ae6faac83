import { within } from '../src/clock.ts';
import { dayOf } from '../src/jobs/identity.ts';
import type { Job, JobState } from '../src/jobs/job.ts';
import { personOf, spaceOf } from '../src/jobs/records.ts';
import { hasEnded } from '../src/jobs/transitions.ts';
import type { Button, Line, Value } from '../src/platforms/message.ts';
import type { Answer } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import type { Caller } from './desk.ts';
import { isOwn } from './may.ts';
import { line, message, type Sentence, videoLink } from './message.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'board' | 'clock' | 'ledger' | 'records'>;

const SHOWN = 10;

/** A list is not kept waiting longer than this for a status message that is just being posted (ms). */
const LINK_BOUND = 1_000;

/** Characters of what a job says that are shown of it. */
const WORDS = 40;

const STATES: Readonly<Record<JobState, TextKey>> = {
  accepted: 'jobs_accepted',
  queued: 'jobs_queued',
  submitting: 'jobs_submitting',
  rendering: 'jobs_rendering',
  delivering: 'jobs_delivering',
  delivered: 'jobs_delivered',
  failed: 'jobs_failed',
  cancelled: 'jobs_cancelled',
};

/** Some jobs as a list, with what can be done about them. */
interface Listed {
  readonly lines: readonly Sentence[];
  readonly buttons: readonly Button[];
}

/**
 * Lists a person's newest jobs, or, for those who moderate, the space's; with what is left of today's seconds.
 * @param news what is said above the list
 */
export async function myJobs(
  parts: Parts,
  caller: Caller,
  answer: Answer,
  everybody: boolean,
  news: readonly Sentence[] = [],
): Promise<void> {
  if (everybody && !caller.moderates) throw new Refusal('input', 'jobs_moderators');
  const { lines, buttons } = await newestJobs(parts, caller, everybody);
  await answer.say(message(caller.locale, [...news, ...lines], { buttons }));
}

/** The newest jobs of a person, or of everybody in the space, and what is left of today's seconds. */
export async function newestJobs(parts: Parts, caller: Caller, everybody: boolean): Promise<Listed> {
  const counted = { place: caller.place, requester: { person: caller.person } };
  const whose = everybody ? { space: spaceOf(counted) } : { person: personOf(counted) };
  const { ids } = await parts.records.newest(SHOWN, undefined, whose);
  const jobs = (await parts.records.getMany(ids)).filter((job) => job !== undefined);
  const entries = await Promise.all(jobs.map((job, at) => entryOf(parts, caller, job, at + 1)));
  const left = await parts.ledger.left({ ...counted, day: dayOf(parts.clock.now()) });
  const head = jobs.length === 0 ? 'jobs_none' : everybody ? 'jobs_head_everybody' : 'jobs_head';
  const seconds = { person: Math.floor(left.person), here: Math.floor(Math.min(left.space, left.all)) };
  return {
    lines: [head, ...entries, line('jobs_left', seconds)],
    buttons: jobs.flatMap((job, at) => buttonsOf(caller, job, at + 1, everybody)),
  };
}

async function entryOf({ board, clock }: Parts, caller: Caller, job: Job, number: number): Promise<Line> {
  const hidden = hiddenBy(caller, job);
  const what = {
    number,
    state: { key: stateOf(job) },
    when: { when: job.createdAt },
    words: hidden ? ({ key: hidden } as const) : wordsOf(job),
  };
  if (hidden || job.removed !== undefined) return line('jobs_entry', what);
  if (job.posted) return line('jobs_entry_linked', { ...what, link: videoLink(job.posted) });
  const status = await within(clock, LINK_BOUND, board.sentOf(job));
  if (!status) return line('jobs_entry', what);
  return line('jobs_entry_linked', { ...what, link: { url: status.url, label: 'link_status' } });
}

/**
 * Why the words of a job, and where it is, are not shown to somebody who looks at everybody's: it was asked for among few, or in another
 * channel, which they may not be in.
 */
function hiddenBy(caller: Caller, job: Job): TextKey | undefined {
  if (isOwn(caller, job)) return undefined;
  if (job.place.private === true) return 'jobs_private';
  const { space, channel } = caller.place;
  return channel !== undefined && job.place.space === space && job.place.channel === channel
    ? undefined
    : 'jobs_elsewhere';
}

/** How a job stands, in a word. */
export function stateOf(job: Job): TextKey {
  if (job.removed !== undefined) return 'jobs_removed';
  if (job.posting?.blind !== undefined) return 'jobs_blind';
  return isKept(job) ? 'jobs_kept' : STATES[job.state];
}

/** The video is there, and could be posted nowhere. */
const isKept = (job: Job) => job.state === 'delivered' && !job.posted && job.removed === undefined;

function wordsOf({ ask, erased }: Job): Value {
  const { speak } = ask;
  if (erased) return { key: 'jobs_erased' };
  if (speak.kind === 'recording') return { key: 'jobs_recording', params: { seconds: Math.ceil(speak.seconds) } };
  const words = [...speak.text.replace(/\s+/g, ' ')];
  const cut = words.length > WORDS ? `${words.slice(0, WORDS - 1).join('')}…` : words.join('');
  return { key: 'jobs_words', params: { words: cut } };
}

function buttonsOf(caller: Caller, job: Job, number: number, everybody: boolean): Button[] {
  const button = (label: TextKey, name: string): Button => ({
    label: line(label, { number }),
    does: { name, subject: job.id },
  });
  // named after the list that is to be shown again
  const cancel = button('jobs_button_cancel', everybody ? 'cancel-any' : 'cancel-own');
  if (job.posting?.blind !== undefined) return [button('jobs_button_post', 'post')];
  if (isKept(job) && isOwn(caller, job)) return [button('jobs_button_show', 'show')];
  return hasEnded(job) || job.cancelAsked !== undefined ? [] : [cancel];
}
