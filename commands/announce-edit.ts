import { Refusal } from '../src/refusal.ts';
import { announcementOf, checkInCharge, checkTheirs, presenterFor, targetOf } from './announce-may.ts';
import { beyondLines } from './announce-set-up.ts';
import { announceShown } from './announce-show.ts';
import { changedTrigger } from './announce-trigger.ts';
import type { Announcement, Changes, Trigger } from './announcements.ts';
import { line, message, type Sentence } from './message.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';
import type { FieldName, Given } from './verbs.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'clock' | 'closing' | 'platform' | 'presenters'>;

/** Fields that announcements of one kind have, and others have not. */
const ONLY = [
  ['when', 'schedule'],
  ['zone', 'schedule'],
  ['url', 'feed'],
  ['source', 'hook'],
  ['from', 'watch'],
  ['roles', 'watch'],
  ['people', 'watch'],
] as const satisfies readonly (readonly [FieldName, Trigger['kind']])[];

/** The fields that an announcement of this kind does not have. */
export const unfitFor = (kind: Trigger['kind']): readonly (typeof ONLY)[number][0][] =>
  ONLY.filter(([, its]) => its !== kind).map(([name]) => name);

/** …and the first of them that was filled in. */
export const unfitIn = (given: Given, kind: Trigger['kind']) =>
  unfitFor(kind).find((name) => given[name] !== undefined);

/** Changes what was filled in and is not so already, and shows the announcement. */
export async function announceEdit(parts: Parts, order: Order, typed: string, given: Given): Promise<void> {
  const { caller, answer } = order;
  checkInCharge(parts, caller);
  const before = announcementOf(parts, caller, typed);
  const unfit = unfitIn(given, before.trigger.kind);
  if (unfit) {
    const field = { key: `field_${unfit}` } as const;
    return answer.say(message(caller.locale, [line('announce_edit_unfit', { field })]));
  }
  const changes = changesOf(parts, order, before, given);
  if (Object.keys(changes).length === 0) throw new Refusal('input', 'announce_edit_nothing');
  const { place, trigger } = { ...before, ...changes };
  await checkTheirs(parts, caller, place, trigger);
  const after = await parts.announcements.change(before.id, changes);
  const news: readonly Sentence[] = [
    'announce_edited',
    // what else paused it is said below, with what to do about it
    ...(after.paused && after.paused.why === undefined ? (['announce_edited_paused'] as const) : []),
    ...beyondLines(after, parts.clock.now()),
  ];
  await announceShown(parts, order, after, news);
}

function changesOf(parts: Parts, { caller }: Order, before: Announcement, given: Given): Changes {
  const { name, words, channel, limit } = given;
  const place =
    channel === undefined || channel === before.place.channel ? undefined : targetOf(parts, caller, channel);
  const presenter =
    given.presenter === undefined ? before.presenter : presenterFor(parts, before.place, given.presenter).id;
  const trigger = changedTrigger(before.trigger, given, parts.clock.now());
  return {
    ...(name !== undefined && name.trim() !== before.name && { name }),
    ...(words !== undefined && words !== before.words && { words }),
    ...(limit !== undefined && limit !== before.perDay && { perDay: limit }),
    ...(presenter !== before.presenter && { presenter }),
    ...(place && { place }),
    ...(trigger !== before.trigger && { trigger }),
  };
}
