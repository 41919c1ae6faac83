import type { Place } from '../src/jobs/job.ts';
import { spaceOf } from '../src/jobs/records.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import type { Announcement } from './announcements.ts';
import type { Caller } from './desk.ts';
import type { DeskParts } from './parts.ts';
import type { Presenter } from './presenters.ts';
import { namedPresenter } from './with-presenter.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'presenters'>;

/** Why this person may not announce anything from here; undefined when nothing stands against it. */
export function announceRefusal({ access }: Pick<Parts, 'access'>, caller: Caller): TextKey | undefined {
  const { place, moderates } = caller;
  // a talk that is a space of its own
  if (place.space === place.channel) return 'announce_nowhere';
  if (!moderates) return 'announce_managers';
  return access.refusal(caller);
}

/** @throws Refusal where this person may not announce anything from here */
export function checkInCharge(parts: Pick<Parts, 'access'>, caller: Caller): void {
  const refused = announceRefusal(parts, caller);
  if (refused) throw new Refusal('input', refused);
}

/**
 * The announcement of the caller's space that is meant.
 * @param typed its id or its name
 * @throws Refusal, also for one of another space
 */
export function announcementOf(
  { announcements }: Pick<Parts, 'announcements'>,
  caller: Caller,
  typed: string,
): Announcement {
  const found = announcements.named(spaceOf(caller), typed.trim());
  if (!found) throw new Refusal('missing', 'announce_missing');
  return found;
}

/**
 * Where it is to be said: in the channel that was named, else where it was asked for, but not in a thread.
 * @throws Refusal for a private talk, and for a channel in which the bot may not be used
 */
export function targetOf({ access }: Pick<Parts, 'access'>, caller: Caller, channel?: string): Place {
  const { platform, space, channel: here, private: hushed } = caller.place;
  const to = channel ?? (hushed ? undefined : here);
  if (to === undefined) throw new Refusal('input', 'announce_where');
  const target = { platform, space, channel: to };
  const refused = access.refusal({ ...caller, place: target });
  if (refused) throw new Refusal('input', refused);
  return target;
}

/** The presenter that was named, else the place's own. @throws Refusal */
export function presenterFor({ presenters }: Pick<Parts, 'presenters'>, place: Place, typed?: string): Presenter {
  if (typed !== undefined) return namedPresenter(presenters, { place }, typed);
  const byDefault = presenters.defaultFor(place);
  if (byDefault) return byDefault;
  throw new Refusal(
    'input',
    presenters.list(spaceOf({ place })).length === 0 ? 'announce_presenter_none' : 'announce_presenter_which',
  );
}
