import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import { type OnceOutcome, postOnce } from '../jobs/post-once.ts';
import { hasEnded } from '../jobs/transitions.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Message } from './message.ts';
import type { Platform, Sent } from './platform.ts';
import type { Entry, StatusRecord } from './status-entry.ts';

/** What the steps of a status message work with. */
export interface StepContext {
  readonly clock: Clock;
  readonly log: Logger;
  /** The record of each status message, for good. */
  readonly statuses: Namespace<StatusRecord>;
  /** Those that are not final. Written before the first post, so that a restart finds what ended meanwhile. */
  readonly pending: Namespace<1>;
  /** The platform takes no post until then (ms) where one of an entry was to go. */
  readonly hold: (entry: Entry, until: number) => void;
  readonly signal: AbortSignal;
}

/** What is to be shown, and of which job. */
export interface Showing {
  readonly job: Job;
  readonly message: Message;
}

/** `again`: there may be more to do; `rest`: not until something changes; `later`: try again after a while, or then (ms). */
export type Step = 'again' | 'rest' | { readonly later: number | undefined };

/** What a person is to hear is told directly where the status message could not be edited for so long (ms). */
const OVERDUE = 3_600_000;

const later = ({ at }: { readonly at?: number }): Step => ({ later: at });

/** Reads what is kept of a status message. @throws StoreError */
export async function load({ statuses, pending }: StepContext, entry: Entry): Promise<Step> {
  const kept = await statuses.get(entry.id);
  // a status that was final is taken up again
  if (kept && entry.ended) await pending.set(entry.id, 1);
  entry.kept = kept ?? (entry.ended && !entry.wanted ? { without: true, word: { done: true } } : {});
  if (entry.kept.sent || entry.kept.without) entry.decided.resolve(entry.kept.sent);
  return 'again';
}

/** Posts the status message, once. @throws the signal's reason, StoreError */
export async function post(context: StepContext, entry: Entry, showing: Showing): Promise<Step> {
  const { clock, pending, signal } = context;
  const { job, message } = showing;
  const since = entry.kept?.since;
  const outcome = await postOnce({
    platform: held(context, entry),
    to: entry.place,
    post: { key: `${entry.id}s`, message, ...(job.replyTo === undefined ? {} : { replyTo: job.replyTo }) },
    since,
    keep: async (tried) => {
      await Promise.all([keep(context, entry, tried === undefined ? {} : { since: tried }), pending.set(entry.id, 1)]);
    },
    now: clock.now,
    signal,
  });
  if (outcome.outcome === 'nowhere' || outcome.outcome === 'blind') return nowhere(context, entry, {});
  return posted(context, entry, showing, outcome, since === undefined);
}

/** The platform of an entry: a post that it puts off puts off whatever else is to be posted there. */
function held({ hold }: StepContext, entry: Entry): Pick<Platform, 'post' | 'find'> {
  const { platform } = entry;
  return {
    find: platform.find,
    async post(...given) {
      const outcome = await platform.post(...given);
      if (outcome.outcome === 'later' && outcome.at !== undefined) hold(entry, outcome.at);
      return outcome;
    },
  };
}

/** Shows what is to be shown in place of what is shown. */
export async function edit(context: StepContext, entry: Entry, showing: Showing, sent: Sent): Promise<Step> {
  const outcome = await entry.platform.edit(sent, showing.message);
  if (outcome.outcome === 'later') {
    const { failingSince = context.clock.now() } = entry;
    const isOverdue = context.clock.now() - failingSince > OVERDUE;
    return isOverdue && !entry.kept?.word?.done && isUnheard(showing.job)
      ? tell(context, entry, showing)
      : later(outcome);
  }
  if (outcome.outcome === 'gone') {
    const word = entry.kept?.word;
    await keep(context, entry, { without: true, ...(word ? { word } : {}) });
    return 'again';
  }
  entry.shown = JSON.stringify(showing.message);
  entry.editedAt = context.clock.now();
  return 'again';
}

/** Whether a person would not hear how a job ended, or what it is theirs to decide, were the status message not there. */
export function isUnheard(job: Job): boolean {
  if (job.erased || job.removed !== undefined) return false;
  if (job.posting?.blind !== undefined) return true;
  return job.state === 'failed' || (job.state === 'delivered' && job.posted === undefined);
}

/**
 * Tells the person how the job stands where there is no status message, or none that can be edited: in the same place, or else
 * directly.
 */
export async function tell(context: StepContext, entry: Entry, showing: Showing): Promise<Step> {
  const word = entry.kept?.word ?? {};
  const opened =
    word.direct || entry.kept?.sent
      ? await entry.platform.openDirect(entry.person, entry.place, context.signal)
      : undefined;
  if (opened?.outcome === 'later') return later(opened);
  if (opened?.outcome === 'closed') return nowhere(context, entry, { done: true });
  const { job, message } = showing;
  const outcome = await postOnce({
    platform: held(context, entry),
    to: opened?.place ?? entry.place,
    post: {
      // a key of its own: an answer to its person may have been posted under `w`
      key: `${entry.id}n`,
      message: { ...message, pings: [entry.person] },
      ...(job.replyTo === undefined || opened ? {} : { replyTo: job.replyTo }),
    },
    since: word.since,
    keep: (since) => {
      const { since: _, ...rest } = word;
      return keep(context, entry, { ...present(entry), word: { ...rest, ...(since === undefined ? {} : { since }) } });
    },
    now: context.clock.now,
    signal: context.signal,
  });
  if (outcome.outcome === 'nowhere' || outcome.outcome === 'blind')
    return nowhere(context, entry, opened ? { done: true } : { direct: true });
  if (outcome.outcome === 'posted' && entry.kept?.sent) {
    await keep(context, entry, { ...present(entry), word: { done: true } });
    return { later: undefined };
  }
  return posted(context, entry, showing, outcome, word.since === undefined, { word: { done: true } });
}

/** @param first it cannot have been posted before, with another text */
async function posted(
  context: StepContext,
  entry: Entry,
  { message }: Showing,
  outcome: Exclude<OnceOutcome, { outcome: 'nowhere' | 'blind' }>,
  first: boolean,
  more: Pick<StatusRecord, 'word'> = {},
): Promise<Step> {
  if (outcome.outcome === 'unclear') return later({});
  if (outcome.outcome === 'later') return later(outcome);
  const now = context.clock.now();
  await keep(context, entry, { sent: outcome.sent, at: now, ...more });
  entry.shown = first ? JSON.stringify(message) : undefined;
  entry.editedAt = now;
  entry.decided.resolve(outcome.sent);
  return 'again';
}

/** @param word what is still to be tried in its place */
async function nowhere(context: StepContext, entry: Entry, word: NonNullable<StatusRecord['word']>): Promise<Step> {
  const next = word.done
    ? 'nothing more is tried'
    : word.direct
      ? 'its person is told directly'
      : 'its person is told once it has ended';
  context.log.info({ job: entry.id, next }, 'there is no status message');
  const record = present(entry);
  await keep(context, entry, { ...record, word });
  entry.decided.resolve(record.sent);
  return record.sent ? { later: undefined } : 'again';
}

/** The status message that there is, or that it is done without. */
function present({ kept }: Entry): StatusRecord {
  if (!kept?.sent) return { without: true };
  return { sent: kept.sent, ...(kept.at === undefined ? {} : { at: kept.at }) };
}

async function keep({ statuses }: StepContext, entry: Entry, record: StatusRecord): Promise<void> {
  await statuses.set(entry.id, record);
  entry.kept = record;
}

/** Whether nothing is left to say of a job, as long as it does not change. What is shown is the latest. */
export function isFinal({ kept }: Entry, job: Job): boolean {
  if (!hasEnded(job) || !kept) return false;
  return kept.sent !== undefined || (kept.without === true && (kept.word?.done === true || !isUnheard(job)));
}
