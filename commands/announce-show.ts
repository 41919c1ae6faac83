import { spaceOf } from '../src/jobs/records.ts';
import type { Button, Line, Value } from '../src/platforms/message.ts';
import type { TextKey } from '../src/texts.ts';
import { brief, channelOf, KINDS, nextLines, triggerLines, wordsLine } from './announce-described.ts';
import { checkInCharge } from './announce-may.ts';
import type { Announcement, Cause, Occurred, Standing } from './announcements.ts';
import { line, message, type Sentence, videoLink } from './message.ts';
import { stateOf } from './my-jobs.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'presenters'>;

/** Entries of the list, and of one announcement's history, that are shown: what fits into one message of 2,000 characters. */
const LISTED = 15;
const HISTORY = 5;

/** Characters of a name in the list. */
const NAME = 40;

/** Characters of a feed's title in the history. */
const TITLE = 40;

/** Lists the announcements of the space. */
export async function announceList(parts: Parts, { caller, answer }: Order): Promise<void> {
  checkInCharge(parts, caller);
  const all = parts.announcements.list(spaceOf(caller));
  if (all.length === 0) return answer.say(message(caller.locale, ['announce_none']));
  const entries = await Promise.all(
    all.slice(0, LISTED).map(async (each) => entryOf(each, await parts.announcements.standing(each.id))),
  );
  const more = all.length - entries.length;
  const rest = more > 0 ? [line('announce_list_more', { count: more })] : [];
  await answer.say(message(caller.locale, [line('announce_list', { count: all.length }), ...entries, ...rest]));
}

function entryOf(announcement: Announcement, standing: Standing): Line {
  const { name, trigger } = announcement;
  return line('announce_entry', {
    name: brief(name, NAME),
    kind: { key: KINDS[trigger.kind] },
    channel: channelOf(announcement),
    state: stateIn(announcement, standing),
  });
}

function stateIn({ paused, trigger }: Announcement, { next, trouble }: Standing): Value {
  if (paused) return { key: 'announce_is_paused' };
  if (trouble) return { key: 'announce_is_troubled' };
  if (trigger.kind !== 'schedule') return { key: 'announce_is_on' };
  return next === undefined
    ? { key: 'announce_is_over' }
    : { key: 'announce_is_next', params: { when: { when: next } } };
}

/**
 * Shows one announcement, what it has said, and what can be done about it.
 * @param news what is said above
 */
export async function announceShown(
  parts: Pick<Parts, 'announcements' | 'presenters'>,
  { caller, answer }: Pick<Order, 'caller' | 'answer'>,
  announcement: Announcement,
  news: readonly Sentence[] = [],
): Promise<void> {
  const { id, name, presenter, trigger, perDay, owner, createdAt } = announcement;
  const [standing, history] = await Promise.all([
    parts.announcements.standing(id),
    parts.announcements.history(id, HISTORY),
  ]);
  const speaker = parts.presenters.get(presenter)?.name;
  const channel = channelOf(announcement);
  const person: Value = owner.person === 'api' ? { key: 'announce_by_program' } : { person: owner.person };
  const lines: readonly Sentence[] = [
    ...news,
    speaker === undefined
      ? line('announce_shown_nobody', { name, channel })
      : line('announce_shown', { name, presenter: speaker, channel }),
    ...triggerLines(trigger, caller.locale),
    ...stateLines(announcement, standing, caller.locale),
    wordsLine(announcement),
    line('announce_counted', { today: standing.today, limit: perDay, person, when: { when: createdAt } }),
    history.length === 0 ? 'announce_said_nothing' : 'announce_said',
    ...history.map(occurredLine),
  ];
  await answer.say(message(caller.locale, lines, { buttons: buttonsOf(announcement) }));
}

function stateLines(
  announcement: Announcement,
  standing: Standing,
  locale: Order['caller']['locale'],
): readonly Line[] {
  const { paused } = announcement;
  const { skipped, trouble } = standing;
  const why = paused?.why === undefined ? [] : [line(paused.why)];
  const now = paused
    ? [line('announce_paused_since', { when: { when: paused.since } }), ...why]
    : nextLines(announcement, standing, locale);
  return [
    ...now,
    ...(skipped === undefined ? [] : [line('announce_skipped', { when: { when: skipped } })]),
    ...(trouble ? [line('announce_trouble', { why: trouble })] : []),
  ];
}

function occurredLine({ id, at, cause, refused, job }: Occurred): Line {
  const what = { when: { when: at }, cause: causeIn(cause), outcome: outcomeIn(id, refused, job) };
  if (!job?.posted || job.removed !== undefined) return line('announce_occurred', what);
  return line('announce_occurred_linked', { ...what, link: videoLink(job.posted) });
}

function causeIn(cause: Cause): Value {
  switch (cause.kind) {
    case 'feed':
      return cause.title === undefined
        ? { key: 'announce_kind_feed' }
        : { key: 'announce_cause_item', params: { title: brief(cause.title, TITLE) } };
    case 'watch':
      return { key: 'announce_cause_person', params: { person: { person: cause.person } } };
    case 'now':
    case 'test':
      return { key: 'announce_cause_order' };
    default:
      return { key: KINDS[cause.kind] };
  }
}

function outcomeIn(id: string, refused: Occurred['refused'], job: Occurred['job']): Value {
  if (refused) return { key: 'announce_refused', params: { why: refused } };
  if (!job) return { key: 'announce_to_come' };
  const { state, reason } = job;
  if (state !== 'failed' || !reason) return { key: stateOf(job) };
  // its operator finds the cause in the log under it
  return { key: 'announce_failed', params: { why: reason, id: { code: id } } };
}

function buttonsOf({ id, paused, trigger }: Announcement): readonly Button[] {
  const button = (label: TextKey, name: string): Button => ({ label: line(label), does: { name, subject: id } });
  return [
    paused ? button('announce_button_resume', 'announce-resume') : button('announce_button_pause', 'announce-pause'),
    button('announce_button_test', 'announce-test'),
    ...(trigger.kind === 'hook' ? [button('announce_button_secret', 'announce-secret')] : []),
    { ...button('announce_button_remove', 'announce-remove'), style: 'danger' },
  ];
}
