import { spaceOf } from '../src/jobs/records.ts';
import { unfitFor } from './announce-edit.ts';
import { announceRefusal } from './announce-may.ts';
import { filledIn } from './announce-trigger.ts';
import type { Announcement } from './announcements.ts';
import type { Caller } from './desk.ts';
import type { DeskParts } from './parts.ts';
import { presenterRefusal } from './presenter-may.ts';
import { type Field, type Given, VERBS, type VerbName, type VerbStart } from './verbs.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'clock' | 'presenters'>;

/** What a form for a verb begins with. Those who would be refused when they send it are not let fill it in. */
export function verbForm(parts: Parts, caller: Caller, verb: VerbName, subject?: string): VerbStart {
  const { command, fields } = VERBS[verb];
  const refused = command === 'announce' ? announceRefusal(parts, caller) : presenterRefusal(parts, caller, verb);
  if (refused) return { refused };
  const field = fields.find(
    ({ kind, required }: Field) => required && (kind === 'announcement' || kind === 'presenter'),
  );
  if (!field || subject === undefined || subject.trim() === '') return { given: {} };
  const space = spaceOf(caller);
  if (field.kind === 'presenter')
    return { given: { presenter: parts.presenters.named(space, subject)?.id ?? subject } };
  const announcement = parts.announcements.named(space, subject);
  if (!announcement) return { refused: 'announcement_missing' };
  if (verb !== 'announce edit') return { given: { announcement: announcement.id } };
  return { given: givenOf(parts, announcement), unfit: unfitFor(announcement.trigger.kind) };
}

/** What an announcement holds, as it would be filled in. */
function givenOf({ presenters, clock }: Pick<Parts, 'presenters' | 'clock'>, announcement: Announcement): Given {
  const { id, name, words, trigger, perDay, place, presenter } = announcement;
  const speaker = presenters.get(presenter);
  return {
    announcement: id,
    name,
    words,
    limit: perDay,
    ...(place.channel !== undefined && { channel: place.channel }),
    ...(speaker && { presenter: speaker.name }),
    ...filledIn(trigger, clock.now()),
  };
}
