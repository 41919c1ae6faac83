import type { JobView } from '../../commands/jobs.ts';
import { type Job, SANDBOX } from '../jobs/job.ts';
import { hasEnded, mayBeThere } from '../jobs/transitions.ts';
import type { TextKey } from '../texts.ts';
import type { Button, Line, Message } from './message.ts';

/** What the status message needs to know beside the job. */
export interface StatusContext {
  /** ms since the epoch */
  readonly now: number;
  /** How long Kling usually takes (ms); undefined while nothing is known. */
  readonly usual?: number | undefined;
  /** How many jobs wait in line. */
  readonly length: number;
}

/** Characters of the words that are quoted. */
const QUOTED = 200;

/** Steps of the progress bar, and the percentage each stands for. */
const STEPS = 20;
const STEP = 100 / STEPS;

/** What the bar shows at most (%), as long as the video is not there. */
const ALMOST = 95;

/** The status message of a job as it stands now: who asked for what, how far it is, its cost, what can be pressed. */
export function statusOf(view: JobView, context: StatusContext): Message {
  const { job } = view;
  return {
    locale: job.requester.locale ?? 'en',
    lines: [asked(job), ...(hasEnded(job) ? ending(job) : progress(view, context))],
    buttons: buttons(job),
  };
}

function asked({ erased, requester, ask: { speak } }: Job): Line {
  if (erased) return { key: 'status_asked_erased' };
  const person = { person: requester.person };
  return speak.kind === 'words'
    ? { key: 'status_asked_words', params: { person, words: quoted(speak.text) } }
    : { key: 'status_asked_recording', params: { person, seconds: Math.ceil(speak.seconds) } };
}

/** Words on one line, cut short. */
export function quoted(text: string): string {
  const characters = [...text.trim().replace(/\s+/g, ' ')];
  return characters.length > QUOTED ? `${characters.slice(0, QUOTED - 1).join('')}…` : characters.join('');
}

function progress({ job, position, waiting }: JobView, { now, usual, length }: StatusContext): Line[] {
  const why: Line[] = waiting ? [{ key: waiting }] : [];
  const cancelling: Line[] = job.cancelAsked !== undefined && !waiting ? [{ key: 'status_cancelling' }] : why;
  const accepted: Line = { key: 'status_accepted', params: { seconds: Math.ceil(job.estimate) } };
  switch (job.state) {
    case 'rendering': {
      const began = job.renderingSince ?? now;
      const bar = usual === undefined || waiting ? [] : [bars(now - began, usual)];
      return [{ key: 'status_rendering', params: { when: { when: began } } }, ...bar, ...cancelling];
    }
    case 'delivering':
      // what is left is to look for the video of somebody who was erased, and to take it away
      return [{ key: job.erased ? 'status_cancelling' : delivering(job) }];
    case 'submitting':
      return [accepted, ...(cancelling.length > 0 ? cancelling : [{ key: 'status_submitting' } as const])];
    default: {
      const place: Line[] =
        position === undefined
          ? []
          : [{ key: 'status_line', params: { position, length: Math.max(position, length) } }];
      return [accepted, ...place, ...cancelling];
    }
  }
}

function bars(elapsed: number, usual: number): Line {
  const percent = Math.min(ALMOST, Math.max(0, Math.floor((elapsed / Math.max(1, usual)) * STEPS) * STEP));
  const full = Math.floor(percent / 10);
  return {
    key: 'status_progress',
    params: { bar: '▰'.repeat(full) + '▱'.repeat(10 - full), percent, time: span(usual) },
  };
}

/** A length of time in words that stay the same for long. */
function span(ms: number): Line {
  return ms < 120_000
    ? { key: 'status_seconds', params: { seconds: Math.max(1, Math.round(ms / 1_000)) } }
    : { key: 'status_minutes', params: { minutes: Math.round(ms / 60_000) } };
}

function delivering(job: Job): TextKey {
  if (job.posting?.blind !== undefined) return job.posting.stage === 'direct' ? 'status_blind_direct' : 'status_blind';
  return (job.tries ?? 0) > 0 ? 'status_delivering_late' : 'status_delivering';
}

function ending(job: Job): Line[] {
  if (job.removed !== undefined) return [{ key: 'status_removed' }, cost(job)];
  if (job.removing !== undefined) return [{ key: 'status_removing' }, cost(job)];
  if (job.posted)
    return [{ key: 'status_done', params: { video: { url: job.posted.url, label: 'status_watch' } } }, cost(job)];
  const reason: Line[] = job.reason ? [{ key: job.reason.key, params: job.reason.params }] : [];
  const kept: Line[] = job.state === 'delivered' ? [{ key: 'status_kept' }] : [];
  const reference: Line[] = job.state === 'failed' ? [{ key: 'status_reference', params: { id: job.id } }] : [];
  return [...kept, ...reason, cost(job), ...reference];
}

/** What a job cost, as far as Kling has told. */
function cost({ charged, spent, units, target }: Job): Line {
  if (charged === 'no') return { key: 'status_not_charged' };
  if (target.baseUrl === SANDBOX) return { key: 'status_sandbox' };
  if (charged !== 'yes') return { key: 'status_charge_unknown' };
  const seconds = spent === undefined ? 0 : Math.ceil(spent);
  if (seconds > 0 && units) return { key: 'status_charged_both', params: { seconds, units } };
  if (seconds > 0) return { key: 'status_charged_seconds', params: { seconds } };
  return units ? { key: 'status_charged_units', params: { units } } : { key: 'status_charged' };
}

function buttons(job: Job): Button[] {
  const { id, state, erased, removing, removed, posting, posted, cancelAsked } = job;
  if (erased || removing !== undefined || removed !== undefined) return [];
  const on = (name: string, label: TextKey, style?: Button['style']): Button => ({
    label: { key: label },
    ...(style ? { style } : {}),
    does: { name, subject: id },
  });
  if (state === 'delivered') {
    const show = posted ? [] : [on('show', 'status_button_show', 'main')];
    return [...show, on('another', 'status_button_another'), on('remove', 'status_button_remove', 'danger')];
  }
  if (state === 'failed') return [on('retry', 'status_button_retry', 'main')];
  if (state === 'cancelled') return [];
  if (posting?.blind !== undefined) return [on('post', 'status_button_post', 'main')];
  // from the first post on it may be there already
  return mayBeThere(job) || cancelAsked !== undefined ? [] : [on('cancel', 'status_button_cancel')];
}
