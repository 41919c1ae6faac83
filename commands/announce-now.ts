import type { Line } from '../src/platforms/message.ts';
import { Refusal } from '../src/refusal.ts';
import { announcementOf, checkInCharge, checkTheirs, presenterFor, targetOf } from './announce-may.ts';
import type { Occurred } from './announcements.ts';
import { line, message, type Sentence } from './message.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';
import type { Given } from './verbs.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'closing' | 'platform' | 'presenters'>;

/** Has a presenter say something right away. */
export async function announceNow(
  parts: Parts,
  order: Order,
  { words = '', presenter, channel }: Given,
): Promise<void> {
  const { origin, caller, answer } = order;
  checkInCharge(parts, caller);
  const place = targetOf(parts, caller, channel);
  await checkTheirs(parts, caller, place);
  const speaker = presenterFor(parts, place, presenter);
  const said = await parts.announcements.say({
    origin,
    requester: requesterOf(order),
    place,
    presenter: speaker.id,
    words,
  });
  const made = line('announce_now_made', { presenter: speaker.name, channel: { channel: place.channel ?? '' } });
  await answer.say(message(caller.locale, [made, ...costOf(said), 'announce_now_failing']));
}

/** Has a presenter say an example of an announcement to the one who asks, and to nobody else. */
export async function announceTest(parts: Parts, order: Order, typed: string): Promise<void> {
  const { origin, caller, answer } = order;
  checkInCharge(parts, caller);
  const { id, name, presenter } = announcementOf(parts, caller, typed);
  const direct = await parts.platform(caller.place.platform)?.openDirect(caller.person, caller.place, parts.closing);
  if (direct?.outcome === 'closed') throw new Refusal('input', 'announce_test_closed');
  if (direct?.outcome !== 'open') throw new Refusal('unavailable', 'announce_test_later');
  const said = await parts.announcements.test(id, { origin, requester: requesterOf(order), place: direct.place });
  const speaker = parts.presenters.get(presenter)?.name ?? '';
  await answer.say(message(caller.locale, [line('announce_test_made', { name, presenter: speaker }), ...costOf(said)]));
}

/** Who is told what goes wrong. */
export const requesterOf = ({ caller: { person, locale } }: Pick<Order, 'caller'>) => ({ person, locale });

/** What it takes of the seconds, and whether it ends early. */
function costOf({ job, cut }: Occurred): readonly Sentence[] {
  const seconds: readonly Line[] = job ? [line('announce_seconds', { seconds: Math.ceil(job.estimate) })] : [];
  return [...seconds, ...(cut ? (['post_announced_cut'] as const) : [])];
}
