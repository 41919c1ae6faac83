import { spaceOf } from '../src/jobs/records.ts';
import type { Line } from '../src/platforms/message.ts';
import { type Refusal, refusalOf } from '../src/refusal.ts';
import { unfitIn } from './announce-edit.ts';
import { changedTrigger, newTrigger } from './announce-trigger.ts';
import type { Announcement, TriggerKind } from './announcements.ts';
import type { Caller } from './desk.ts';
import { line } from './message.ts';
import type { DeskParts } from './parts.ts';
import type { FieldName, Given, VerbName } from './verbs.ts';
import { readZone } from './when-zone.ts';

type Parts = Pick<DeskParts, 'announcements' | 'clock' | 'presenters' | 'zone'>;

/** What is plainly wrong with a field, each with its sentence. */
export type Mistakes = Readonly<Partial<Record<FieldName, Line>>>;

type Found = Partial<Record<FieldName, Pick<Refusal, 'key' | 'params'> | undefined>>;

/** What each verb sets up. */
const SETS_UP: Readonly<Partial<Record<VerbName, TriggerKind>>> = {
  'announce schedule': 'schedule',
  'announce hook': 'hook',
  'announce feed': 'feed',
  'announce watch': 'watch',
};

/**
 * What is plainly wrong with what was filled in for a verb, told at once and from memory, so that a form can say it at its fields; that
 * nothing is wrong here does not mean that it will be taken.
 */
export function mistakes(parts: Parts, verb: VerbName, given: Given, caller: Pick<Caller, 'place'>): Mistakes {
  const found = wrong(parts, verb, given, spaceOf(caller));
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, refusal]) => (refusal ? [[name, line(refusal.key, refusal.params)]] : [])),
  );
}

function wrong(parts: Parts, verb: VerbName, given: Given, space: string): Found {
  if (verb === 'presenter add') {
    const name = given.name?.trim() ?? '';
    return parts.presenters.list(space).some((each) => each.name.toLowerCase() === name.toLowerCase())
      ? { name: { key: 'presenter_name_taken', params: { name } } }
      : {};
  }
  const kind = SETS_UP[verb];
  if (kind) return wrongIn(parts, space, kind, given);
  const before = verb === 'announce edit' ? parts.announcements.named(space, given.announcement ?? '') : undefined;
  return before ? wrongIn(parts, space, before.trigger.kind, given, before) : {};
}

function wrongIn(parts: Parts, space: string, kind: TriggerKind, given: Given, before?: Announcement): Found {
  const { name, words, limit, zone, when } = given;
  const { perDay, ...others } = parts.announcements.mistakes(
    space,
    {
      ...(name !== undefined && { name }),
      ...(words !== undefined && { words }),
      ...(limit !== undefined && { perDay: limit }),
    },
    kind,
    before?.id,
  );
  const now = parts.clock.now();
  const inZone = kind === 'schedule' && zone !== undefined ? refusalOf(() => readZone(zone)) : undefined;
  const read = () => (before ? changedTrigger(before.trigger, given, now) : newTrigger(kind, given, parts.zone, now));
  const inWhen = kind === 'schedule' && !inZone && (before || when !== undefined) ? refusalOf(read) : undefined;
  const unfit = before && unfitIn(given, kind);
  return {
    ...others,
    ...(perDay && { limit: perDay }),
    ...(inZone && { zone: inZone }),
    ...(inWhen && { when: inWhen }),
    ...(unfit && { [unfit]: line('announce_edit_unfit_here') }),
  };
}
