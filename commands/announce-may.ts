import type { Place } from '../src/jobs/job.ts';
import { spaceOf } from '../src/jobs/records.ts';
import { Refusal } from '../src/refusal.ts';
import type { TextKey } from '../src/texts.ts';
import type { Announcement, Trigger } from './announcements.ts';
import type { Caller } from './desk.ts';
import { isTalk } from './may.ts';
import { line } from './message.ts';
import type { DeskParts } from './parts.ts';
import type { Presenter } from './presenters.ts';
import { namedPresenter } from './with-presenter.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'presenters'>;

/** Why this person may not announce anything from here; undefined when nothing stands against it. */
export function announceRefusal({ access }: Pick<Parts, 'access'>, caller: Caller): TextKey | undefined {
  const { place, moderates } = caller;
  if (isTalk(place)) return 'announce_nowhere';
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
  if (!found) throw new Refusal('missing', 'announcement_missing');
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

/**
 * That this person may themselves write where it is said, and read what it listens to: whoever may not see a channel hears nothing of it
 * in another one, and whoever is muted somewhere has nobody speak there. Where that is not so, or cannot be told, what stands in the bot's
 * own way is said in place of that: of a channel that the bot does not see, nobody can tell it who may write there.
 * @param trigger absent where nothing is listened to
 * @throws Refusal, also where that cannot be told just now
 */
export async function checkTheirs(
  { platform, closing }: Pick<DeskParts, 'platform' | 'closing'>,
  caller: Caller,
  place: Place,
  trigger?: Trigger,
): Promise<void> {
  const { channel = '' } = place;
  const asked = [{ channel, ...WRITE }, ...(trigger?.kind === 'watch' ? [{ channel: trigger.channel, ...READ }] : [])];
  const chat = platform(place.platform);
  for (const { channel: there, what, key, by, obstacle } of asked) {
    const at = { ...place, channel: there };
    const may = await chat?.allows(caller, at, what, closing);
    if (may) continue;
    const obstacles = (await chat?.[by](at, closing)) ?? [];
    if (obstacles.length > 0) throw new Refusal('input', obstacle, {}, { lines: obstacles });
    if (may === undefined) throw new Refusal('unavailable', 'announce_untold');
    const lines = [line(key, { channel: { channel: there } })];
    throw new Refusal('input', 'announce_not_yours', {}, { lines });
  }
}

/** What is asked about a channel, and what is said when the answer is no: of the person, and of the bot. */
const WRITE = {
  what: 'write',
  key: 'announce_may_not_write',
  by: 'obstacles',
  obstacle: 'announcement_obstacles',
} as const;
const READ = { what: 'read', key: 'announce_may_not_read', by: 'unheard', obstacle: 'announcement_unheard' } as const;

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
