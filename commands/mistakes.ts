import { spaceOf } from '../src/jobs/records.ts';
import type { Line } from '../src/platforms/message.ts';
import { type Refusal, refusalOf } from '../src/refusal.ts';
import { unfitIn } from './announce-edit.ts';
import { presenterFor } from './announce-may.ts';
import { changedTrigger, newTrigger } from './announce-trigger.ts';
import type { Announcement, Trigger, TriggerKind } from './announcements.ts';
import type { Caller } from './desk.ts';
import { LIMITS } from './limits.ts';
import { line } from './message.ts';
import { fitName, foldedName } from './names.ts';
import type { DeskParts } from './parts.ts';
import type { FieldName, Given, VerbName } from './verbs.ts';
import { readZone } from './when-zone.ts';

type Parts = Pick<DeskParts, 'announcements' | 'clock' | 'presenters' | 'zone'>;

/** What is plainly wrong with a field, each with its sentence. */
export type Mistakes = Readonly<Partial<Record<FieldName, Line>>>;

type Wrong = Line | Pick<Refusal, 'key' | 'params'>;
type Found = Partial<Record<FieldName, Wrong | undefined>>;

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
  const found = wrong(parts, verb, given, caller);
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, refusal]) => (refusal ? [[name, line(refusal.key, refusal.params)]] : [])),
  );
}

function wrong(parts: Parts, verb: VerbName, given: Given, caller: Pick<Caller, 'place'>): Found {
  const space = spaceOf(caller);
  if (verb === 'presenter add') return { name: wrongName(parts, space, given.name ?? '') };
  const kind = verb === 'announce now' ? 'now' : SETS_UP[verb];
  if (kind) {
    const place = { ...caller.place, ...(given.channel !== undefined && { channel: given.channel }) };
    const presenter = refusalOf(() => presenterFor(parts, place, given.presenter));
    return { ...wrongIn(parts, space, kind, given), presenter };
  }
  const before = verb === 'announce edit' ? parts.announcements.named(space, given.announcement ?? '') : undefined;
  return before ? wrongIn(parts, space, before.trigger.kind, given, before) : {};
}

function wrongName({ presenters }: Pick<Parts, 'presenters'>, space: string, typed: string): Wrong | undefined {
  const name = fitName(typed);
  if (name === undefined) return { key: 'presenter_name_form', params: { max: LIMITS.name } };
  const isTaken = presenters.list(space).some((each) => foldedName(each.name) === foldedName(name));
  return isTaken ? { key: 'presenter_name_taken', params: { name } } : undefined;
}

function wrongIn(parts: Parts, space: string, kind: TriggerKind | 'now', given: Given, before?: Announcement): Found {
  const { name, words, limit } = given;
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
  const unfit = before && unfitIn(given, before.trigger.kind);
  return {
    ...others,
    ...(perDay && { limit: perDay }),
    ...(kind !== 'now' && wrongTrigger(parts, kind, given, before?.trigger)),
    ...(unfit && { [unfit]: line('announce_edit_unfit_here') }),
  };
}

function wrongTrigger({ clock, zone: usual }: Parts, kind: TriggerKind, given: Given, before?: Trigger): Found {
  const now = clock.now();
  const read = () => (before ? changedTrigger(before, given, now) : newTrigger(kind, given, usual, now));
  switch (kind) {
    case 'schedule': {
      const { zone, when } = given;
      const inZone = zone === undefined ? undefined : refusalOf(() => readZone(zone));
      return { zone: inZone, when: !inZone && (before || when !== undefined) ? refusalOf(read) : undefined };
    }
    case 'feed':
      return { url: given.url === undefined || isWebAddress(given.url) ? undefined : line('media_url_invalid') };
    case 'watch':
      return { people: isHeeding(read()) ? undefined : line('announcement_watch_nobody') };
    case 'hook':
      return {};
  }
}

function isWebAddress(typed: string): boolean {
  return /^https?:$/.test(URL.parse(typed.trim())?.protocol ?? '');
}

/** Whether there is anybody whose words are announced. */
const isHeeding = (trigger: Trigger) => trigger.kind !== 'watch' || trigger.roles.length + trigger.people.length > 0;
